"""Trial, contracts, exit and return, by services and on pages (WF-40, WF-47, WF-107 to WF-109, WF-152)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Appointment, Employment, TrialReview, Worker
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.rules.leaving import ExitKind, Ground
from shuangluan.workforce.rules.states import WorkerState
from tests import build
from tests.workforce.people import APPROVAL, a_worker, cleared, day, deed, do

ROSTER = "/workforce/workers"


def on_trial(name: str = "王新", *, start: str = "2026-09-01", until: str = "2026-11-30") -> Worker:
    """Somebody whose trial runs."""
    worker = a_worker(name, start=start, ratings=(), graded=False, state=WorkerState.PROBATION)
    sign(worker, start, "2029-08-31", trial=until)
    return worker


def sign(worker: Worker, start: str, until: str | None, *, trial: str | None = None, wish: bool = False) -> None:
    do(
        services.add_contract, worker, signer="街道办", signed_from=day(start),
        signed_until=day(until) if until else None, probation_until=day(trial) if trial else None, is_by_wish=wish,
    )  # fmt: skip


def left(worker: Worker, kind: ExitKind = ExitKind.RESIGNED, on: str = "2026-06-30", **more: Any) -> None:
    do(services.leave_worker, worker, services.Departure(kind, day(on), "双人社〔2026〕5号", **more))


def test_wf_40_a_trial_ends_with_its_review_never_by_a_plain_move(app: Any):
    worker = on_trial()
    with pytest.raises(RuleBroken, match="转正要先考核"):
        do(services.move_worker, worker, WorkerState.ACTIVE)
    do(services.review_trial, worker, is_passed=True, opinion="胜任", on=day("2026-11-20"))
    assert worker.state is WorkerState.ACTIVE
    review = db.session.scalars(select(TrialReview)).one()
    assert (review.is_passed, review.trial_until) == (True, day("2026-11-30"))
    with pytest.raises(RuleBroken, match="不在试用期"):
        do(services.review_trial, worker, is_passed=True, opinion="胜任", on=day("2026-11-20"))


def test_a_failed_trial_leaves_her_on_trial_and_cannot_come_too_late(app: Any):
    worker = on_trial(until="2026-11-19")
    with pytest.raises(RuleBroken, match="试用期已于 2026-11-19 结束"):
        do(services.review_trial, worker, is_passed=False, opinion="不胜任", on=day("2026-11-20"))
    do(services.review_trial, worker, is_passed=False, opinion="不胜任", on=day("2026-11-19"))
    assert worker.state is WorkerState.PROBATION
    with pytest.raises(RuleBroken, match="已经有转正考核结论"):
        do(services.review_trial, worker, is_passed=True, opinion="再看", on=day("2026-11-19"))


def test_the_third_fixed_term_is_refused_by_the_service(app: Any):
    worker = a_worker(start="2018-03-01", ratings=())
    sign(worker, "2018-03-01", "2021-02-28")
    sign(worker, "2021-03-01", "2024-02-29")
    with pytest.raises(RuleBroken, match="劳动合同法第十四条"):
        sign(worker, "2024-03-01", "2027-02-28")
    sign(worker, "2024-03-01", "2027-02-28", wish=True)


def test_wf_109_the_elected_neither_dismissed_nor_let_end(app: Any):
    worker = a_worker(position="副主任")
    record = db.session.scalars(select(Appointment)).one()
    build.saved(lambda: _elect(record))
    for kind, more in ((ExitKind.NOT_RENEWED, {}), (ExitKind.DISMISSED, {"ground": Ground.NO_FAULT})):
        with pytest.raises(RuleBroken, match="罢免、辞职或任期届满"):
            left(worker, kind, **more)
    left(worker)
    assert worker.state is WorkerState.LEFT


def _elect(record: Any) -> None:
    with audit.changing("workforce.appointment.added", record, **deed()):
        record.basis = "elected"


def test_wf_152_who_comes_back_begins_a_new_ledger_and_keeps_her_segments(app: Any):
    worker = a_worker(start="2020-03-01")
    number, old = worker.staff_no, [one.id for one in records_of([worker.id])[worker.id]]
    left(worker)
    with pytest.raises(RuleBroken, match="重新入职要在退出日期"):
        do(services.rehire_worker, worker, services.Return(build.A, day("2026-06-30"), "公开招聘", False))
    with pytest.raises(RuleBroken, match="没有通过的背景联审；先由区里发起背景联审，2026-09-01 以前通过"):
        do(services.rehire_worker, worker, services.Return(build.A, day("2026-09-01"), "公开招聘", False))
    cleared(worker, "2026-08-20")
    do(services.rehire_worker, worker, services.Return(build.A, day("2026-09-01"), "公开招聘", False))
    kept = db.session.scalars(select(Employment)).one()
    assert (kept.entry_date, kept.exit_date, kept.exit_kind) == (day("2020-03-01"), day("2026-06-30"), "resigned")
    assert (worker.state, worker.staff_no) == (WorkerState.ACTIVE, number)
    assert (worker.exit_date, worker.first_on) == (None, None)
    assert records_of([worker.id]) == {}
    post = services.Post(build.A, "专职工作者", "hired", day("2026-09-01"), day("2026-09-01"), "双任〔2026〕8号")
    do(services.appoint, worker, post)
    rows = do(
        services.grade_first, worker, event="首次定级", effective_on=day("2026-09-01"), approval_no=APPROVAL,
        by="district_approver",
    )  # fmt: skip
    assert "工作年限" in " ".join(rows[0].lines)
    assert [one.id for one in records_of([worker.id])[worker.id]] == [rows[0].id]
    assert rows[0].id not in old
    with pytest.raises(RuleBroken, match="没有退出"):
        do(services.rehire_worker, worker, services.Return(build.A, day("2026-10-01"), "公开招聘", False))


def test_trial_exit_and_return_on_pages(site: Any):
    worker = on_trial()
    site.sign_in("street_staff")
    page = site.get(f"{ROSTER}/{worker.id}")
    ask = site.get(page.soup.select_one("a[href$='/trial']")["href"])
    assert site.submit(ask, "form.asking", opinion="").status_code == 422
    assert site.submit(ask, "form.asking", is_passed="yes", opinion="胜任").status_code == 303
    assert "转正考核" in site.get(f"{ROSTER}/{worker.id}").text
    ask = site.get(f"{ROSTER}/{worker.id}/exit")
    said = {"kind": "dismissed", "day": "2026-11-20", "doc_no": "号", "ground": "40", "was_helped": "y"}
    answer = site.submit(ask, "form.asking", **said)
    assert (answer.status_code, "书面通知" in answer.text) == (422, True)
    assert site.submit(ask, "form.asking", **said, noticed_on="2026-10-20").status_code == 303
    page = site.get(f"{ROSTER}/{worker.id}")
    assert "解除（号）" in page.text
    back = site.get(page.soup.select_one("a[href$='/return']")["href"])
    said = {"community": build.A, "entry_date": "2026-11-21", "entry_channel": "公开招聘"}
    assert site.submit(back, "form.asking", **said).status_code == 303
    assert "以前的聘用" in site.get(f"{ROSTER}/{worker.id}").text
    site.sign_in("community_staff")
    assert site.get(f"{ROSTER}/{worker.id}/trial").status_code == 403
    site.sign_in("street_staff_2")
    assert site.get(f"{ROSTER}/{worker.id}/trial").status_code == 404


def test_wf_47_contracts_and_certificates_that_fall_due_are_told_to_the_keeper_and_to_herself(site: Any):
    worker = a_worker(person=build.person("worker"), start="2024-01-01", ratings=())
    sign(worker, "2024-01-01", "2026-12-31")
    held = do(services.add_certificate, worker, level="初级", cert_no="2023001", approved_on=day("2023-10-01"))
    do(services.add_registration, held, registered_from=day("2023-12-01"), registered_until=day("2026-11-30"))
    on_trial()
    told = {
        "community_staff": {"续签合同", "续登证书", "补档案"},
        "street_staff": {"续签合同", "续登证书", "转正考核"},
        "worker": {"看合同", "续登证书"},
    }
    for role, labels in told.items():
        site.sign_in(role)
        assert set(site.get("/").words("main .rows a.btn")) == labels, role
    site.sign_in("district_reviewer")
    for address, name in (("contracts?view=ending", "演示"), ("contracts?view=trial", "王新"),
                          ("certificates?view=expiring", "演示"), ("certificates?view=valid", "")):
        page = site.get(f"/workforce/{address}")
        assert page.status_code == 200, address
        rows = page.words("#rows tbody tr")
        assert [name in row for row in rows] == ([True] if name else []), (address, rows)
    answer = site.submit(site.get("/workforce/contracts?view=all"), "#export")
    assert answer.status_code == 200
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "workforce.register.exported")).one()
    assert entry.changes["rows"] == 2
    site.sign_in("community_staff_2")
    assert site.get("/workforce/contracts?view=all").words("#rows tbody tr") == []


def test_the_registers_take_as_many_statements_for_many_as_for_one(site: Any, counting: Any):
    site.sign_in("district_reviewer")
    counts = []
    for number in range(3):
        worker = a_worker(f"李{number}", start="2024-01-01", ratings=(), graded=False)
        sign(worker, "2024-01-01", "2026-12-31")
        with counting() as statements:
            site.get("/workforce/contracts")
        counts.append(len(statements))
    assert counts[1] == counts[2]
