"""背景联审 of workers, and what nobody may do without one (WF-42, WF-113, WF-115, WF-116)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Basis, CheckOpinion, CheckPurpose, Worker
from shuangluan.workforce.queries import data_check, todo
from shuangluan.workforce.rules import leaving, sentences
from shuangluan.workforce.rules.data_check import Kind
from shuangluan.workforce.rules.states import WorkerState
from tests import build
from tests.workforce.people import a_worker, cleared, day, do
from tests.workforce.test_entry_pages import NUMBER, ROSTER, enrolled
from tests.workforce.test_recruitment import link


@pytest.mark.parametrize(
    ("periods", "why"),
    [
        ([], "没有通过的背景联审"), ([("2026-01-02", "2026-04-30")], "只有效到 2026-04-30"),
        ([("2026-06-01", "2026-12-01")], "2026-06-01 才通过"),
    ],
)  # fmt: skip
def test_wf_113_a_check_counts_from_its_conclusion_to_its_last_day(periods: list[tuple[str, str]], why: str):
    told = [(day(start), day(end)) for start, end in periods]
    with pytest.raises(RuleBroken, match=why):
        leaving.check_cleared(told, day("2026-05-01"), "任职")
    leaving.check_cleared([*told, (day("2026-05-01"), day("2026-05-01"))], day("2026-05-01"), "任职")


def test_wf_113_an_appointment_needs_a_check_from_2026_on(app: Any):
    worker = a_worker(graded=False, ratings=())
    do(services.appoint, worker, services.Post(build.A, "委员", Basis.ELECTED, day("2025-12-31")))
    post = services.Post(build.A, "副主任", Basis.APPOINTED, day("2026-05-01"))
    with pytest.raises(RuleBroken, match="2026-05-01 以前通过，再办任职"):
        do(services.appoint, worker, post)
    cleared(worker, "2026-04-20")
    do(services.appoint, worker, post)


def test_wf_42_a_worker_has_one_check_at_a_time_and_never_opens_her_own(app: Any):
    worker = a_worker(person=build.person("district_approver"), graded=False, ratings=())
    said = services.Inquiry(["公安"], clock.today(), clock.today(), CheckPurpose.RENEWAL)
    with pytest.raises(RuleBroken, match="不能发起自己的联审"):
        do(services.recheck_worker, worker, said, by="district_approver")
    do(services.recheck_worker, worker, said)
    with pytest.raises(RuleBroken, match="上一次联审还没有结论"):
        do(services.recheck_worker, worker, said)


def test_wf_113_outside_a_recruitment_she_is_enrolled_first_checked_and_then_begins(site: Any):
    site.sign_in("community_staff")
    answer = enrolled(site, entry_date="2026-12-01", state="probation")
    assert (answer.status_code, "状态选“拟聘”先登记" in answer.text) == (422, True)
    assert enrolled(site, entry_date="2026-12-01", state="proposed").status_code == 303
    worker = db.session.scalars(select(Worker)).one()
    file = f"{ROSTER}/{worker.id}"
    start = site.get(link(site.get(file), "/start"))
    assert "没有通过的背景联审" in site.submit(start, "form.asking", entry_date="2026-12-01").text
    site.sign_in("district_reviewer")
    ask = site.get(link(site.get(file), f"{file}/check"))
    said = {"departments": ["公安"], "due_on": "2026-11-25", "purpose": "entry"}
    check = site.submit(ask, "form.asking", **said).location
    opinion = f"/workforce/check-opinions/{db.session.scalars(select(CheckOpinion.id)).one()}"
    reply = {"objects": "no", "doc_no": "回1号", "replied_on": "2026-11-20"}
    assert site.submit(site.get(opinion), "form.asking", **reply).status_code == 303
    assert site.submit(site.get(link(site.get(check), "/conclusion")), "form.asking", state="passed").location == check
    assert "有效到" in site.get(check).text
    site.sign_in("community_staff")
    assert site.submit(start, "form.asking", entry_date="2026-12-01", row_version="1").status_code == 303
    assert worker.state is WorkerState.PROBATION


def test_wf_115_the_letter_is_masked_and_in_clear_only_with_a_reason(site: Any):
    site.sign_in("community_staff")
    enrolled(site)
    worker = db.session.scalars(select(Worker)).one()
    said = services.Inquiry(["公安", "法院"], day("2026-11-10"), day("2026-11-15"), CheckPurpose.RENEWAL)
    check = do(services.recheck_worker, worker, said)
    site.sign_in("district_reviewer")
    letter = f"/workforce/checks/{check.id}/letter"
    page = site.get(letter)
    assert (len(page.soup.select(".letter")), NUMBER in page.text) == (2, False)
    assert site.submit(page, "#clear", reason="").status_code == 422
    assert NUMBER in site.submit(page, "#clear", reason="发函核对").text
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.LETTER_PRINTED)).one()
    assert noted.record_id == check.id
    late = site.get("/workforce/checks?view=overdue").text
    assert "2 个部门未答复" in late
    assert site.post("/workforce/checks/export?view=overdue").status_code == 200
    for role in ("street_staff", "community_admin", "auditor"):
        site.sign_in(role)
        assert site.get("/workforce/checks").status_code == 403
        assert site.get(f"/workforce/checks/{check.id}").status_code == 403


def test_wf_113_the_data_check_names_who_has_no_valid_check_to_those_alone_who_may_know(app: Any):
    worker = a_worker(graded=False, ratings=())
    cleared(worker, "2026-04-20")
    do(services.appoint, worker, services.Post(build.A, "副主任", Basis.APPOINTED, day("2026-05-01")))

    def found(username: str) -> list[str]:
        listed = data_check.everything(build.viewer(username), clock.today())
        return [one.finding.words for one in listed if one.finding.kind is Kind.NO_CHECK]

    assert found("district_reviewer") == ["联审有效到 2026-10-20，已过期，要复审"]
    assert found("community_admin") == []
    cleared(worker, "2026-11-01")
    assert found("district_reviewer") == []


def test_a_list_of_checks_shows_applicants_beside_workers(site: Any):
    worker = a_worker(graded=False, ratings=())
    cleared(worker, "2026-05-25")
    site.sign_in("district_reviewer")
    assert worker.person.name in site.get("/workforce/checks?view=valid").text
    with clock.frozen(clock.now() + timedelta(days=30)):
        site.sign_in("district_reviewer")
        assert "过期" in site.get("/workforce/checks?view=expired").text


def test_wf_201_what_ends_or_is_over_is_told_to_who_keeps_the_file_and_to_herself(site: Any):
    worker = a_worker(person=build.person("worker"), ratings=(), graded=False)
    cleared(worker, "2026-06-01")
    do(services.add_contract, worker, signer="某街道办", signed_from=day("2023-11-01"), signed_until=day("2026-10-31"),
       probation_until=None)  # fmt: skip

    def told(username: str) -> dict[str, str]:
        rows = todo.todo(build.viewer(username), clock.now())
        found = [] if rows is None else db.session.execute(rows)
        return {row.step.removeprefix("workforce."): row.note for row in found}

    assert told("worker") == {
        "own_contract": "劳动合同到期：2026-10-31", "own_background": "背景联审有效到：2026-12-01",
    }  # fmt: skip
    assert told("district_reviewer")["background"] == "背景联审有效到：2026-12-01"
    assert told("community_admin")["contract"] == "劳动合同到期：2026-10-31"
    assert "background" not in told("community_admin")
    site.sign_in("worker")
    phone = site.get("/workforce/me").text
    assert "背景联审有效期满，由区级复审" in phone
    assert "劳动合同已经到期，还没有续签" in phone
    cleared(worker, "2026-11-20")
    assert "own_background" not in told("worker")
