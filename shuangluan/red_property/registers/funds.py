"""维修资金 and its movements as registers that take workbooks (RP-32)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import contract_register, fund_register
from shuangluan.red_property.registers.places import community_field, compound_field, compound_of, lengths, placed
from shuangluan.red_property.rules.funds import (
    BASIS_LABEL,
    ENTRY_LABEL,
    SHARE_LABEL,
    Booking,
    EntryKind,
    ShareBasis,
    UseBasis,
)
from shuangluan.red_property.services import funds

KINDS = tuple((one.value, label) for one, label in ENTRY_LABEL.items())
BASES = tuple((one.value, label) for one, label in BASIS_LABEL.items())
SHARES = tuple((one.value, label) for one, label in SHARE_LABEL.items())
ENTRY_KEYS = ("community", "compound", "booked_on", "kind", "purpose")


def fund_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a fund; what is left of it is reckoned and not read."""
    return (
        compound_field(),
        community_field(),
        Field("opened_on", "首期交存日期", Kind.DATE, required=True, synonyms=("交存日期", "开户日期")),
        Field("first_deposit_fen", "首期交存额", Kind.MONEY, required=True, width=16, synonyms=("首期金额",)),
        Field("area_x100", "分摊面积", Kind.AREA, width=16, synonyms=("专有面积", "建筑面积")),
    )


def _pairs(rows: Sequence[Values]) -> list[tuple[str, str]]:
    return [(row["community"], row["compound"]) for row in rows if row.get("community") and row.get("compound")]


def _fund_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    pairs = _pairs(rows)
    found = fund_register.known(pairs, clock.local_day(at))
    compounds = contract_register.compounds_named(pairs)
    return [_fund_answer(row, found, compounds, viewer) for row in rows]


