"""Communities merged, split, renamed: posts go on in the new one, nothing is lost (WF-113, WF-118)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Appointment, Basis
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.facts import Appointment as Held
from shuangluan.workforce.rules.posts import acts_from
from tests import build
from tests.workforce.people import a_worker, day, do

MERGER = services.Reorganisation(build.A, build.B, day("2026-11-01"), day("2026-10-20"), "双政〔2026〕9号")


def posts(worker_id):
    rows = select(Appointment).where(Appointment.worker_id == worker_id).order_by(Appointment.held_from)
    return [
        (one.community, one.position, one.basis, str(one.held_from), str(one.held_until or ""), one.end_reason)
        for one in db.session.scalars(rows)
    ]


def test_wf_118_a_post_ends_and_goes_on_without_a_new_check_and_the_ledger_stays(app):
    worker, other = a_worker(), a_worker("李海燕")
    before = [(one.grade, one.effective_from) for one in records_of([worker.id])[worker.id]]
    assert do(services.reorganise, MERGER, {worker.id}) == 1
    assert posts(worker.id) == [
        (build.A, "专职工作者", Basis.HIRED, "2020-03-01", "2026-10-31", "机构调整"),
        (build.B, "专职工作者", Basis.HIRED, "2026-11-01", "", None),
    ]
    assert (worker.community, other.community) == (build.B, build.A), "a split: who is not ticked stays"
    assert [(one.grade, one.effective_from) for one in records_of([worker.id])[worker.id]] == before
    told = select(AuditEntry.record_id).where(AuditEntry.action == sentences.REORGANISED)
    assert list(db.session.scalars(told)) == [worker.id]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"new": build.A}, "同一个社区"),
        ({"day": day("2020-03-01")}, "要晚于它"),
        ({"day": day("2099-01-01")}, "还没到"),
        ({"doc_date": day("2026-11-02")}, "文件日期"),
        ({"doc_no": ""}, "文号"),
        ({"old": build.B, "new": build.A}, "没有选人"),
    ],
)
def test_wf_118_what_is_no_change_of_communities_is_refused(app, said, why):
    worker = a_worker(graded=False)
    earlier = {"doc_date": day("2020-01-01")} if said.get("day") == day("2020-03-01") else {}
    with pytest.raises(RuleBroken, match=why):
        do(services.reorganise, replace(MERGER, **said, **earlier), {worker.id})


def test_wf_118_a_post_that_goes_on_counts_from_when_the_one_before_it_did():
    first_on = day("2020-03-01")
    promoted = Held("副主任", day("2026-10-10"), day("2026-10-31"), day("2026-11-03"), "机构调整")
    carried = Held("副主任", day("2026-11-01"), None, day("2026-09-01"), None)
    assert acts_from(carried, first_on, [promoted, carried]) == day("2026-12-01")
    assert acts_from(carried, first_on, [carried]) == day("2026-10-01"), "another post: by its own document"


def test_wf_118_the_district_moves_a_community_on_one_page(site):
    worker = a_worker()
    address = f"/workforce/reorganisation?old={build.A}"
    site.sign_in("street_staff")
    assert site.get(address).status_code == 403
    site.sign_in("district_reviewer")
    said = {"new": build.B, "day": "2026-11-01", "doc_no": "双政〔2026〕9号", "doc_date": "2026-10-20"}
    page = site.get(address)
    assert "张晓梅，专职工作者" in page.text
    assert site.submit(page, "#form", **said | {"new": build.A}).status_code == 422
    assert site.submit(page, "#form", **said).status_code == 303
    db.session.refresh(worker)
    assert worker.community == build.B
