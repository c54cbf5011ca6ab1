"""Evidence from other tasks: proposed, decided once, never points by itself (GR-67, WF-97)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import services as grid
from shuangluan.kernel import clock
from shuangluan.kernel.errors import Conflict, RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import AppraisalMonth, DailyEntry, Decision, Evidence
from shuangluan.workforce.queries import evidence, months
from shuangluan.workforce.rules import sentences
from tests import build
from tests.workforce.people import a_worker, do

NOVEMBER = date(2026, 11, 1)
INBOX = "/workforce/appraisals/evidence?month=2026-11"


def waiting(username: str = "community_staff") -> list[evidence.Proposal]:
    return evidence.proposals(build.A, NOVEMBER, viewer=build.viewer(username))


def leader() -> Any:
    """The 网格长 of 御景园 as a community worker."""
    return a_worker("王网格", person=build.person("grid_leader"))


def accepted(worker: Any, points: str = "1") -> Evidence:
    return do(
        services.accept_evidence, waiting()[0], worker, points=Decimal(points), note="", today=clock.today(),
        by="community_staff",
    )  # fmt: skip


def reopened(appeal: Any) -> None:
    by = build.actor("community_admin")
    build.saved(lambda: grid.reopen_appeal(appeal, reason="又坏了", by=by, at=build.later(hours=2)))


def test_gr_67_a_closed_appeal_is_proposed_for_the_leader_and_gives_nothing_by_itself(app):
    worker = leader()
    assert waiting() == []
    build.a_closed_appeal()
    [one] = waiting()
    assert (one.act.kind, one.worker_id, one.act.day) == ("CASE", worker.id, date(2026, 11, 20))
    assert "按期办结 1/1" in one.act.text
    assert months.month_line(worker, NOVEMBER, clock.today()).score == "100.00"
    assert db.session.scalar(select(AppraisalMonth.id)) is None


def test_gr_67_accepted_once_it_is_an_entry_of_the_month_with_the_points_given(app):
    worker = leader()
    build.a_closed_appeal()
    [one] = waiting()
    accepted(worker, "-1.5")
    assert waiting() == []
    line = months.month_line(worker, NOVEMBER, clock.today())
    assert (line.score, line.points("CASE"), line.typed("CASE")) == ("98.50", "-1.5", "")
    with pytest.raises(Conflict, match="已经办过"):
        do(services.decline_evidence, one, worker, reason="重复", by="community_staff")


def test_gr_67_not_accepted_it_is_not_asked_again(app):
    worker = leader()
    build.a_closed_appeal()
    with pytest.raises(RuleBroken, match="原因"):
        do(services.decline_evidence, waiting()[0], worker, reason="", by="community_staff")
    do(services.decline_evidence, waiting()[0], worker, reason="不是他办的", by="community_staff")
    assert waiting() == []
    assert db.session.scalar(select(DailyEntry.id)) is None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.EVIDENCE_DECLINED)).one()
    assert entry.changes["reason"] == [None, "不是他办的"]


def test_wf_3_nobody_accepts_evidence_about_himself(app):
    worker = leader()
    build.a_closed_appeal()
    with pytest.raises(RuleBroken, match="自己"):
        do(
            services.accept_evidence, waiting()[0], worker, points=Decimal(1), note="", today=clock.today(),
            by="grid_leader",
        )  # fmt: skip


def test_gr_67_reopening_asks_for_a_reversing_row(app):
    worker = leader()
    appeal = build.a_closed_appeal()
    kept = accepted(worker, "2")
    reopened(appeal)
    [one] = waiting()
    assert one.is_reversal
    do(services.reverse_evidence, kept, worker, reason="重新打开", today=clock.today(), by="community_staff")
    line = months.month_line(worker, NOVEMBER, clock.today())
    assert [(entry.cell.points, entry.is_evidence) for entry in line.entries] == [(2, True), (-2, True)]
    assert db.session.scalar(select(Evidence.decision)) is Decision.REVERSED
    assert waiting() == []


def test_gr_67_for_a_closed_month_it_goes_into_the_running_one(app):
    worker = leader()
    build.a_closed_appeal()
    with clock.frozen(build.later(days=15)):
        do(
            services.send_months, build.A, NOVEMBER, today=clock.today(), viewer=build.viewer("community_admin"),
            by="community_admin",
        )  # fmt: skip
        accepted(worker)
    assert list(db.session.scalars(select(AppraisalMonth.month).order_by(AppraisalMonth.month))) == [
        NOVEMBER, date(2026, 12, 1),
    ]  # fmt: skip
    december = months.record_of(worker.id, date(2026, 12, 1))
    assert db.session.scalar(select(DailyEntry.month_id)) == december.id


def test_the_inbox_accepts_and_declines(site):
    worker = leader()
    for title in ("单元门坏了", "路灯不亮"):
        build.a_closed_appeal(title)
    site.sign_in("community_staff")
    inbox = site.get(INBOX)
    assert len(inbox.words("tbody tr")) == 2
    ask = site.get(inbox.soup.select_one("a[href*=acceptance]")["href"])
    assert site.submit(ask, "form:has([name=points])", points="x").status_code == 422
    assert site.submit(ask, "form:has([name=points])", points="1", note="当天办结").status_code == 303
    left = site.get(INBOX)
    refusal = site.get(left.soup.select_one("a[href*=refusal]")["href"])
    assert site.submit(refusal, "form:has(textarea)", note="不是他办的").status_code == 303
    assert site.get(INBOX).words("ul.rows .st") == ["未采纳", "已采纳"]
    assert site.get(ask.response.request.full_path).status_code == 404, "decided: there is nothing more to decide"
    site.sign_in("worker")
    assert site.get(INBOX).status_code == 403
    assert months.month_line(worker, NOVEMBER, clock.today()).points("CASE") == "1"
