"""退休预告: thresholds by birth, the order of the list, to whom it is told (WF-111, WF-201, WF-221)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.workforce.models import Worker
from shuangluan.workforce.queries.todo import todo
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.retirement import EARLIEST_BIRTH, last_birth, notice_until, retirement
from tests import build
from tests.workforce.people import a_worker, day, deed
from tests.workforce.shipped import document

RULES = document("retirement")
TODAY = date(2026, 11, 20)
ONE = timedelta(days=1)


@pytest.mark.parametrize("kind", ["男", "女管理", "女职工"])
def test_wf_111_the_last_birth_retires_by_the_day_and_the_next_does_not(kind: str):
    for target in (TODAY, date(2027, 2, 28), date(2028, 2, 29), date(2041, 12, 31)):
        born = last_birth(RULES, kind, lambda one: one.lawful, target)
        assert retirement(RULES, born, kind).lawful <= target < retirement(RULES, born + ONE, kind).lawful
        chosen = last_birth(RULES, kind, lambda one: one.earliest, target)
        assert retirement(RULES, chosen, kind).earliest <= target < retirement(RULES, chosen + ONE, kind).earliest


def test_nobody_reached_it_before_there_were_people():
    assert last_birth(RULES, "男", lambda one: one.lawful, date(1950, 1, 1)) == EARLIEST_BIRTH


def test_wf_201_it_is_told_twelve_months_before():
    assert notice_until(date(2027, 2, 28)) == date(2028, 2, 28)


def born(name: str, on: str, kind: str = "女职工") -> Worker:
    worker = a_worker(name, ratings=(), graded=False)

    def older() -> None:
        with audit.changing(sentences.EDITED, worker, **deed()):
            worker.birth_date, worker.retire_class = day(on), kind

    build.saved(older)
    return worker


def test_wf_221_the_list_is_in_the_order_of_the_lawful_days(site: Any):
    for number, (on, kind) in enumerate(
        [("1976-08-05", "女职工"), ("1966-02-03", "男"), ("1971-06-30", "女管理"), ("1964-12-31", "男")]
    ):
        born(f"李{'一二三四'[number]}", on, kind)
    a_worker("王年轻", ratings=(), graded=False)
    site.sign_in("street_staff")
    rows = site.get("/workforce/retirements?view=employed&col=name&col=lawful").words("#rows tbody tr")
    days = [retirement(RULES, one.birth_date, one.retire_class).lawful for one in db.session.scalars(select(Worker))]
    assert [row.split()[1] for row in rows] == [f"{one}" for one in sorted(days)]
    near = site.get("/workforce/retirements?col=name").words("#rows tbody tr")
    assert len(near) == sum(one <= notice_until(TODAY) for one in days)
    assert site.post("/workforce/retirements/export").status_code == 200


def steps(username: str) -> set[str]:
    parts = todo(build.viewer(username), clock.now())
    assert parts is not None
    rows = db.session.execute(select(parts.subquery().c.step))
    return {step for (step,) in rows if "retirement" in step}


def test_wf_201_it_awaits_who_keeps_the_file_and_herself(site: Any):
    assert steps("street_staff") == set()
    worker = born("李一", "1976-08-05")
    assert steps("street_staff") == {"workforce.retirement"}
    assert steps("street_staff_2") == set()
    site.sign_in("street_staff")
    assert "法定 2027" in site.get(f"/workforce/workers/{worker.id}").text
