"""Persons are corrected and taken away: digests, pinyin and search text follow, the trail hides numbers (D19, F04)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, Person
from tests import build

ID, OTHER_ID = "130803199001010036", "13080319900101001X"
PHONE, OTHER_PHONE = "13800000012", "03144300000"
BY = build.TOWN


def a_person(name: str = "演示张三", id_number: str = ID, phone: str = PHONE) -> Person:
    """A person whom nothing points at."""
    return people.add_person(name, id_number=id_number, phone=phone, by=BY, at=clock.now())


def change(person: Person, **what: Any) -> None:
    """Correct a person now."""
    people.change_person(person, **what, by=BY, at=clock.now())


def last_entry() -> AuditEntry:
    """What the trail says of the last deed."""
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


@pytest.mark.usefixtures("writing")
def test_a_new_name_is_sorted_and_found_by_its_own_pinyin():
    person = a_person()
    change(person, name="单　四")
    assert (person.name, person.pinyin, person.search_text) == ("单四", "shan si", "单四 ss")
    assert (person.id_number, person.phone) == (ID, PHONE)
    assert last_entry().action == "kernel.person.changed"
    assert last_entry().changes["name"] == ["演示张三", "单四"]


@pytest.mark.usefixtures("writing")
def test_new_numbers_are_found_by_their_digests_and_stay_out_of_the_trail():
    person = a_person()
    change(person, id_number=OTHER_ID.lower(), phone="（0314）4300000")
    assert people.person_by_id_number(OTHER_ID) is person
    assert people.person_by_id_number(ID) is None
    assert (person.phone, person.phone_digest) == (OTHER_PHONE, vault.digest(OTHER_PHONE))
    said = last_entry().changes
    assert set(said) == {"id_number", "id_digest", "phone", "phone_digest"}
    assert {text for pair in said.values() for text in pair} == {audit.SEALED}


@pytest.mark.usefixtures("writing")
def test_an_empty_text_takes_a_number_away_and_none_leaves_it():
    person = a_person()
    change(person, phone="")
    assert (person.phone, person.phone_digest, person.id_number) == (None, None, ID)


@pytest.mark.usefixtures("writing")
@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"name": "　"}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"id_number": "130803199001010037"}, "id_number"),
        ({"id_number": OTHER_ID}, "id_number"),
        ({"phone": "138123"}, "phone"),
    ],
)
def test_what_a_new_person_is_refused_a_correction_is_refused_too(what: dict[str, str], field: str):
    person = a_person()
    a_person("演示李四", OTHER_ID)
    with pytest.raises(RuleBroken) as refused:
        change(person, **what)
    assert refused.value.field == field
    assert (person.name, person.id_number, person.phone) == ("演示张三", ID, PHONE)
    with pytest.raises(RuleBroken) as again:
        people.add_person(**({"name": "演示王五"} | what), by=BY, at=clock.now())
    assert (again.value.reason, again.value.field) == (refused.value.reason, field)


@pytest.mark.usefixtures("writing")
def test_his_own_identity_number_is_nobody_elses():
    person = a_person()
    change(person, id_number=ID, phone=OTHER_PHONE)
    assert set(last_entry().changes) == {"phone", "phone_digest"}


@pytest.mark.usefixtures("writing")
def test_whom_nothing_points_at_goes_and_leaves_an_entry():
    person = a_person()
    gone = person.id
    people.remove_person(person, by=BY, at=clock.now())
    assert db.session.get(Person, gone) is None
    entry = last_entry()
    assert (entry.action, entry.record_id) == ("kernel.person.removed", gone)
    assert entry.changes["name"] == ["演示张三", None]
    assert entry.changes["id_number"] == entry.changes["phone"] == [audit.SEALED, None]


@pytest.mark.usefixtures("writing")
@pytest.mark.parametrize(("pointing", "words"), [("account", "账号 1 条"), ("role", "角色授权 1 条")])
def test_whom_something_points_at_stays_and_the_sentence_names_it(pointing: str, words: str):
    person = a_person()
    if pointing == "account":
        people.open_account(person, username="zhangsan", password_hash="x", by=BY, at=clock.now())
    else:
        people.grant_role(person, "member", valid_from=build.FIRST, by=BY, at=clock.now())
    with pytest.raises(RuleBroken, match=f"“演示张三”不能删除，还有记录连着它：{words}"):
        people.remove_person(person, by=BY, at=clock.now())
    assert db.session.scalars(select(Person.name).where(Person.id == person.id)).one() == "演示张三"
