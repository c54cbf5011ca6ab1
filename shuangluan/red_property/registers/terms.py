"""业委会 and 收缴情况 as registers that take workbooks (RP-5, RP-33)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committee_register, contract_register, fee_register
from shuangluan.red_property.registers.places import community_field, compound_field, compound_of, keys_of, placed
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.fees import FeeFigures

ONE = timedelta(days=1)
MONEY = {
    "due_fen": "当期应收", "received_fen": "当期实收", "arrears_fen": "往期欠费期初", "recovered_fen": "往期追回",
    "prepaid_fen": "预收以后各期",
}  # fmt: skip
FIGURES = (*MONEY, "households_due", "households_paid")


def committee_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a term."""
    return (
        compound_field(),
        community_field(),
        Field("elected_on", "选举日期", Kind.DATE, required=True, synonyms=("换届日期", "当选日期", "成立日期")),
        Field("term_until", "任期最后一天", Kind.DATE, required=True, synonyms=("届满日期", "任期届满", "任期截止")),
        Field("seats", "席位", Kind.WHOLE, required=True, unit="席", synonyms=("委员席位", "委员人数")),
        Field("filed_on", "备案日期", Kind.DATE, synonyms=("备案时间",)),
    )


def _committee_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, ("community", "compound", "elected_on"))
    found = committee_register.known(keys)
    compounds = contract_register.compounds_named(key[:2] for key in keys)
    return [_committee_answer(row, found, compounds, viewer) for row in rows]


def _committee_answer(row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems = placed(row, compounds, Perm.COMMITTEE_WRITE, viewer)
    if row.get("seats") is not None and row["seats"] % 2 == 0:
        problems.append(("seats", "委员席位要是单数"))
    stands = found.get((row.get("community"), row.get("compound"), row.get("elected_on")))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {
        "community": stands.community, "compound": stands.compound, "elected_on": stands.elected_on,
        "term_until": stands.term_end - ONE, "seats": stands.seats, "filed_on": stands.filed_on,
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add_committee(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    body = services.committee_body(compound, by=by, at=at)
    made = services.elect_committee(
        body, compound, elected_on=row["elected_on"], term_end=row["term_until"] + ONE, seats=row["seats"],
        filed_on=row.get("filed_on"), by=by, at=at,
    )  # fmt: skip
    return made.id


def _change_committee(committee_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    committee = committee_register.by_id(committee_id)
    until = values.get("term_until")
    services.change_committee(
        committee,
        elected_on=values.get("elected_on", committee.elected_on),
        term_end=until + ONE if until else committee.term_end,
        seats=values.get("seats", committee.seats),
        filed_on=values.get("filed_on", committee.filed_on),
        by=by,
        at=at,
    )


def _remove_committee(committee_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_committee(committee_register.by_id(committee_id), by=by, at=at)


def fee_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a fee report; its rates are computed and not read."""
    return (
        compound_field(),
        community_field(),
        Field("valid_from", "本期第一天", Kind.DATE, required=True, synonyms=("起始日期", "期间起")),
        Field("valid_until", "本期最后一天", Kind.DATE, required=True, synonyms=("截止日期", "期间止")),
        *(Field(key, label, Kind.MONEY, required=True, width=16) for key, label in MONEY.items()),
        Field("households_due", "应缴户", Kind.WHOLE, required=True, unit="户", synonyms=("应缴户数",)),
        Field("households_paid", "已缴清户", Kind.WHOLE, required=True, unit="户", synonyms=("已缴户数", "缴清户数")),
    )


def _fee_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, ("community", "compound", "valid_from"))
    found, running = fee_register.known(keys), fee_register.contracts_on(keys)
    return [_fee_answer(row, found, running, viewer) for row in rows]


def _fee_answer(row: Values, found: Mapping[Any, Any], running: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems: list[tuple[str, str]] = []
    key = (row.get("community"), row.get("compound"), row.get("valid_from"))
    contract = running.get(key)
    if all(key) and contract is None:
        problems.append(("compound", "这个小区在本期第一天没有登记物业合同，请先登记合同"))
    if contract is not None and not fee_register.may_write(contract, viewer):
        problems.append(("compound", "不在你的范围里，这一行不能由你导入"))
    stands = found.get(key)
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {name: getattr(stands, name) for name in ("community", "compound", "valid_from", *FIGURES)}
    return Answer(
        Standing(stands.id, stands.row_version, values | {"valid_until": stands.valid_to - ONE}), tuple(problems)
    )


def _add_fees(row: Values, by: audit.Actor, at: datetime) -> int:
    key = (row["community"], row["compound"], row["valid_from"])
    contract = fee_register.contract_by_id(fee_register.contracts_on([key])[key].id)
    figures = FeeFigures(**{name: row[name] for name in FIGURES})
    span = Span(row["valid_from"], row["valid_until"] + ONE)
    return services.report_fees(contract, span, figures, by=by, at=at).id


def _change_fees(report_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    report = fee_register.by_id(report_id)
    figures = FeeFigures(**{name: values.get(name, getattr(report, name)) for name in FIGURES})
    until = values.get("valid_until")
    span = Span(values.get("valid_from", report.valid_from), until + ONE if until else report.valid_to)
    services.correct_fees(report, span, figures, note=report.note, by=by, at=at)


def _remove_fees(report_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_fees(fee_register.by_id(report_id), by=by, at=at)


COMMITTEES = Register(
    key="property_committees",
    name="业委会台账",
    noun="业委会",
    record_kind="red_property_committee",
    endpoint="red_property.committee_list",
    permission=Perm.COMMITTEE_WRITE,
    natural_keys=(("community", "compound", "elected_on"),),
    fields=committee_fields,
    look=_committee_answers,
    add=_add_committee,
    change=_change_committee,
    remove=_remove_committee,
)
FEES = Register(
    key="property_fees",
    name="收缴情况台账",
    noun="收缴情况",
    record_kind="red_property_fee_report",
    endpoint="red_property.fee_report_list",
    permission=Perm.FEE_WRITE,
    natural_keys=(("community", "compound", "valid_from"),),
    fields=fee_fields,
    look=_fee_answers,
    add=_add_fees,
    change=_change_fees,
    remove=_remove_fees,
)
