"""A used paper becomes 不予认定: what rests on it, the correction, what was paid too much (WF-43, WF-87, WF-93)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce import services
from shuangluan.workforce.models import Education, Refusal, Worker
from shuangluan.workforce.queries import todo
from shuangluan.workforce.queries.refusals import built_on
from shuangluan.workforce.rules.states import VerifyState
from tests import build
from tests.workforce.payrolls import locked, own_documents
from tests.workforce.people import a_worker, day, do, verify


def education(worker: Worker) -> Education:
    return db.session.scalars(select(Education).where(Education.worker_id == worker.id)).one()


def refused(worker: Worker) -> Refusal | None:
    build.saved(lambda: verify(education(worker), worker, VerifyState.REFUSED))
    return db.session.scalar(select(Refusal))


def steps(username: str) -> list[str]:
    found = todo.todo(build.viewer(username), clock.now())
    return [one.step for one in db.session.execute(found).all()] if found is not None else []


def test_wf_43_every_result_built_on_it_is_listed_and_the_ledger_is_corrected_from_the_day_it_counted(app):
    worker = a_worker()
    listed = built_on(education(worker), worker)
    assert listed[0].startswith("等级记录 2020-03-01：首次定级")
    found = refused(worker)
    assert found is not None
    assert (found.results, found.corrected_at, found.settled_at) == (listed, None, None)
    assert "workforce.correct" in steps("district_approver")
    do(services.correct_ledger, worker, approval_no="双人社〔2026〕9号", by="district_approver")
    assert (found.corrected_at is None, found.settled_at is None) == (False, False), "no month was paid"
    assert "workforce.correct" not in steps("district_approver")


def test_wf_43_a_paper_that_nothing_rests_on_lists_nothing(app):
    worker = a_worker(graded=False)
    assert built_on(education(worker), worker) == []
    assert refused(worker) is None


def test_wf_43_what_was_paid_too_much_waits_for_a_decision(app):
    own_documents()
    worker, months = a_worker(), [day("2026-01-01"), day("2026-02-01")]
    locked("2026-01-01", "2026-02-01")
    found = refused(worker)
    assert found is not None
    assert any(one.startswith("已锁定的薪酬") for one in found.results)
    do(services.correct_ledger, worker, approval_no="双人社〔2026〕9号", by="district_approver")
    assert found.settled_at is None
    assert "workforce.recover" in steps("district_approver")
    with pytest.raises(RuleBroken, match="文号"):
        do(services.decide_arrears, worker, months, pays=True, basis="", by="district_approver")
    do(services.decide_arrears, worker, months, pays=True, basis="双人社〔2026〕10号", by="district_approver")
    assert found.settled_at is not None


def test_wf_43_the_register_leads_to_the_correction_and_the_form_says_what_rests_on_the_paper(site):
    worker: Any = a_worker()
    record = education(worker)
    site.sign_in("street_staff")
    page = site.get(f"/workforce/education/{record.id}/verification")
    assert "用过这份材料的结果" in page.text
    answer = site.submit(page, "main form[method=post]", state="refused", way="学校来函：没有这个学生")
    assert answer.status_code == 303
    assert "本科（承德某学院）" in site.get("/workforce/refusals").text
    site.sign_in("district_approver")
    link = site.get("/workforce/refusals").soup.select_one("#rows a[href$=correction]")["href"]
    assert site.get(link).status_code == 200
    site.sign_in("community_staff")
    assert site.get("/workforce/refusals").status_code == 403
