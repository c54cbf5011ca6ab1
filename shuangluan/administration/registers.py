"""人员 as a register that takes workbooks: known by the identity number, name and phone are corrected."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from shuangluan.administration import queries
from shuangluan.administration.permissions import Perm
from shuangluan.extensions import db
from shuangluan.kernel import audit, people
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values

FIELDS = (
    Field("name", "姓名", Kind.NAME, required=True, example="张三"),
    Field("id_number", "身份证号", Kind.ID_NUMBER, required=True, width=22, note="靠它认出已经登记的人，打码的认不出"),
    Field("phone", "手机号", Kind.PHONE, width=16, note="留空或打码的不改动已有的号码"),
)


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a person, the same for everybody on every day."""
    return FIELDS


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already; persons belong to no area, so none is out of reach."""
    known = queries.persons_known([row["id_number"] for row in rows if row.get("id_number")])
    return [_answer(row, known) for row in rows]


def _answer(row: Values, known: Mapping[str, Person]) -> Answer:
    length = len(row.get("name") or "")
    too_long = (("name", f"姓名最多 {people.NAME_LENGTH} 个字，现在有 {length} 个，请改短"),)
    problems = too_long if length > people.NAME_LENGTH else ()
    found = known.get(row.get("id_number", ""))
    if found is None:
        return Answer(problems=problems)
    stands = {one.key: getattr(found, one.key) for one in FIELDS}
    return Answer(Standing(found.id, found.row_version, stands), problems)


def _add(row: Values, by: audit.Actor, at: datetime) -> Person:
    phone = row.get("phone") or ""
    return people.add_one_of_many(row["name"], id_number=row["id_number"], phone=phone, by=by, at=at)


def _change(person_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    """What the row says otherwise; on the way back a value that was not there is taken away again."""
    said = {key: value or "" for key, value in values.items()}
    people.change_person(db.session.get_one(Person, person_id), **said, by=by, at=at)


def _remove(person_id: int, by: audit.Actor, at: datetime) -> None:
    people.remove_person(db.session.get_one(Person, person_id), by=by, at=at)


PERSONS = Register(
    key="persons",
    name="人员名单",
    noun="人员",
    record_kind="person",
    endpoint="administration.person_list",
    permission=Perm.PERSON_WRITE,
    natural_keys=(("id_number",),),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
)
