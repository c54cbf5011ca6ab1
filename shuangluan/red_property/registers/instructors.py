"""党建指导员 as a register that takes workbooks (RP-5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register, instructor_register
from shuangluan.red_property.registers.places import company_of, lengths
from shuangluan.red_property.rules.spans import day_after, last_day

ONE = timedelta(days=1)


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of an instructor; the phone only tells people of one name apart."""
    return (
        Field("person", "姓名", Kind.NAME, required=True, synonyms=("指导员", "指导员姓名", "党建指导员")),
        Field("company", "物业企业", required=True, width=28, synonyms=("企业名称", "物业公司", "派驻企业")),
        Field("valid_from", "选派日期", Kind.DATE, required=True, synonyms=("开始日期", "派驻日期", "任职日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("结束日期", "截止日期")),
        Field("basis", "依据", width=30, synonyms=("文件", "文号")),
        Field("phone", "手机号", Kind.PHONE, note="只在有几位同名的人时填写，用来认人"),
    )


def _answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keyed = [row for row in rows if row.get("person") and row.get("company") and row.get("valid_from")]
    found = instructor_register.known((row["person"], row["company"], row["valid_from"]) for row in keyed)
    names = {row["company"] for row in rows if row.get("company")}
    seen = company_register.seen(names, viewer, clock.local_day(at))
    return [_answer(row, found, seen) for row in rows]


def _answer(row: Values, found: Mapping[Any, Any], seen: set[str]) -> Answer:
    problems = lengths(row, {"person": 40, "basis": 120})
    if row.get("company") and row["company"] not in seen:
        problems.append(("company", f"物业企业台账里没有你能看到的“{row['company']}”，请先登记，或照台账改名称"))
    since, until = row.get("valid_from"), row.get("valid_until")
    if since and until and until < since:
        problems.append(("valid_until", "最后一天不能早于选派日期"))
    stands = found.get((row.get("person"), row.get("company"), since))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {
        "person": stands.person, "company": stands.company, "valid_from": stands.valid_from, "basis": stands.basis,
        "valid_until": last_day(stands.valid_to),
        **({"phone": row["phone"]} if "phone" in row else {}),
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    organisation = company_of(row)
    person = services.person_called(row["person"], row.get("phone") or "", by=by, at=at)
    made = services.send_instructor(
        organisation, person, valid_from=row["valid_from"], basis=row.get("basis") or "", by=by, at=at
    )
    if row.get("valid_until"):
        services.correct_instructor(
            made, valid_from=made.valid_from, valid_to=row["valid_until"] + ONE, basis=made.basis, by=by, at=at
        )
    return made.id


def _change(instructor_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    row = instructor_register.by_id(instructor_id)
    valid_to = row.valid_to
    if "valid_until" in values:
        valid_to = day_after(values["valid_until"])
    services.correct_instructor(
        row, valid_from=values.get("valid_from", row.valid_from), valid_to=valid_to,
        basis=values.get("basis", row.basis) or "", by=by, at=at,
    )  # fmt: skip


def _remove(instructor_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_instructor(instructor_register.by_id(instructor_id), by=by, at=at)


INSTRUCTORS = Register(
    key="property_instructors",
    name="党建指导员台账",
    noun="党建指导员",
    record_kind="red_property_instructor",
    endpoint="red_property.instructor_list",
    permission=Perm.COMPANY_WRITE,
    natural_keys=(("person", "company", "valid_from"),),
    fields=fields,
    look=_answers,
    add=_add,
    change=_change,
    remove=_remove,
)
