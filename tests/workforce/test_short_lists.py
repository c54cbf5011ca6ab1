"""Sessions, examinations, notices and the like are lists as every other: searched, sorted, paged, taken out (D26)."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from shuangluan.kernel import clock
from shuangluan.kernel.sheets.registers import Register
from shuangluan.workforce import services
from shuangluan.workforce.models import Training
from shuangluan.workforce.registers import ATTENDANCE, MARKS, QUALIFICATION
from tests import build
from tests.workforce.people import a_batch, a_worker, day, deed, do
from tests.workforce.test_recruitment import a_plan as a_notice
from tests.workforce.test_recruitment import applied

MANY = 21  # one more than a page


def a_session(number: int) -> Training:
    said = services.Session(build.DISTRICT, f"课程{number}", day("2026-11-10"), "区委党校", 800)
    return services.add_training(said, None, **deed())


def a_course(number: int) -> None:
    due = day("2026-12-31")
    services.add_plan(services.Course(2026, f"课程{number}", "社会工作部", "全体", 4000, due, f"{number}号"), **deed())


def an_exam(number: int) -> None:
    said: dict[str, Any] = {"subject": "党建", "held_on": day("2026-10-10"), "pass_x100": 6000}
    services.add_exam(**said, doc_no=f"双社〔2026〕{number}号", **deed())


def a_recruitment(number: int) -> None:
    dates = day("2026-09-01"), day("1990-09-01"), day("2008-08-31")
    said = services.Notice(f"招聘{number}", f"双社〔2026〕{number}号", *dates, "大专", 60, 6000)
    services.add_recruit_plan(said, {build.A: 1}, **deed())


LISTS: dict[str, tuple[Callable[[int], Any], str]] = {
    "/workforce/training": (a_session, "course"),
    "/workforce/training/plans": (a_course, "course"),
    "/workforce/exams": (an_exam, "subject"),
    "/workforce/recruit": (a_recruitment, "title"),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_searched_sorted_paged_and_costs_the_same_for_many(site: Any, counting: Any, address: str):
    make, sort = LISTS[address]
    site.sign_in("district_reviewer")
    build.saved(lambda: make(1))
    with counting() as one:
        site.get(address)
    build.saved(lambda: [make(number) for number in range(2, MANY + 1)])
    with counting() as many:
        first = site.get(address).words("#rows tbody tr")
    assert (len(one), len(first)) == (len(many), MANY - 1)
    both = {*first, *site.get(f"{address}?page=2").words("#rows tbody tr")}
    assert len(both) == MANY
    assert set(site.get(f"{address}?size=50&sort={sort}").words("#rows tbody tr")) == both
    assert len(site.get(f"{address}?q={MANY}").words("#rows tbody tr")) == 1
    assert site.get(f"{address}?sort=id").status_code == 400
    assert site.post(f"{address}/export?q={MANY}").mimetype.endswith("sheet")


def test_of_a_roster_those_ticked_alone_are_registered(site: Any):
    workers = [a_worker(f"李{number}", ratings=(), graded=False) for number in range(3)]
    session = build.saved(lambda: a_session(1))
    do(services.call_workers, session, workers)
    site.sign_in("street_staff")
    address = f"/workforce/training/{session.id}"
    page = site.get(f"{address}?view=absent")
    assert site.submit(page, "#bulk", pick=str(workers[1].id), deed="there").location == f"{address}?view=absent"
    assert [["李1" in row] for row in site.get(f"{address}?view=signed").words("#rows tbody tr")] == [[True]]
    assert len(site.get(f"{address}?q=李2").words("#rows tbody tr")) == 1
    site.submit(site.get(address), "#bulk", pick=str(workers[1].id), deed="absent")
    assert site.get(f"{address}?view=signed").words("#rows tbody tr") == []
    site.sign_in("community_staff")
    assert site.get(address).soup.select_one("#bulk") is None


def test_applicants_whose_names_are_sealed_are_found_by_name_and_stage(site: Any):
    plan = a_notice(seats=2)
    for turn, name in enumerate(("王应", "赵试", "李考")):
        applied(plan, name, turn=turn + 2)
    site.sign_in("district_reviewer")
    address = f"/workforce/recruit/{plan.id}"
    assert ["李" in row for row in site.get(f"{address}?sort=name").words("#rows tbody tr")] == [True, False, False]
    assert len(site.get(f"{address}?q=赵").words("#rows tbody tr")) == 1
    assert len(site.get(f"{address}?q=zs").words("#rows tbody tr")) == 1
    assert site.get(f"{address}?view=hired").words("#rows tbody tr") == []
    assert site.post(f"{address}/applicants/export?q=赵").mimetype.endswith("sheet")
    site.sign_in("district_approver")
    assert site.post(f"{address}/applicants/export").status_code == 403


def faults(register: Register, row: dict[str, Any], role: str) -> list[str]:
    [answer] = register.look([row], build.viewer(role), clock.now())
    return [key for key, _ in answer.problems]


def test_wf_117_a_row_that_fits_no_worker_session_or_day_is_refused_at_its_column(app: Any):
    worker = a_worker("李到", ratings=(), graded=False)
    for make in (a_session, an_exam):
        build.saved(lambda make=make: make(1))
    named = {"staff_no": worker.staff_no, "name": "李到"}
    seat = named | {"held_on": day("2026-11-10"), "course": "课程1", "signed": "yes"}
    assert faults(ATTENDANCE, seat, "street_staff") == []
    assert faults(ATTENDANCE, seat | {"name": "别人"}, "street_staff") == ["name"]
    assert faults(ATTENDANCE, seat | {"course": "没有的课"}, "street_staff") == ["course"]
    assert faults(ATTENDANCE, seat, "street_staff_2") == ["staff_no"]
    mark = named | {"held_on": day("2026-10-10"), "subject": "党建", "mark": 10_050}
    assert faults(MARKS, mark, "district_reviewer") == ["mark"]
    assert faults(MARKS, mark | {"mark": 0, "subject": "综治"}, "district_reviewer") == ["subject"]
    entry = named | {"year": 2026, "level": "中级", "willing_on": day("2026-03-01"), "result": "passed"}
    assert faults(QUALIFICATION, entry, "community_staff") == ["signed_up_on"]
    assert faults(QUALIFICATION, entry | {"signed_up_on": day("2026-03-02")}, "community_staff") == []


def test_wf_117_a_roster_goes_out_with_what_brings_it_back(site: Any):
    session = build.saved(lambda: a_session(1))
    do(services.call_workers, session, [a_worker(ratings=(), graded=False)])
    site.sign_in("street_staff")
    page = site.get(f"/workforce/training/{session.id}")
    assert page.soup.select_one("a[href*='register=training_roster']") is not None
    book = openpyxl.load_workbook(BytesIO(site.submit(page, "#export").data)).worksheets[0]
    heads = {str(cell.value) for row in book.iter_rows() for cell in row}
    assert {one.label for one in ATTENDANCE.fields(build.viewer("street_staff"), day("2026-11-20"))} <= heads


def test_the_people_of_a_batch_are_searched_sorted_and_taken_out_but_never_by_grade(site: Any):
    for name in ("李一", "王二"):
        a_worker(name)
    batch = a_batch()
    site.sign_in("street_staff")
    address = f"/workforce/batches/{batch.id}/items"
    assert len(site.get(address).words("#rows tbody tr")) == 2
    page = site.get(f"{address}?q=王二&sort=name")
    assert len(page.words("#rows tbody tr")) == 1
    assert site.get(page.soup.select_one("#rows tbody a")["href"]).status_code == 200
    assert site.get(f"{address}?sort=to").status_code == 400
    assert site.submit(page, "#export").mimetype.endswith("sheet")
    site.sign_in("street_staff_2")
    assert site.get(address).words("#rows tbody tr") == []
