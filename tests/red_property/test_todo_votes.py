"""To-dos and figures of owners' votes: computed when read, each gone when it is done (D6, D7, RP-10, RP-12)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import clock, publicity
from shuangluan.kernel.figures import period_of
from shuangluan.kernel.publicity import Channel
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.queries import figures, vote_hits, vote_todo
from shuangluan.red_property.queries.votes import ROSTER
from tests import build
from tests.red_property import ballot_box as box


@pytest.fixture(autouse=True)
def _in_one_transaction(writing: None) -> None:
    """Every test writes inside one transaction."""


def steps(username: str, when: str) -> list[str]:
    found: Any = vote_todo.todo(build.viewer(username), box.at(when))
    if found is None:
        return []
    return [row.step.removeprefix("red_property.vote_") for row in db.session.execute(found)]


def test_a_vote_may_be_opened_when_its_publicity_is_over():
    box.a_publicised()
    assert steps("community_staff", "12-07 23:59") == []
    assert steps("community_staff", "12-08 08:00") == ["open"]
    assert steps("community_staff_2", "12-08 08:00") == []
    assert steps("property_liaison", "12-08 08:00") == []


def test_an_open_objection_is_answered_before():
    vote = box.a_publicised()
    put_up = publicity.current(ROSTER, vote.id)
    assert put_up is not None
    publicity.enter_objection(
        put_up, subject="", content="不对", channel=Channel.OTHER, objector=None, received_on=box.day("11-23"),
        due_on=box.day("12-07"), by=build.actor("community_staff"), at=box.at("11-23 09:00"),
    )  # fmt: skip
    assert steps("community_admin", "12-08 08:00") == ["objection"]


def test_ballots_wait_for_somebody_else_than_who_entered_them():
    vote = box.an_open()
    box.enter(vote, "1 1")
    assert steps("community_staff", "12-09 12:00") == []
    assert steps("community_admin", "12-09 12:00") == ["check"]
    box.check(vote, "1 1")
    assert steps("community_admin", "12-09 12:00") == []


def test_the_second_finaliser_is_asked_and_the_first_is_not():
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    assert steps("community_staff", "12-15 18:00") == ["close"]
    box.close(vote)
    box.confirm(vote, "community_staff")
    assert steps("community_staff", "12-16 12:00") == []
    assert steps("community_admin", "12-16 12:00") == ["finalise"]
    box.finalise(vote, "community_admin")
    assert steps("community_admin", "12-16 12:00") == []


def value(username: str, key: str, when: str) -> int:
    viewer, now = build.viewer(username), box.at(when)
    frame = figures.Frame(viewer, None, period_of("", clock.local_day(now)), now)
    return db.session.scalar(select(func.count()).select_from(figures.FIGURES[key].rows(frame).subquery())) or 0


def test_the_figures_count_what_runs_and_what_has_no_result():
    vote = box.an_open()
    box.a_draft(title="另一次")
    assert value("district_org", "property.votes_running", "12-09 09:00") == 1
    assert value("district_org", "property.votes_uncounted", "12-15 18:00") == 0
    assert value("district_org", "property.votes_uncounted", "12-15 18:01") == 1
    assert value("community_admin_2", "property.votes_running", "12-09 09:00") == 0
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    box.close(vote)
    box.confirm(vote)
    box.finalise(vote)
    assert value("district_org", "property.votes_running", "12-17 09:00") == 0
    assert db.session.scalar(select(func.count()).select_from(OwnersVote)) == 2


def test_who_may_not_read_votes_is_shown_no_figure_of_them():
    now = box.at("12-09 09:00")
    period = period_of("", clock.local_day(now))
    keys = {one.key for one in figures.figures(build.viewer("property_liaison"), None, period, now)}
    assert not any(key.startswith("property.votes") for key in keys)
    assert "property.votes_running" in {
        one.key for one in figures.figures(build.viewer("community_staff"), None, period, now)
    }


def test_a_vote_is_found_by_its_name_by_who_may_read_it():
    box.a_draft(title="御景园更换电梯表决")
    assert [one.title for one in vote_hits.hits(build.viewer("community_staff"), "更换电梯", 5)] == [
        "御景园更换电梯表决"
    ]
    assert vote_hits.hits(build.viewer("community_staff_2"), "更换电梯", 5) == []
    assert vote_hits.hits(build.viewer("property_liaison"), "更换电梯", 5) == []
