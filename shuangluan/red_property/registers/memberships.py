"""Companies in party units as a register that takes workbooks: the party cover is computed from it (RP-5, RP-34)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit, clock, teams
from shuangluan.kernel.models import PartyUnit, PartyUnitKind
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries import memberships as stored
from shuangluan.red_property.queries.sector import sector_committee
from shuangluan.red_property.registers.places import company_of, keys_of, lengths
from shuangluan.red_property.rules.companies import UNIT_KIND_LABEL
from shuangluan.red_property.rules.spans import day_after, last_day

KEY = ("company", "unit", "valid_from")
KINDS = tuple(UNIT_KIND_LABEL.items())


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a company in a unit; a unit that is new is founded on the day its first company joins."""
    return (
        Field("company", "物业企业", required=True, width=28, synonyms=("企业名称", "物业公司")),
        Field("unit", "党组织", required=True, width=30, synonyms=("党组织名称", "党支部", "支部名称")),
        Field("kind", "类型", Kind.CHOICE, required=True, options=KINDS, width=16, synonyms=("党组织类型",)),
        Field("valid_from", "加入日期", Kind.DATE, required=True, synonyms=("成立日期", "开始日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("退出日期", "结束日期"), note="还在里面的空着"),
        Field("basis", "文件", width=30, synonyms=("依据", "文号", "批复")),
    )


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, KEY)
    found = stored.known(keys)
    units = stored.units_named({row["unit"] for row in rows if row.get("unit")})
    names = {row["company"] for row in rows if row.get("company")}
    seen = company_register.seen(names, viewer, clock.local_day(at))
    return [_answer(row, found, units, seen) for row in rows]


def _answer(row: Values, found: Mapping[Any, Any], units: Mapping[str, PartyUnit], seen: set[str]) -> Answer:
    problems = lengths(row, {"unit": 80, "basis": 120})
    if row.get("company") and row["company"] not in seen:
        problems.append(("company", f"物业企业台账里没有你能看到的“{row['company']}”，请先登记，或照台账改名称"))
    since, until, unit = row.get("valid_from"), row.get("valid_until"), units.get(row.get("unit") or "")
    if since and until and until < since:
        problems.append(("valid_until", "最后一天不能早于加入的那天"))
    if unit is not None and row.get("kind") and row["kind"] != unit.kind.value:
        problems.append(("kind", "登记的是另一种类型，请核对"))
    if unit is not None and since and since < unit.founded_on:
        problems.append(("valid_from", f"“{unit.name}”{unit.founded_on} 才成立，请核对日期"))
    stands = found.get(tuple(row.get(name) for name in KEY))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {name: stands._mapping[name] for name in (*KEY, "basis")} | {
        "kind": stands.kind.value, "valid_until": last_day(stands.valid_to),
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    company = company_of(row)
    unit = stored.units_named([row["unit"]]).get(row["unit"]) or teams.found_party_unit(
        kind=PartyUnitKind(row["kind"]), name=row["unit"], founded_on=row["valid_from"], parent=sector_committee(),
        by=by, at=at,
    )  # fmt: skip
    return services.join_party_unit(
        company, unit, valid_from=row["valid_from"], valid_to=day_after(row.get("valid_until")),
        basis=row.get("basis") or "", by=by, at=at,
    ).id  # fmt: skip


def _change(membership_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = stored.by_id(membership_id)
    valid_to = day_after(values["valid_until"]) if "valid_until" in values else row.valid_to
    services.correct_membership(
        row, valid_from=row.valid_from, valid_to=valid_to, basis=values.get("basis", row.basis) or "", by=by, at=at
    )


def _remove(membership_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_membership(stored.by_id(membership_id), by=by, at=at)


MEMBERSHIPS = Register(
    key="property_memberships",
    name="企业入党组织台账",
    noun="企业加入党组织",
    record_kind="red_property_company_party",
    endpoint="red_property.membership_list",
    permission=Perm.COMPANY_WRITE,
    natural_keys=(KEY,),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)
