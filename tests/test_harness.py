"""The harness itself: what every other test rests on."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people
from shuangluan.kernel.models import Person, SiteMark
from tests import build
from tests.kept import SHELF, kept


def test_the_database_refuses_to_write_outside_a_transaction(app):
    db.session.add(SiteMark(key="x", value="y", set_at=clock.now()))
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()


def test_an_appeal_can_be_led_from_its_registration_to_its_end(app):
    appeal = build.a_closed_appeal()
    assert appeal.state == "closed"
    assert appeal.no == "SL-20261120-001"


def test_a_signed_in_worker_reaches_the_site(site):
    assert site.get("/healthz").status_code == 200
    assert site.get("/").status_code == 302
    site.sign_in("community_admin")
    assert site.get("/").status_code == 200


MADE: list[str] = []


@kept
def somebody(name: str) -> Person:
    """A scene that tells when it is really built."""
    MADE.append(name)
    return build.saved(lambda: people.add_person(name, by=build.TOWN, at=clock.now()))


@pytest.mark.parametrize("time", [1, 2, 3])
def test_a_scene_that_was_kept_is_the_same_without_being_built(site_of_kind, app, time: int):
    first, second = somebody("甲"), somebody("乙")
    assert (first.name, second.name, second.id - first.id) == ("甲", "乙", 1)
    assert audit.verify()[1] is None
    if site_of_kind.kind == "sqlite":
        assert MADE.count("乙") == min(time, 2)  # seen, kept, brought back


def test_a_scene_is_built_on_what_somebody_else_wrote(app):
    somebody("丙")
    build.saved(lambda: people.add_person("丁", by=build.TOWN, at=clock.now()))
    assert SHELF.steps is None
    somebody("戊")
    names = db.session.scalars(select(Person.name).order_by(Person.id.desc()).limit(3)).all()
    assert names == ["戊", "丁", "丙"]
