"""公开招聘 and 背景联审联查 from the notice to the first day (WF-41, WF-42, WF-110, WF-112, WF-113, WF-115, WF-116)."""

from typing import Any

import pytest
from sqlalchemy import select, text

from shuangluan.extensions import db
from shuangluan.kernel import clock, people, pii, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce import services
from shuangluan.workforce.models import Applicant, BackgroundCheck, CheckOpinion, RecruitPlan, Worker
from shuangluan.workforce.queries import recruitment
from shuangluan.workforce.queries.recruitment import PUBLICITY, Case
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.recruitment import seats_of_lines
from shuangluan.workforce.rules.states import CheckState, RecruitStage, RecruitState, WorkerState
from tests import build
from tests.workforce.people import a_worker, day, do

S = RecruitStage
OFFICES = ("公安", "组织")


def number(born: str = "19950101", turn: int = 2) -> str:
    """An identity number of nobody; even turns are women."""
    digits = f"130899{born}{turn:03d}"
    return digits + pii.id_check_digit(digits)


def a_plan(*, seats: int = 1, announced: bool = True, **more: Any) -> RecruitPlan:
    said: dict[str, Any] = {
        "title": "2026 年招聘", "doc_no": "双社〔2026〕1号", "announced_on": day("2026-09-01"),
        "birth_from": day("1990-09-01"), "birth_to": day("2008-08-31"), "education_min": "大专",
        "written_percent": 60, "pass_x100": 6000,
    } | more  # fmt: skip
    plan: RecruitPlan = do(services.add_recruit_plan, services.Notice(**said), {build.A: seats})
    if announced:
        do(services.move_recruit_plan, plan, RecruitState.ANNOUNCED)
    return plan


def applied(
    plan: RecruitPlan, name: str = "王应", *, turn: int = 2, born: str = "19950101", level: str = "本科"
) -> int:
    said = services.Application(name, number(born, turn), "13800001234", level)
    found: Applicant = do(services.add_applicant, plan, recruitment.posts(plan.id)[0], said)
    return found.id


def case(applicant_id: int) -> Case:
    found = recruitment.case(applicant_id)
    assert found is not None
    return found


def marked(applicant_id: int, written: int, interview: int | None) -> None:
    do(services.mark_applicant, case(applicant_id), written_x100=written, interview_x100=interview)


def advanced(applicant_id: int, to: RecruitStage) -> None:
    while case(applicant_id).applicant.stage is not to:
        do(services.advance_applicant, case(applicant_id), on=day("2026-11-20"))


def checked(applicant_id: int, *, objecting: str = "", conclusion: CheckState = CheckState.PASSED) -> BackgroundCheck:
    check = do(
        services.open_check, case(applicant_id).applicant, OFFICES, due_on=day("2026-11-30"), on=day("2026-11-10")
    )
    for one in recruitment.opinions(check):
        do(
            services.enter_opinion, one, check, objects=one.department == objecting, doc_no="回函1号",
            replied_on=day("2026-11-15"),
        )  # fmt: skip
    do(services.decide_check, check, conclusion, on=day("2026-11-20"))
    found: BackgroundCheck = check
    return found


def vetted(plan: RecruitPlan, name: str = "王应", turn: int = 2) -> int:
    who = applied(plan, name, turn=turn)
    marked(who, 8000, 9000)
    advanced(who, S.EXAMINED)
    checked(who)
    advanced(who, S.VETTED)
    return who


def test_seats_are_read_line_by_line():
    names = {"万和城": build.A, "御祥园": build.B}
    assert seats_of_lines("万和城 2\n御祥园，1人", names) == {build.A: 2, build.B: 1}
    for wrong in ("万和城", "万和城 0", "某社区 1", "万和城 1\n万和城 2"):
        with pytest.raises(RuleBroken):
            seats_of_lines(wrong, names)


@pytest.mark.parametrize(
    ("born", "level", "words"),
    [
        ("19900831", "本科", "1990-09-01 至 2008-08-31"), ("20080901", "本科", "1990-09-01"),
        ("19950101", "中专及以下", "大专及以上"),
    ],
)  # fmt: skip
def test_wf_112_birth_dates_include_both_ends_and_nothing_beyond(app: Any, born: str, level: str, words: str):
    plan = a_plan()
    with pytest.raises(RuleBroken, match=words):
        applied(plan, born=born, level=level)
    assert applied(plan, born="19900901") < applied(plan, born="20080831")


def test_nobody_applies_twice_nor_before_the_notice(app: Any):
    with pytest.raises(RuleBroken, match="不能报名"):
        applied(a_plan(announced=False))
    plan = a_plan()
    applied(plan)
    with pytest.raises(RuleBroken, match="已经报名"):
        applied(plan, "王应另")


def test_wf_115_the_identity_of_an_applicant_lies_sealed(app: Any):
    applied(a_plan())
    row = db.session.execute(text("select name, id_number, phone from workforce_applicant")).one()
    assert all("王应".encode() not in bytes(one) and number().encode() not in bytes(one) for one in row)


