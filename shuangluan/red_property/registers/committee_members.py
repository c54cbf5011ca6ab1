"""业委会委员 as a register that takes workbooks (RP-5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.models import Committee
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committee_members as stored
from shuangluan.red_property.queries import contract_register
from shuangluan.red_property.registers.places import community_field, compound_field, keys_of, lengths, placed
from shuangluan.red_property.rules.committees import check_member_days
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.services import Seat

PLACE = ("community", "compound")
Terms = Mapping[int, Committee]


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a member; the phone only tells people of one name apart."""
    return (
        Field("person", "姓名", Kind.NAME, required=True, synonyms=("委员", "委员姓名")),
        compound_field(),
        community_field(),
        Field("term_no", "届次", Kind.WHOLE, unit="届", width=8, synonyms=("届", "第几届"), note="空着的是最近一届"),
        Field("position", "职务", required=True, synonyms=("业委会职务",)),
        Field("is_party_member", "党员", Kind.FLAG, required=True, width=8, synonyms=("是否党员",), note="含预备党员"),
        Field("valid_from", "任职日期", Kind.DATE, synonyms=("开始日期",), note="空着的是选举日期；补选的写补选日期"),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("离任日期", "结束日期"), note="还在任的空着"),
        Field("phone", "手机号", Kind.PHONE, note="只在有几位同名的人时填写，用来认人"),
    )


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    places: Any = keys_of(rows, PLACE)
    terms, compounds = stored.terms_at(places), contract_register.compounds_named(places)
    ids = [term.id for held in terms.values() for term in held.values()]
    found = stored.known(ids, {row["person"] for row in rows if row.get("person")})
    return [_answer(row, terms, compounds, found, viewer) for row in rows]


def _answer(
    row: Values, terms: Mapping[Any, Terms], compounds: Mapping[Any, Any], found: Mapping[Any, Any], viewer: Viewer
) -> Answer:
    problems = placed(row, compounds, Perm.COMMITTEE_WRITE, viewer) + lengths(row, {"person": 40, "position": 20})
    term = _term(row, terms.get((row.get("community"), row.get("compound")), {}))
    if term is None:
        if all(row.get(name) for name in PLACE) and not problems:
            problems = [("term_no", "这个小区没有登记这一届业委会，请先登记换届结果")]
        return Answer(problems=tuple(problems))
    problems += _forbidden(row, term)
    stands = found.get((term.id, row.get("person")))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {name: getattr(stands, name) for name in ("person", *PLACE, "term_no", "position", "valid_from")}
    values |= {
        "is_party_member": stands.is_party_member, "valid_until": last_day(stands.valid_to),
        **({"phone": row["phone"]} if "phone" in row else {}),
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _term(row: Values, terms: Terms) -> Committee | None:
    """The term of a row; the newest where it names none."""
    number = row.get("term_no") or max(terms, default=0)
    return terms.get(number)


def _forbidden(row: Values, term: Committee) -> list[tuple[str, str]]:
    span = _seat(row).span(term)
    try:
        check_member_days(span, term.elected_on, term.term_end)
    except RuleBroken as broken:
        return [("valid_until" if broken.field == "last_day" else "valid_from", broken.reason)]
    return []


def _seat(said: Mapping[str, Any]) -> Seat:
    until = said.get("valid_until")
    party = bool(said.get("is_party_member"))
    return Seat(said.get("position") or "", party, said.get("valid_from"), day_after(until))


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    place = (row["community"], row["compound"])
    term = _term(row, stored.terms_at([place]).get(place, {}))
    if term is None:
        raise RuleBroken("这个小区没有登记这一届业委会，请先登记换届结果", "term_no")
    person = services.person_called(row["person"], row.get("phone") or "", by=by, at=at)
    return services.seat_member(term, person, _seat(row), by=by, at=at).id


def _change(member_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = stored.by_id(member_id)
    span = Span(row.valid_from, row.valid_to)
    stands = {
        "position": row.position, "is_party_member": row.is_party_member, "valid_from": span.valid_from,
        "valid_until": last_day(span.valid_to),
    }  # fmt: skip
    services.correct_member(row, _seat(stands | dict(values)), by=by, at=at)


def _remove(member_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_member(stored.by_id(member_id), by=by, at=at)


COMMITTEE_MEMBERS = Register(
    key="property_committee_members",
    name="业委会委员台账",
    noun="委员",
    record_kind="red_property_committee_member",
    endpoint="red_property.committee_member_list",
    permission=Perm.COMMITTEE_WRITE,
    natural_keys=(("community", "compound", "term_no", "person"), ("community", "compound", "person")),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)
