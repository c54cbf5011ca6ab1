"""The bulk filler: the same seed gives the same lives, and what it writes obeys what the services obey."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bench import fill, places
from bench.life import World
from bench.steps import live
from shuangluan.extensions import db
from shuangluan.grid import queries
from shuangluan.grid.models import Appeal, AppealLeg, AppealReporter
from shuangluan.grid.rules import AppealState
from shuangluan.kernel import audit, clock, people
from shuangluan.kernel.models import Matter
from tests import build

ALWAYS = {AppealState.CLOSED, AppealState.MERGED, AppealState.PROCESSING, AppealState.REJECTED, AppealState.VOIDED}


def lives(seed: int, count: int = 40) -> Any:
    """The rows of so many lives, drawn without a database to write to."""
    now = clock.wall(clock.now())
    world = World(
        places.town([build.A]), queries.book_on(clock.today()), now=now, seed=seed, first=dict.fromkeys(fill.TABLES, 1)
    )
    for number in range(count):
        live(world, world.random.choice(world.town.spots[build.A]), now - timedelta(days=60 - number))
    return world.taken()


def test_the_same_seed_gives_the_same_lives(app):
    one, again, other = lives(1), lives(1), lives(2)
    assert (one.rows, one.deeds) == (again.rows, again.deeds)
    assert one.rows != other.rows


def test_a_filled_database_has_a_whole_trail_and_faces_that_fit(app):
    fill.fill(400, now=clock.now(), days=120, communities=[build.A, build.B])
    assert audit.verify()[1] is None
    states = dict(db.session.execute(select(Appeal.state, func.count()).group_by(Appeal.state)).all())
    assert set(states) > ALWAYS
    odd = (
        select(func.count())
        .select_from(Appeal)
        .join(Matter, Matter.id == Appeal.matter_id)
        .where((Matter.record_id != Appeal.id) | (Matter.area != Appeal.community) | (Matter.title != Appeal.title))
    )
    assert db.session.scalar(odd) == 0
    asked = select(func.count()).select_from(AppealReporter).where(AppealReporter.asked_on.is_not(None))
    assert db.session.scalar(asked) > 200
    later = select(func.count()).select_from(AppealLeg).where(AppealLeg.signed_at < AppealLeg.issued_at)
    assert db.session.scalar(later) == 0


def test_filling_goes_on_where_the_last_one_ended(app):
    fill.fill(30, now=clock.now(), days=30, communities=[build.A])
    fill.fill(30, now=clock.now(), days=30, seed=2, communities=[build.A])
    build.an_appeal()
    assert db.session.scalar(select(func.count()).select_from(Appeal)) == 61


def test_a_database_in_which_somebody_works_is_refused(app):
    with audit.transaction():
        person = people.add_person("真实的人", by=build.TOWN, at=clock.now())
        people.open_account(person, username="real", password_hash="x", by=build.TOWN, at=clock.now())
    with pytest.raises(fill.Refused, match="真实账号"):
        fill.fill(1, now=clock.now(), communities=[build.A])
    assert db.session.scalar(select(func.count()).select_from(Appeal)) == 0
