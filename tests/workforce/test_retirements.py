"""退休预告: the lawful day asked in the database is the one that the rule gives (WF-111, WF-201, WF-221)."""

from datetime import date, timedelta
from typing import Any

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.workforce.queries import todo
from shuangluan.workforce.queries.retirement_register import is_retiring, lawful_day, retirement_rules
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.terms import latest_birth
from tests import build
from tests.workforce.people import a_worker


def test_wf_111_one_birth_date_divides_those_who_retire_by_a_day_from_the_others(app: Any):
    rules = retirement_rules(clock.today())
    for until in (date(2026, 11, 20), date(2030, 2, 28), date(2041, 1, 1)):
        for name in rules["classes"]:
            last = latest_birth(lambda born, name=name: lawful_day(rules, born, name), until)
            assert lawful_day(rules, last, name) <= until < lawful_day(rules, last + timedelta(days=1), name)


def born_to_retire(days: int) -> date:
    """The birth date of a 女职工 whose lawful day is so many days ahead."""
    rules = retirement_rules(clock.today())
    until = clock.today() + timedelta(days=days)
    return latest_birth(lambda born: lawful_day(rules, born, "女职工"), until)


def test_wf_201_a_retirement_is_listed_and_told_twelve_months_before_to_her_and_to_the_reviewer(site: Any):
    worker = a_worker(person=build.person("worker"), graded=False, ratings=(), birth_date=born_to_retire(300))
    other = a_worker("赵远", graded=False, ratings=(), birth_date=born_to_retire(500))
    past = a_worker("孙迟", graded=False, ratings=(), birth_date=born_to_retire(-40))
    day = clock.today()
    assert db.session.scalars(visible(build.viewer("district_reviewer")).where(is_retiring(day))).all() == [worker]
    for username, step in (("worker", "own_retirement"), ("street_staff", "retirement")):
        rows = db.session.execute(todo.todo(build.viewer(username), clock.now())).all()
        told = [row.record_id for row in rows if row.step == f"workforce.{step}"]
        assert told == [worker.id]
    site.sign_in("street_staff")
    listed = site.get("/workforce/retirements").text
    assert (worker.person.name in listed, other.person.name in listed) == (True, False)
    assert past.person.name in site.get("/workforce/retirements?view=overdue").text
    assert site.post("/workforce/retirements/export").status_code == 200