def _fund_answer(row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], viewer: Viewer) -> Answer:
    problems = placed(row, compounds, Perm.FUND_WRITE, viewer)
    stands = found.get((row.get("community"), row.get("compound")))
    if stands is None:
        return Answer(problems=tuple(problems))
    keys = ("community", "compound", "opened_on", "first_deposit_fen", "area_x100")
    values = {key: getattr(stands, key) for key in keys}
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add_fund(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    return funds.open_fund(
        compound, opened_on=row["opened_on"], first_deposit_fen=row["first_deposit_fen"],
        area_x100=row.get("area_x100"), by=by, at=at,
    ).id  # fmt: skip


def _change_fund(account_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    account = fund_register.by_id(account_id)
    said = {key: values.get(key, getattr(account, key)) for key in ("opened_on", "first_deposit_fen", "area_x100")}
    funds.change_fund(account, **said, note=account.note, by=by, at=at)


def _remove_fund(account_id: int, by: audit.Actor, at: datetime) -> None:
    funds.remove_fund(fund_register.by_id(account_id), by=by, at=at)


def entry_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a movement."""
    return (
        Field("purpose", "事由", required=True, width=30, synonyms=("用途", "项目", "摘要")),
        compound_field(),
        community_field(),
        Field("booked_on", "日期", Kind.DATE, required=True, synonyms=("使用日期", "支出日期", "记账日期")),
        Field("kind", "类型", Kind.CHOICE, required=True, options=KINDS),
        Field("amount_fen", "金额", Kind.MONEY, required=True, width=16, synonyms=("支出金额", "使用金额")),
        Field("basis", "依据", Kind.CHOICE, options=BASES, note="使用的必须填"),
        Field("rests_on", "表决议题或应急维修", width=30, note="写系统里表决议题或应急维修的名称"),
        Field("share", "分摊方式", Kind.CHOICE, options=SHARES, note="使用的必须填"),
        Field("agreement", "约定", width=24),
        Field("posted_on", "公示", Kind.DATE, synonyms=("公示日期",)),
    )


def _entry_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keyed = [row for row in rows if all(row.get(key) for key in ENTRY_KEYS)]
    day = clock.local_day(at)
    found = fund_register.known_entries(
        ((row["community"], row["compound"], row["booked_on"]) for row in keyed), day
    )
    held = fund_register.known(_pairs(rows), day)
    compounds = contract_register.compounds_named(_pairs(rows))
    named = fund_register.named_bases([one.compound_id for one in held.values()])
    return [_entry_answer(row, found, held, compounds, named, viewer) for row in rows]


def _entry_answer(
    row: Values, found: Mapping[Any, Any], held: Mapping[Any, Any], compounds: Mapping[Any, Any],
    named: Mapping[Any, int], viewer: Viewer,
) -> Answer:  # fmt: skip
    place = (row.get("community"), row.get("compound"))
    problems = placed(row, compounds, Perm.FUND_WRITE, viewer) + lengths(row, {"purpose": 120, "agreement": 200})
    account = held.get(place)
    if place in compounds and account is None:
        problems.append(("compound", "这个小区没有登记维修资金，先登记首期交存"))
    if row.get("kind") == EntryKind.USE and account is not None:
        problems += _use_problems(row, (account.compound_id, row.get("basis"), row.get("rests_on")), named)
    stands = found.get(tuple(row.get(key) for key in ENTRY_KEYS))
    if stands is None:
        return Answer(problems=tuple(problems))
    keys = ("purpose", "compound", "community", "booked_on", "amount_fen", "agreement", "posted_on")
    values = {key: getattr(stands, key) for key in keys} | {
        "kind": stands.kind.value, "basis": stands.basis.value if stands.basis else None,
        "rests_on": stands.motion or stands.emergency, "share": stands.share.value if stands.share else None,
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _use_problems(row: Values, key: tuple[Any, ...], named: Mapping[Any, int]) -> list[tuple[str, str]]:
    if not row.get("basis"):
        return [("basis", "使用要写依据：业主表决或应急维修")]
    if not row.get("share"):
        return [("share", "使用要写分摊方式")]
    return [] if key in named else [("rests_on", "本小区没有这个通过的表决议题或经确认的应急维修，照系统里的名称写")]


def _booking(row: Values, compound_id: int) -> Booking:
    basis = UseBasis(row["basis"]) if row.get("basis") else None
    key = (compound_id, str(row.get("basis")), str(row.get("rests_on")))
    target = fund_register.named_bases([compound_id]).get(key) if basis else None
    return Booking(
        EntryKind(row["kind"]), row["booked_on"], row["amount_fen"], row["purpose"], basis,
        target if basis is UseBasis.VOTE else None, target if basis is UseBasis.EMERGENCY else None,
        ShareBasis(row["share"]) if row.get("share") else None, row.get("agreement") or "", row.get("posted_on"),
    )  # fmt: skip


def _add_entry(row: Values, by: audit.Actor, at: datetime) -> int:
    held = fund_register.known(_pairs([row]), clock.local_day(at)).get((row["community"], row["compound"]))
    if held is None:
        raise RuleBroken("这个小区没有登记维修资金，先登记首期交存", "compound")
    booking = _booking(row, held.compound_id)
    return funds.book_entry(fund_register.by_id(held.id), booking, by=by, at=at).id


def _change_entry(entry_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    entry, stands = fund_register.entry_by_id(entry_id), fund_register.entry_standing(entry_id, clock.local_day(at))
    said = {
        "kind": stands.kind.value, "booked_on": stands.booked_on, "amount_fen": stands.amount_fen,
        "purpose": stands.purpose, "basis": stands.basis.value if stands.basis else None,
        "rests_on": stands.motion or stands.emergency, "share": stands.share.value if stands.share else None,
        "agreement": stands.agreement, "posted_on": stands.posted_on,
    } | dict(values)  # fmt: skip
    compound_id = fund_register.by_id(entry.account_id).compound_id
    funds.correct_entry(entry, _booking(said, compound_id), by=by, at=at)


def _remove_entry(entry_id: int, by: audit.Actor, at: datetime) -> None:
    funds.remove_entry(fund_register.entry_by_id(entry_id), by=by, at=at)


FUNDS = Register(
    key="property_funds",
    name="维修资金台账",
    noun="维修资金",
    record_kind="red_property_fund_account",
    endpoint="red_property.fund_list",
    permission=Perm.FUND_WRITE,
    natural_keys=(("community", "compound"),),
    fields=fund_fields,
    look=_fund_answers,
    add=_add_fund,
    change=_change_fund,
    remove=_remove_fund,
)
FUND_ENTRIES = Register(
    key="property_fund_entries",
    name="维修资金流水",
    noun="维修资金的一笔",
    record_kind="red_property_fund_entry",
    endpoint="red_property.fund_entry_list",
    permission=Perm.FUND_WRITE,
    natural_keys=(ENTRY_KEYS,),
    fields=entry_fields,
    look=_entry_answers,
    add=_add_entry,
    change=_change_entry,
    remove=_remove_entry,
)
