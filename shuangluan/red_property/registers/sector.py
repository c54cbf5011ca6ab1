"""行业党委委员 as a register that takes workbooks (RP-71)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import PartyUnit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import sector as stored
from shuangluan.red_property.registers.places import keys_of, lengths
from shuangluan.red_property.rules.spans import day_after, last_day

KEY = ("person", "valid_from")
NONE_YET = "还没有登记行业党委，请先在“行业党委”里登记"


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a member; the phone only tells people of one name apart."""
    return (
        Field("person", "姓名", Kind.NAME, required=True, synonyms=("委员", "委员姓名")),
        Field("position", "职务", required=True, synonyms=("党内职务", "行业党委职务")),
        Field("home", "所在企业或部门", width=30, synonyms=("单位", "工作单位", "所在单位")),
        Field("valid_from", "从哪天起", Kind.DATE, required=True, synonyms=("任职日期", "开始日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("离任日期", "结束日期"), note="还在任的空着"),
        Field("phone", "手机号", Kind.PHONE, note="只在有几位同名的人时填写，用来认人"),
    )


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keys: Any = keys_of(rows, KEY)
    found, unit = stored.known(keys), stored.sector_committee()
    return [_answer(row, found, unit) for row in rows]


def _answer(row: Values, found: Mapping[Any, Any], unit: PartyUnit | None) -> Answer:
    problems = lengths(row, {"person": 40, "position": 20, "home": 80})
    since, until = row.get("valid_from"), row.get("valid_until")
    if unit is None:
        problems.append(("", NONE_YET))
    elif since and since < unit.founded_on:
        problems.append(("valid_from", f"“{unit.name}”{unit.founded_on} 才成立，请核对日期"))
    if since and until and until < since:
        problems.append(("valid_until", "最后一天不能早于任职的那天"))
    stands = found.get((row.get("person"), since))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {
        "person": stands.person, "position": stands.position, "home": stands.home, "valid_from": stands.valid_from,
        "valid_until": last_day(stands.valid_to),
        **({"phone": row["phone"]} if "phone" in row else {}),
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    unit = stored.sector_committee()
    if unit is None:
        raise RuleBroken(NONE_YET)
    person = services.person_called(row["person"], row.get("phone") or "", by=by, at=at)
    made = services.seat_in_sector(
        unit, person, position=row["position"], home=row.get("home") or "", valid_from=row["valid_from"], by=by, at=at
    )
    if row.get("valid_until"):
        _change(made.id, {"valid_until": row["valid_until"]}, by, at)
    return made.id


def _change(member_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = stored.by_id(member_id)
    valid_to = row.valid_to
    if "valid_until" in values:
        valid_to = day_after(values["valid_until"])
    services.correct_in_sector(
        row, position=values.get("position", row.position), home=values.get("home", row.home) or "",
        valid_from=row.valid_from, valid_to=valid_to, by=by, at=at,
    )  # fmt: skip


def _remove(member_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_from_sector(stored.by_id(member_id), by=by, at=at)


SECTOR_MEMBERS = Register(
    key="property_sector_members",
    name="行业党委委员台账",
    noun="委员",
    record_kind="red_property_sector_member",
    endpoint="red_property.sector_member_list",
    permission=Perm.SECTOR_WRITE,
    natural_keys=(KEY,),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)