def test_wf_112_totals_rank_ties_go_by_the_written_and_who_follows_moves_up(app: Any):
    plan = a_plan()
    first, second, third, out = (applied(plan, f"应聘{n}", turn=2 * n) for n in range(1, 5))
    marked(first, 8000, 8000)
    marked(second, 9000, 6500)
    marked(third, 7000, 7000)
    marked(out, 9900, 5999)
    assert (case(out).applicant.stage, case(out).applicant.out_reason) == (S.OUT, "面试低于合格线")
    listed = [(one.applicant.id, one.total, one.place) for one in recruitment.cases(plan)]
    assert listed[:3] == [(second, "80.00", 1), (first, "80.00", 2), (third, "70.00", 3)]
    advanced(first, S.INTERVIEWED)
    with pytest.raises(RuleBroken, match="排第 2，这个社区招 1 人"):
        do(services.advance_applicant, case(first), on=day("2026-11-20"))
    do(services.drop_applicant, case(second).applicant, reason="本人放弃")
    do(services.advance_applicant, case(first), on=day("2026-11-20"))
    assert case(first).applicant.stage is S.EXAMINED


def test_wf_42_no_reply_is_no_consent_and_any_objection_blocks_the_pass(app: Any):
    plan = a_plan()
    who = applied(plan)
    check = do(services.open_check, case(who).applicant, OFFICES, due_on=day("2026-11-30"), on=day("2026-11-10"))
    with pytest.raises(RuleBroken, match="公安、组织还没有答复；没有答复不等于没有异议"):
        do(services.decide_check, check, CheckState.PASSED, on=day("2026-12-01"))
    with pytest.raises(RuleBroken, match="已经发起过联审"):
        do(services.open_check, case(who).applicant, OFFICES, due_on=day("2026-11-30"), on=day("2026-11-10"))
    replies = list(recruitment.opinions(check))
    for one, objects in zip(replies, (True, False), strict=True):
        do(services.enter_opinion, one, check, objects=objects, doc_no="回函1号", replied_on=day("2026-11-15"))
    with pytest.raises(RuleBroken, match="公安有异议，联审不能通过"):
        do(services.decide_check, check, CheckState.PASSED, on=day("2026-11-20"))
    do(services.decide_check, check, CheckState.DEFERRED, on=day("2026-11-20"))
    with pytest.raises(RuleBroken, match="不能再登记答复"):
        do(services.enter_opinion, replies[0], check, objects=False, doc_no="2号", replied_on=day("2026-11-21"))
    do(services.ask_again, check, due_on=day("2026-12-10"), on=day("2026-11-21"))
    do(services.enter_opinion, replies[0], check, objects=False, doc_no="2号", replied_on=day("2026-11-21"))
    do(services.decide_check, check, CheckState.PASSED, on=day("2026-11-22"))
    assert check.valid_until == day("2027-05-22")


def test_wf_113_nobody_is_vetted_without_a_check_nor_hired_when_it_is_over(app: Any):
    plan = a_plan()
    who = applied(plan)
    marked(who, 8000, 8000)
    advanced(who, S.EXAMINED)
    with pytest.raises(RuleBroken, match="还没有通过背景联审联查"):
        do(services.advance_applicant, case(who), on=day("2026-11-20"))
    checked(who)
    advanced(who, S.VETTED)
    do(services.publish_recruits, plan, place="社区公告栏", on=day("2026-11-20"))
    hire: dict[str, Any] = {"entry_date": day("2027-05-21"), "retire_class": "女职工", "by": "district_approver"}
    with pytest.raises(RuleBroken, match="背景联审联查有效到 2027-05-20"):
        do(services.hire_applicant, case(who), on=day("2026-11-30"), **hire)


def test_wf_41_published_objected_answered_hired_as_a_worker_on_trial(app: Any):
    plan = a_plan()
    who = vetted(plan)
    posted = do(services.publish_recruits, plan, place="社区公告栏", on=day("2026-11-20"))
    assert (posted.until, posted.rows) == (day("2026-11-27"), [["王应", "万和城社区", "本科"]])
    hire: dict[str, Any] = {"entry_date": day("2026-12-01"), "retire_class": "女职工", "by": "district_approver"}
    with pytest.raises(RuleBroken, match="公示"):
        do(services.hire_applicant, case(who), on=day("2026-11-27"), **hire)
    one = do(
        publicity.enter_objection, posted, subject="", content="请核实学历", channel=publicity.Channel.WRITTEN,
        objector=None, received_on=day("2026-11-20"), due_on=day("2026-12-04"),
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="异议"):
        do(services.hire_applicant, case(who), on=day("2026-11-28"), **hire)
    do(publicity.accept_objection, one)
    do(publicity.decide_objection, one, finding=publicity.Finding.NOT_UPHELD, answer="学历经学信网核实无误")
    worker = do(services.hire_applicant, case(who), on=day("2026-11-28"), **hire)
    assert (worker.state, worker.entry_date, worker.community) == (WorkerState.PROBATION, day("2026-12-01"), build.A)
    assert (case(who).applicant.stage, case(who).applicant.worker_id) == (S.HIRED, worker.id)
    found = publicity.current(PUBLICITY, plan.id)
    assert found is not None
    assert found.state is publicity.PostingState.CONCLUDED


