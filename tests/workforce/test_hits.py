"""Notices of recruitment and sessions of training in the global search, for whoever may open them (D27)."""

from typing import Any

from shuangluan.workforce.queries.hits import hits
from tests import build
from tests.workforce.test_recruitment import a_plan
from tests.workforce.test_training import a_session


def titles(username: str, words: str, limit: int = 5) -> list[str]:
    return [hit.title for hit in hits(build.viewer(username), words, limit)]


def test_a_notice_is_found_by_its_title_and_its_number_by_who_may_read_it(app: Any):
    plan = a_plan()
    assert titles("district_reviewer", plan.title[:4]) == [plan.title]
    assert titles("district_reviewer", plan.doc_no) == [plan.title]
    assert titles("community_admin", plan.title) == []


def test_a_session_is_found_by_its_course_where_it_is_held_for_the_reader(app: Any):
    a_session()
    assert titles("community_admin", "网格员") == titles("street_staff", "实务") == ["网格员实务"]
    assert titles("worker", "网格员") == []
    assert titles("community_admin", "网格%") == titles("community_admin", "网格员", 0) == []


def test_every_hit_opens(site: Any):
    a_plan()
    a_session()
    site.sign_in("district_reviewer")
    found = [*hits(build.viewer("district_reviewer"), "2026", 5), *hits(build.viewer("district_reviewer"), "网格员", 5)]
    assert len(found) == 2
    for hit in found:
        assert site.get(hit.address).status_code == 200
