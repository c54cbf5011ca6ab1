"""A person's name, identity number and phone are put right; one who is nobody else's is taken away (D19)."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, Person
from tests import build

NUMBER = "000000199001010018"


def a_person(name: str = "演示单雄", **more: str) -> Person:
    return build.saved(  # type: ignore[no-any-return]  # what a deed gives back
        lambda: people.add_person(name, by=build.actor("system_admin"), at=clock.now(), **more)
    )


def changed(person: Person, name: str = "演示单雄", **more: str | None) -> None:
    build.saved(
        lambda: people.change_person(person, name=name, by=build.actor("system_admin"), at=clock.now(), **more)
    )


def last(action: str) -> AuditEntry:
    found = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(found).one()


def test_a_name_put_right_is_sorted_and_found_by_its_own_pinyin(app):
    person = a_person()
    changed(person, "单 雄飞")
    assert (person.name, person.pinyin, person.search_text) == ("单雄飞", "shan xiong fei", "单雄飞 sxf")
    assert last("kernel.person.changed").changes == {
        "name": ["演示单雄", "单雄飞"], "pinyin": ["yan shi dan xiong", "shan xiong fei"],
    }  # fmt: skip


def test_sealed_values_left_out_stay_and_new_ones_stand_in_no_trail(app):
    person = a_person(id_number=NUMBER, phone=build.PHONE)
    changed(person)
    assert last("kernel.person.changed").changes == {}
    changed(person, phone="138 0000 0012")
    assert (person.id_number, person.phone) == (NUMBER, "13800000012")
    assert person.phone_digest == vault.digest("13800000012")
    sealed = [audit.SEALED, audit.SEALED]
    assert last("kernel.person.changed").changes == {"phone": sealed, "phone_digest": sealed}
    changed(person, id_number="", phone="")
    assert (person.id_number, person.id_digest, person.phone, person.phone_digest) == (None, None, None, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": " "}, "name"), ({"id_number": NUMBER[:17] + "1"}, "id_number"), ({"phone": "138"}, "phone")],
)
def test_what_cannot_be_is_refused_with_its_field(app, typed, field):
    person = a_person()
    with pytest.raises(RuleBroken) as caught:
        changed(person, **typed)
    assert caught.value.field == field
    db.session.expire_all()
    assert person.name == "演示单雄"


def test_an_identity_number_is_one_persons(app):
    a_person("演示甲", id_number=NUMBER)
    other = a_person("演示乙")
    with pytest.raises(RuleBroken, match="已有同一身份证号的人"):
        changed(other, "演示乙", id_number="000000 19900101 0018")


def test_a_person_without_account_or_office_can_be_taken_away(app):
    person = a_person(phone=build.PHONE)
    number = person.id
    build.saved(lambda: people.remove_person(person, by=build.actor("system_admin"), at=clock.now()))
    assert db.session.get(Person, number) is None
    entry = last("kernel.person.removed")
    assert (entry.changes["name"], entry.changes["phone"]) == (["演示单雄", None], [audit.SEALED, None])


def test_a_person_in_office_stays_and_the_sentence_says_why(app):
    person = build.person("grid_leader")
    with pytest.raises(RuleBroken) as caught:
        build.saved(lambda: people.remove_person(person, by=build.actor("system_admin"), at=clock.now()))
    reason = caught.value.reason
    assert "账号 1 条" in reason
    assert "角色授权 1 条" in reason
    assert "任职 1 条" in reason
    assert "别的记录" not in reason
