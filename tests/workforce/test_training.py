"""Training with its hours, 全科考聘 with its titles, by rules, services and on pages (WF-21, WF-119, WF-221)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce import services
from shuangluan.workforce.models import SkillResult, SkillTitle, Training, TrainingPlan, TrainingSeat, Worker
from shuangluan.workforce.queries.skills import skill_rules
from shuangluan.workforce.rules.states import PlanState
from shuangluan.workforce.rules.training import marks_of_lines
from tests import build
from tests.workforce.people import a_worker, day, do, verify

SUBJECTS = ("党建", "综治", "民政", "社保", "城管", "信息")
IDS = {"SQ00001": 1, "SQ00002": 2}


def test_marks_are_read_as_they_are_pasted():
    assert marks_of_lines("SQ00001\t86.5\n\n sq00002 张三 60\n", IDS) == {1: 8650, 2: 6000}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SQ00001", "第 1 行“SQ00001”要有编号和成绩两列"), ("SQ00009 60", "不在你的名册里"),
        ("SQ00001 60\nSQ00001 61", "第 2 行的编号 SQ00001 前面已经有了"), ("SQ00001 优", "“优”不是数字"),
        ("SQ00001 100.5", "0 到 100"), ("SQ00001 NaN", "0 到 100"), ("SQ00001 60.001", "最多两位小数"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named(text: str, words: str):
    with pytest.raises(RuleBroken, match=words):
        marks_of_lines(text, IDS)


def a_session(held_on: str = "2026-11-10", *, hours: int = 800, plan: Any = None) -> Training:
    said = services.Session(build.DISTRICT, "网格员实务", day(held_on), "区委党校", hours)
    found: Training = do(services.add_training, said, plan)
    return found


def a_plan() -> TrainingPlan:
    said = services.Course(2026, "网格员实务", "社会工作部", "全体", 4000, day("2026-12-31"), "双社〔2026〕3号")
    found: TrainingPlan = do(services.add_plan, said)
    return found


def test_wf_119_a_plan_is_published_before_its_sessions_and_then_done(app: Any):
    plan = a_plan()
    with pytest.raises(RuleBroken, match="发布以后才能安排场次"):
        a_session(plan=plan)
    do(services.move_plan, plan, PlanState.PUBLISHED)
    a_session(plan=plan)
    do(services.move_plan, plan, PlanState.DONE)
    with pytest.raises(RuleBroken, match="不能改为"):
        do(services.move_plan, plan, PlanState.PUBLISHED)


def test_hours_count_only_when_signed_in_and_only_after_the_day(app: Any):
    worker = a_worker(ratings=(), graded=False)
    session = a_session()
    do(services.call_workers, session, [worker])
    with pytest.raises(RuleBroken, match="都已经在名单里"):
        do(services.call_workers, session, [worker])
    with pytest.raises(RuleBroken, match="才开课"):
        do(services.sign_in, session, {worker.id}, set(), on=day("2026-11-09"))
    seat = db.session.scalars(select(TrainingSeat)).one()
    assert not seat.signed_in
    do(services.sign_in, session, {worker.id}, set(), on=day("2026-11-10"))
    assert seat.signed_in
    do(services.sign_in, session, set(), {worker.id}, on=day("2026-11-11"))
    assert not seat.signed_in


def test_wf_221_who_is_short_of_forty_hours_is_on_the_list(site: Any):
    done, short = a_worker("王满", ratings=(), graded=False), a_worker("李缺", ratings=(), graded=False)
    a_worker("周未", ratings=(), graded=False, community=build.B)
    for hours, workers in ((3950, [done]), (50, [done, short])):
        session = a_session(hours=hours)
        do(services.call_workers, session, workers)
        do(services.sign_in, session, {one.id for one in workers}, set(), on=day("2026-11-10"))
    last_year = a_session("2025-12-31", hours=4000)
    do(services.call_workers, last_year, [short])
    do(services.sign_in, last_year, {short.id}, set(), on=day("2026-11-10"))
    site.sign_in("community_staff")
    assert ["李缺" in row for row in site.get("/workforce/training-hours").words("#rows tbody tr")] == [True]
    assert ["王满" in row for row in site.get("/workforce/training-hours?view=done").words("#rows tbody tr")] == [True]
    assert "还差 39.5 学时" in site.get(f"/workforce/workers/{short.id}").text


def test_a_session_from_the_plan_to_the_attendance_on_pages(site: Any):
    worker = a_worker(ratings=(), graded=False)
    site.sign_in("district_reviewer")
    said = {"year": "2026", "course": "物业管理", "body": "区委社会工作部", "audience": "全体", "hours": "8",
            "due_on": "2026-12-31", "doc_no": "双社〔2026〕4号"}
    page = site.get("/workforce/training/plans/new")
    assert site.submit(page, "#form", **said | {"due_on": "2027-01-01"}).status_code == 422
    assert site.submit(page, "#form", **said).status_code == 303
    assert site.submit(site.get("/workforce/training/plans"), "form[action$='/step']").status_code == 303
    site.sign_in("street_staff")
    page = site.get("/workforce/training/plans")
    form = site.get(page.soup.select_one("a[href*='plan=']")["href"])
    address = site.submit(form, "#form", area=build.STREET_A, held_on="2026-11-19", place="街道会议室").location
    assert site.submit(site.get(address), "#call").status_code == 303
    page = site.get(address)
    assert worker.person.name in page.text
    assert site.submit(page, "#bulk", pick=str(worker.id), deed="there").status_code == 303
    assert site.get(f"{address}?view=signed").words("#rows tbody tr")[0].endswith("已签到 8")
    assert "秀水街道 1" in site.get("/workforce/training/plans").words("#rows tbody tr")[0]
    assert site.get("/workforce/training").words("#rows tbody tr")[0].endswith("8 1 1 已登记")
    site.sign_in("street_staff_2")
    assert site.get(address).status_code == 404
    site.sign_in("community_staff")
    assert site.get(address).status_code == 200
    assert site.post(f"{address}/attendance").status_code == 403


def passed(worker: Worker, *subjects: str, mark: int = 6000) -> None:
    for subject in subjects:
        said = {"subject": subject, "held_on": day("2026-10-10"), "pass_x100": 6000, "doc_no": "双社〔2026〕9号"}
        exam = do(services.add_exam, **said)
        do(services.enter_marks, exam, {worker.id: mark}, on=day("2026-10-11"))


def grant(worker: Worker, kind: str) -> SkillTitle:
    found: SkillTitle = do(services.grant_title, worker, kind, doc_no="双社〔2026〕10号", on=day("2026-11-20"))
    return found


def test_wf_119_generalist_needs_every_subject_all_round_a_certificate_and_two_years(app: Any):
    assert skill_rules(day("2026-11-20")).subjects == SUBJECTS
    worker = a_worker(start="2024-11-21", ratings=(), graded=False)
    passed(worker, *SUBJECTS[:5])
    passed(worker, SUBJECTS[5], mark=5999)
    with pytest.raises(RuleBroken, match="还差信息"):
        grant(worker, "全科")
    passed(worker, SUBJECTS[5])
    assert grant(worker, "全科").granted_on == day("2026-11-20")
    with pytest.raises(RuleBroken, match="已经聘为全科"):
        grant(worker, "全科")
    held = do(services.add_certificate, worker, level="初级", cert_no="1", approved_on=day("2026-01-01"))
    build.saved(lambda: verify(held, worker))
    grant(worker, "全能")


def test_all_round_is_refused_short_of_two_years(app: Any):
    worker = a_worker(start="2024-11-25", ratings=(), graded=False)
    held = do(services.add_certificate, worker, level="初级", cert_no="1", approved_on=day("2026-01-01"))
    build.saved(lambda: verify(held, worker))
    passed(worker, *SUBJECTS)
    with pytest.raises(RuleBroken, match="满 2 年社区工作经历，现在是 1 年"):
        grant(worker, "全能")


def test_an_examination_from_its_day_to_the_title_on_pages(site: Any):
    worker = a_worker(ratings=(), graded=False)
    passed(worker, *SUBJECTS[1:])
    site.sign_in("district_reviewer")
    said = {"subject": "党建", "held_on": "2026-11-19", "doc_no": "双社〔2026〕9号"}
    address = site.submit(site.get("/workforce/exams"), "#exam", **said).location
    page = site.get(address)
    assert site.submit(page, "#form", lines="SQ00099 80").status_code == 422
    assert db.session.scalar(select(SkillResult.id).where(SkillResult.score_x100 == 8000)) is None
    assert site.submit(page, "#form", lines=f"{worker.staff_no} 80").status_code == 303
    assert site.get(address).words("tbody tr")[0].endswith("80 合格")
    assert site.get("/workforce/exams").words("#rows tbody tr")[0].startswith("2026-11-19 党建")
    page = site.get("/workforce/exams/candidates")
    ask = site.get(page.soup.select_one("a[href$='/titles/generalist']")["href"])
    assert site.submit(ask, "form.asking", doc_no="双社〔2026〕10号").status_code == 303
    assert db.session.scalars(select(SkillTitle.kind)).all() == ["全科"]
    assert "全科" in site.get(f"/workforce/workers/{worker.id}").text
    site.sign_in("street_staff")
    assert site.get("/workforce/exams").status_code == 200
    assert site.get(f"/workforce/workers/{worker.id}/titles/generalist").status_code == 403
