"""The trail: in the same transaction, append-only on both databases, chained, without personal data (G02 to G04)."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shuangluan.extensions import db
from shuangluan.imports import services as imports
from shuangluan.kernel import audit, clock, hiding, people
from shuangluan.kernel.models import AuditEntry, Person
from shuangluan.kernel.sheets.registers import REGISTERS
from tests import build


def entries(action: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def add_person(name: str = "演示甲", **more: str) -> Person:
    return people.add_person(name, by=build.actor("system_admin"), at=clock.now(), **more)


def test_a_write_and_its_entry_are_one(app):
    with audit.transaction():
        person = add_person()
    last = entries("kernel.person.added")[-1]
    assert (last.record_kind, last.record_id, last.actor_name) == (
        "person",
        person.id,
        build.actor("system_admin").name,
    )
    assert last.changes["name"] == [None, "演示甲"]


def test_a_write_without_an_entry_is_refused_and_undone(app):
    with pytest.raises(audit.Unaudited), audit.transaction():
        db.session.add(Person(name="悄悄", pinyin="qiao", search_text=""))
    assert db.session.scalar(select(Person).where(Person.name == "悄悄")) is None


def test_a_bulk_statement_without_an_entry_is_refused_too(app):
    with pytest.raises(audit.Unaudited), audit.transaction():
        db.session.query(Person).update({"search_text": "x"})


def test_what_was_changed_outside_a_transaction_is_refused(app):
    person = build.person("member")
    person.name = "改了"
    with pytest.raises(audit.Unaudited), audit.transaction():
        pass
    db.session.rollback()


def test_a_refusal_leaves_neither_row_nor_entry(app):
    before = len(entries("kernel.person.added"))

    def broken_off() -> None:
        with audit.transaction():
            add_person()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert len(entries("kernel.person.added")) == before


def test_only_what_differs_is_recorded_with_both_values(app):
    with audit.transaction():
        person = build.person("member")
        with audit.changing("kernel.person.added", person, by=audit.SYSTEM, at=clock.now()):
            person.name = "演示改名"
    assert entries("kernel.person.added")[-1].changes == {"name": ["演示在职党员", "演示改名"]}


def test_sealed_values_and_digests_never_stand_in_the_trail(app):
    with audit.transaction():
        add_person("演示乙", id_number="000000199001010018", phone="13800001234")
    changes = entries("kernel.person.added")[-1].changes
    assert changes["id_number"] == changes["phone"] == [None, audit.SEALED]
    assert changes["id_digest"] == [None, audit.SEALED]
    assert "13800001234" not in str(changes)


def test_the_chain_is_whole_and_a_touched_entry_is_found(app):
    with audit.transaction():
        add_person()
    count, broken = audit.verify()
    assert (count > 20, broken) == (True, None)
    with audit.transaction():
        _without_triggers("UPDATE audit_entry SET actor_name = 'x' WHERE id = 4")
    db.session.expire_all()
    assert audit.verify() == (3, 4)


def test_a_removed_entry_is_found(app):
    with audit.transaction():
        _without_triggers("DELETE FROM audit_entry WHERE id = 5")
    assert audit.verify()[1] == 6


def _without_triggers(statement: str) -> None:
    """What somebody with the database file in his hands could do."""
    if db.engine.dialect.name == "sqlite":
        for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
    else:
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor_name = 'x'", "DELETE FROM audit_entry", "DELETE FROM audit_entry WHERE id = 1"],
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(app, statement: str):
    with pytest.raises(DBAPIError), audit.transaction():
        db.session.execute(text(statement))
    assert audit.verify()[1] is None


def test_entries_of_one_transaction_follow_each_other(app):
    with audit.transaction():
        add_person("演示一")
        add_person("演示二")
    first, second = entries("kernel.person.added")[-2:]
    assert second.previous_hash == first.hash


def test_an_actor_knows_his_roles_by_area_and_organisation():
    from shuangluan.kernel.permissions import Grant

    actor = audit.Actor(
        1, "甲", "", grants=(Grant("community_admin", build.A, None, False), Grant("department", None, 7, False))
    )
    assert actor.role_in(build.A, "community_admin")
    assert not actor.role_in(build.B, "community_admin")
    assert not actor.role_in(build.A, "street_staff")
    assert actor.serves(7, "department")
    assert not actor.serves(None, "department")
    assert not actor.serves(8, "department")


def test_what_is_gathered_is_entered_in_one_chain(app, counting):
    with counting() as statements, audit.transaction():
        with audit.gathering():
            add_person("演示一")
            add_person("演示二")
        add_person("演示三")
    assert [entry.changes["name"][1] for entry in entries("kernel.person.added")[-3:]] == ["演示一", "演示二", "演示三"]
    assert audit.verify()[1] is None
    assert sum("INSERT INTO audit_entry" in one for one in statements) == 2


def halted() -> None:
    add_person("演示一")
    raise ValueError("halt")


def test_what_was_gathered_when_it_fails_is_lost_with_it(app):
    with pytest.raises(ValueError, match="halt"), audit.transaction(), audit.gathering():
        halted()
    with audit.transaction():
        add_person("演示二")
    assert [entry.changes["name"][1] for entry in entries("kernel.person.added")[-1:]] == ["演示二"]
    assert audit.verify()[1] is None


def sealed_entries(count: int) -> int:
    """Entries of an import beside the chain, sealed by the next in it; the id of the first."""
    actor = replace(build.actor("community_admin"), import_id=an_import())
    rows = [
        audit.to_seal("kernel.person.added", "person", n, {"row": n + 2}, by=actor, at=clock.now())
        for n in range(count)
    ]
    with audit.transaction():
        block = audit.new_block(count, record=7, matter=9)
        hiding.hide(actor.import_id, [block.span])
        audit.enter(block, rows[-1:], count - 1)
    with audit.transaction():
        add_person("演示三")  # somebody else, meanwhile
        audit.enter(block, rows[:-1], 0)
    with audit.transaction():
        audit.noted("kernel.import.written", None, by=actor, at=clock.now(), detail={"sealed": audit.seal(block)})
        hiding.show(actor.import_id)
    return block.first


def an_import() -> int:
    """An import of somebody."""
    with audit.transaction():
        body = b"a"
        one = imports.begin(REGISTERS["persons"], "a.csv", body, "x", by=build.actor("community_admin"), at=clock.now())
        return one.id


def test_entries_beside_the_chain_are_sealed_by_a_later_one_of_it(app):
    first = sealed_entries(3)
    with audit.transaction():
        add_person("演示一")
    assert audit.verify()[1] is None
    block = select(AuditEntry).where(AuditEntry.id.between(first, first + 2)).order_by(AuditEntry.id)
    found = db.session.scalars(block).all()
    assert [(e.record_id, e.matter_id, e.changes) for e in found] == [
        (7, 9, {"row": 2}), (8, 10, {"row": 3}), (9, 11, {"row": 4}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET actor_name = '别人' WHERE id = {first}", 0),
        ("UPDATE audit_entry SET changes = '{{}}' WHERE id = {first} + 1", 1),
        ("UPDATE audit_entry SET record_id = 99 WHERE id = {first} + 1", 1),
        ("DELETE FROM audit_entry WHERE id = {first} + 1", 2),
        ("DELETE FROM audit_entry WHERE id = {first} + 2", 4),
        ("DELETE FROM audit_entry WHERE id = {first} + 4", 0),
        ("DELETE FROM audit_entry WHERE id BETWEEN {first} AND {first} + 2", 4),
    ],
)
def test_whoever_touches_a_sealed_entry_is_found_out(app, statement: str, broken: int):
    first = sealed_entries(3)
    with audit.transaction():
        _without_triggers(statement.format(first=first))
    assert audit.verify()[1] == first + broken
