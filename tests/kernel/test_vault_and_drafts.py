"""Personal data at rest and the text of forms whose session ended (F04, D17)."""

import pytest
from sqlalchemy import select, text

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, drafts, people, vault
from shuangluan.kernel.models import Draft
from tests import build


def test_what_is_sealed_twice_differs_and_opens_again(app):
    first, second = vault.seal(b"13800001234"), vault.seal(b"13800001234")
    assert first != second
    assert vault.unseal(first) == vault.unseal(second) == b"13800001234"


def test_another_key_or_a_touched_byte_opens_nothing(app):
    sealed = vault.seal(b"x")
    with pytest.raises(vault.VaultError, match=r"field\.key"):
        vault.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(vault.VaultError):
        vault.unseal(b"short")


def test_the_database_never_holds_a_number_in_clear(app):
    with audit.transaction():
        person = people.add_person("演示丙", by=audit.SYSTEM, at=clock.now(), phone="13800009876")
    row = db.session.execute(text("SELECT * FROM person WHERE id = :id"), {"id": person.id}).one()
    assert "13800009876" not in str(row)
    db.session.expire_all()
    assert person.phone == "13800009876"


def test_an_identity_number_is_found_by_its_digest_and_is_nobody_elses(app):
    with audit.transaction():
        people.add_person("演示丁", by=audit.SYSTEM, at=clock.now(), id_number="000000 19900101 0018")
    found = people.person_by_id_number("000000199001010018")
    assert found is not None
    assert found.name == "演示丁"
    with pytest.raises(people.RuleBroken, match="已有同一身份证号"), audit.transaction():
        people.add_person("演示戊", by=audit.SYSTEM, at=clock.now(), id_number="000000199001010018")


def keep(address: str = "/grid/appeals/new", **fields: str) -> None:
    with audit.transaction():
        person_id = build.person("community_admin").id
        drafts.keep(person_id, address=address, page="/p", pairs=list(fields.items()), at=clock.now())


def own() -> list[drafts.Kept]:
    return drafts.drafts_of(build.person("community_admin").id)


def test_a_draft_is_private_sealed_and_without_secrets(app):
    keep(title="坡道坏了", password="甲乙丙", csrf_token="t", form_token="t", blank=" ")
    assert [kept.pairs for kept in own()] == [[("title", "坡道坏了")]]
    assert drafts.draft(own()[0].id, build.person("grid_leader").id) is None
    raw = db.session.execute(text("SELECT text FROM draft")).scalar_one()
    assert "坡道".encode() not in bytes(raw)


def test_the_same_forms_older_draft_is_replaced_and_nothing_empty_is_kept(app):
    keep(title="一")
    keep(title="二")
    keep(address="/other", title=" ")
    assert [kept.pairs for kept in own()] == [[("title", "二")]]


def test_the_oldest_draft_makes_room(app):
    for n in range(drafts.MAX_DRAFTS + 3):
        keep(address=f"/form/{n}", title=str(n))
    addresses = {kept.address for kept in own()}
    assert len(addresses) == drafts.MAX_DRAFTS
    assert "/form/0" not in addresses
    assert f"/form/{drafts.MAX_DRAFTS + 2}" in addresses


def test_a_sent_form_forgets_its_draft(app):
    keep(title="一")
    with audit.transaction():
        drafts.forget(build.person("community_admin").id, "/grid/appeals/new")
    assert db.session.scalars(select(Draft)).all() == []