def test_wf_110_a_publicity_that_would_end_in_an_unpublished_year_is_refused(app: Any):
    plan = a_plan()
    vetted(plan)
    with pytest.raises(RuleBroken, match="2027"):
        do(services.publish_recruits, plan, place="社区公告栏", on=day("2026-12-30"))


def test_wf_152_who_left_before_is_hired_on_her_old_file(app: Any):
    plan = a_plan()
    who = vetted(plan)
    known = {"id_number": number(), "by": build.actor("district_reviewer"), "at": clock.now()}
    person = build.saved(lambda: people.add_person("王应", **known))
    worker = a_worker(person=person)
    do(services.leave_worker, worker, services.Departure(ExitKind.RESIGNED, day("2026-06-30"), "辞1号"))
    do(services.publish_recruits, plan, place="社区公告栏", on=day("2026-11-20"))
    hired = do(
        services.hire_applicant, case(who), entry_date=day("2026-12-01"), retire_class="女职工",
        on=day("2026-11-28"), by="district_approver",
    )  # fmt: skip
    assert (hired.id, hired.state, hired.entry_date) == (worker.id, WorkerState.PROBATION, day("2026-12-01"))
    assert db.session.scalars(select(Worker.id)).all() == [worker.id]


def link(page: Any, end: str) -> str:
    return str(page.soup.select_one(f"a[href$='{end}']")["href"])


def test_a_recruitment_on_pages_by_two_people(site: Any):
    site.sign_in("district_reviewer")
    said = {"title": "2026 年招聘", "doc_no": "号", "announced_on": "2026-09-01", "birth_from": "1990-09-01",
            "birth_to": "2008-08-31", "education_min": "大专", "written_percent": "60", "seats": "某地 2"}
    form = site.get("/workforce/recruit/new")
    assert site.submit(form, "#form", **said).status_code == 422
    address = site.submit(form, "#form", **said | {"seats": "万和城 1"}).location
    site.submit(site.get(address), "#step")
    answer = site.submit(site.get(address), "#apply", name="王应", id_number=number(), education="本科")
    assert answer.status_code == 303
    who = f"/workforce/applicants/{db.session.scalars(select(Applicant.id)).one()}"
    page = site.get(who)
    assert number() not in page.text
    assert site.submit(site.get(link(page, "/marks")), "form.asking", written="80", interview="85.5").status_code == 303
    for _ in range(5):
        assert site.submit(site.get(who), "#advance").status_code == 303
    assert site.submit(site.get(who), "#advance").status_code == 422
    ask = site.get(link(site.get(who), f"{who}/check"))
    assert len(ask.soup.select("input[name=departments][checked]")) == 12
    assert site.submit(ask, "form.asking", departments=["公安"], due_on="2026-11-20").status_code == 303
    assert "王应（应聘）" in site.get("/workforce/checks").words("#rows tbody tr")[0]
    opinion = f"/workforce/check-opinions/{db.session.scalars(select(CheckOpinion.id)).one()}"
    reply = {"objects": "no", "doc_no": "回1号", "replied_on": "2026-11-20"}
    assert site.submit(site.get(opinion), "form.asking", **reply).status_code == 303
    assert site.submit(site.get(link(site.get(who), "/conclusion")), "form.asking", state="passed").status_code == 303
    site.submit(site.get(who), "#advance")
    assert site.submit(site.get(address), "#publish", place="社区公告栏").status_code == 303
    assert "王应" in site.get(f"{address}/notice").text
    ask = site.get(link(site.get(address), "/objections/new"))
    assert site.submit(ask, "form.asking", content="请核实", is_anonymous="y").status_code == 303
    assert site.submit(site.get(link(site.get(address), "/acceptance")), "form.asking").status_code == 303
    done = {"finding": "not_upheld", "answer": "已核实"}
    assert site.post(link(site.get(address), "/finding"), done).status_code == 303
    with clock.frozen(clock.from_wall(clock.wall(clock.now()).replace(day=28))):
        site.sign_in("district_approver")
        ask = site.get(link(site.get(who), "/employment"))
        hired = {"entry_date": "2026-12-01", "retire_class": "女职工"}
        assert site.submit(ask, "form.asking", **hired).status_code == 303
        assert "看档案" in site.get(who).text


def test_wf_116_applicants_and_checks_are_the_district_s_alone(site: Any):
    who = applied(a_plan())
    for role in ("street_staff", "community_admin", "auditor", "finance_viewer", "worker"):
        site.sign_in(role)
        for address in ("/workforce/recruit", f"/workforce/applicants/{who}"):
            assert site.get(address).status_code == 403, role
    site.sign_in("district_approver")
    assert site.get(f"/workforce/applicants/{who}").status_code == 200
    assert site.get(f"/workforce/applicants/{who}/marks").status_code == 403
