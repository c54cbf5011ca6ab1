"""Pay months in the database: locked they never change, differences go into the next one (WF-90 to WF-93)."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Arrear, ArrearKind, PayLine, PayRun
from shuangluan.workforce.queries.payroll import Payroll
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.services.pay import lines_of
from tests import build
from tests.workforce.payrolls import a_run, locked, own_documents, own_rates, own_table
from tests.workforce.people import a_batch, a_worker, approved, day, deed, do, rate, verify

DECISION = "双人社〔2026〕9号"


def line(run, worker) -> PayLine:
    db.session.expire_all()
    return lines_of(run)[worker.id]


def test_wf_90_with_sample_amounts_a_month_is_shown_but_never_locked(app):
    worker = a_worker()
    run = a_run()
    assert run.is_placeholder
    assert "（示例金额）" in line(run, worker).lines[1]
    with pytest.raises(RuleBroken, match="示例"):
        do(services.lock_run, run, by="district_approver")


def test_wf_130_a_months_columns_are_the_sums_of_the_engine(app):
    own_documents()
    worker = a_worker()
    do(services.set_basis, worker, year=2026, average="4617.00")
    run = a_run()
    one = line(run, worker)
    assert (one.post_class, one.grade, one.problem) == ("工作人员", 12, "")
    assert one.gross_fen == one.basic_fen + one.performance_fen
    assert one.person_fen == 84491
    assert one.net_fen == one.gross_fen - 84491
    assert one.lines[-2] == f"实发：{one.net_fen / 100:.2f} 元"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.PAY_OPENED)).one()
    assert entry.record_id == run.id


def test_wf_91_without_a_last_year_the_first_months_own_pay_is_the_base_all_year(app):
    own_documents()
    worker = a_worker()
    first = line(locked("2026-01-01"), worker)
    rate(worker, 2025, "合格")
    second = line(a_run("2026-02-01"), worker)
    assert first.basis_fen == second.basis_fen == first.gross_fen


def test_wf_93_months_follow_each_other_and_one_is_open_at_a_time(app):
    own_documents()
    a_worker()
    run = a_run()
    with pytest.raises(RuleBroken, match="还没有锁定"):
        a_run("2026-02-01")
    do(services.lock_run, run, by="district_approver")
    with pytest.raises(RuleBroken, match="下一个是 2026-02"):
        a_run("2026-03-01")
    with pytest.raises(RuleBroken, match="还没有到"):
        do(services.open_run, month=day("2026-02-01"), today=day("2026-01-20"))


def test_wf_3_who_computed_does_not_lock_and_a_second_lock_is_refused(app):
    own_documents()
    a_worker()
    run = a_run()
    with pytest.raises(RuleBroken, match="另一位"):
        do(services.lock_run, run)
    assert do(services.lock_run, run, by="district_approver") == 1
    with pytest.raises(RuleBroken, match="已经锁定"):
        do(services.lock_run, run, by="district_approver")


def test_wf_20_a_locked_month_never_changes(app):
    own_documents()
    worker = a_worker()
    run = locked("2026-01-01")
    before = line(run, worker).lines
    rate(worker, 2025, "合格")
    approved(a_batch())
    assert line(run, worker).lines == before
    for deed_ in (lambda: do(services.compute_run, run),
                  lambda: do(services.type_line, line(run, worker), run, deduction="1", reason="x", tax="0")):
        with pytest.raises(RuleBroken, match="已经锁定"):
            deed_()


def test_wf_161_an_approval_after_the_effective_date_pays_arrears_per_closed_month(app):
    own_documents()
    worker = a_worker()
    locked("2026-01-01", "2026-02-01")
    rate(worker, 2025, "合格")
    approved(a_batch())
    run = a_run("2026-03-01")
    one = line(run, worker)
    assert (one.grade, one.arrears_fen) == (13, 2 * 3600)
    assert "补发 2026-01 至 2026-02：36.00 元 × 2 个月 = 72.00 元（双人社〔2026〕1号）" in one.lines
    do(services.lock_run, run, by="district_approver")
    after = line(a_run("2026-04-01"), worker)
    assert after.arrears_fen == 0, "paid once"


def test_wf_93_recomputing_an_open_month_neither_doubles_nor_loses_arrears(app):
    own_documents()
    worker = a_worker()
    locked("2026-01-01")
    rate(worker, 2025, "合格")
    approved(a_batch())
    run = a_run("2026-02-01")
    for _ in range(2):
        assert do(services.compute_run, run) == 1
        assert line(run, worker).arrears_fen == 3600
    assert len(db.session.scalars(select(Arrear)).all()) == 1


def test_wf_156_an_allowance_verified_later_is_paid_back_only_by_decision(app):
    own_documents()
    worker = a_worker()
    locked("2026-01-01", "2026-02-01")
    paper = do(services.add_certificate, worker, level="初级", cert_no="1", approved_on=day("2025-10-20"))
    do(services.add_registration, paper, registered_from=day("2025-11-20"), registered_until=None)
    build.saved(lambda: verify(paper, worker))
    run = a_run("2026-03-01")
    assert (line(run, worker).allowance_fen, line(run, worker).arrears_fen) == (5000, 0)
    owed = Payroll(run.month, run.id).owed(worker.id)
    assert [(one.month, one.difference) for one in owed] == [(day("2026-01-01"), 50), (day("2026-02-01"), 50)]
    do(services.decide_arrears, worker, [day("2026-01-01")], pays=True, basis=DECISION, by="district_approver")
    do(services.decide_arrears, worker, [day("2026-02-01")], pays=False, basis=DECISION, by="district_approver")
    do(services.compute_run, run)
    assert line(run, worker).arrears_fen == 5000
    assert f"补发 2026-01：50.00 元 × 1 个月 = 50.00 元（{DECISION}）" in line(run, worker).lines
    assert Payroll(run.month, run.id).owed(worker.id) == []
    with pytest.raises(RuleBroken, match="没有要决定"):
        do(services.decide_arrears, worker, [day("2026-02-01")], pays=True, basis=DECISION, by="district_approver")


def test_wf_87_an_overpaid_month_is_recovered_only_by_decision_with_its_document(app):
    own_documents()
    worker = a_worker(ratings=("合格",) * 5)
    rating = rate(worker, 2025, "合格")
    approved(a_batch())
    locked("2026-01-01")
    assert rating.rating == "合格"
    build.saved(lambda: _withdraw(worker, rating))
    run = a_run("2026-02-01")
    assert line(run, worker).arrears_fen == 0
    with pytest.raises(RuleBroken, match="文号"):
        do(services.decide_arrears, worker, [day("2026-01-01")], pays=True, basis="", by="district_approver")
    do(services.decide_arrears, worker, [day("2026-01-01")], pays=True, basis=DECISION, by="district_approver")
    do(services.compute_run, run)
    assert line(run, worker).arrears_fen == -3600


def _withdraw(worker, rating) -> None:
    """The rating was wrong from the start: the ledger is corrected from its own day."""
    rating.rating = "不合格"
    services.correct_ledger(worker, approval_no=DECISION, **deed("district_approver"))


def test_wf_160_rates_published_later_give_a_back_payment_line_once(app):
    own_documents()
    worker = a_worker()
    paid = line(locked("2026-01-01"), worker)
    own_rates("2026-01-02", floor="4500.00")
    assert line(a_run("2026-02-01"), worker).kinds[0]["base"] == "4500.00"
    run = db.session.scalars(select(PayRun).where(PayRun.locked_at.is_(None))).one()
    assert "补缴" not in " ".join(line(run, worker).lines), "January has its own rates"
    build.saved(_replace_rates)
    do(services.compute_run, run)
    one = line(run, worker)
    back = db.session.scalars(select(Arrear).where(Arrear.kind == ArrearKind.INSURANCE)).one()
    assert back.month == day("2026-01-01")
    assert back.person_fen > 0
    assert one.person_fen == sum(int(kind["person"].replace(".", "")) for kind in one.kinds) + back.person_fen
    assert paid.basis_fen == one.basis_fen
    do(services.lock_run, run, by="district_approver")
    assert "补缴" not in " ".join(line(a_run("2026-03-01"), worker).lines)


def _replace_rates() -> None:
    """January's own rates were wrong: another version stands in their place."""
    row = effective.scheme_on("workforce.insurance", day("2026-01-01"))
    fresh = effective.scheme_on("workforce.insurance", day("2026-01-02"))
    row.replaced_at, row.replaced_by_id = deed()["at"], deed()["by"].id
    fresh.effective_from = day("2026-01-01")
    audit.noted(sentences.PAY_COMPUTED, row, **deed())


def test_wf_92_the_award_is_paid_once_after_confirmation(app):
    own_documents()
    worker = a_worker()
    rate(worker, 2025, "优秀")
    run = locked("2026-11-01")
    assert (line(run, worker).award_fen, line(run, worker).award_year) == (882720, 2025)
    assert "2025 年度奖励绩效：613.00 元 × 12 个月 × 1.2（优秀） = 8827.20 元" in line(run, worker).lines


def test_wf_82_a_retained_amount_is_a_visible_line_and_shrinks_with_the_next_step(app):
    own_documents()
    worker = a_worker()
    do(services.keep_retained, worker, counted_from=day("2026-01-01"), old_pay="4500.00", doc_no=DECISION)
    run = a_run()
    kept = line(run, worker)
    assert kept.retained_fen > 3400
    assert f"保留差额：{kept.retained_fen / 100:.2f} 元，以后增资时冲抵" in kept.lines
    do(services.lock_run, run, by="district_approver")
    own_table("2026-02-01", more=10)
    assert line(a_run("2026-02-01"), worker).retained_fen == kept.retained_fen - 1000


def test_wf_90_typed_deductions_stay_when_the_month_is_computed_anew(app):
    own_documents()
    worker = a_worker()
    run = a_run()
    before = line(run, worker)
    gross = before.gross_fen
    for amounts, why in (({"deduction": "-1", "reason": "x", "tax": "0"}, "小于 0"),
                         ({"deduction": "5", "reason": "", "tax": "0"}, "写原因"),
                         ({"deduction": "99999", "reason": "x", "tax": "0"}, "不能多于应发")):
        with pytest.raises(RuleBroken, match=why):
            do(services.type_line, before, run, **amounts)
    do(services.type_line, before, run, deduction="100.00", reason="事假 2 天", tax="3.50")
    do(services.compute_run, run)
    one = line(run, worker)
    assert (one.gross_fen, one.tax_fen) == (gross - 10000, 350)
    assert "扣款：100.00 元（事假 2 天）" in one.lines


def test_wf_90_facts_changed_after_the_computation_stop_the_lock(app):
    own_documents()
    worker = a_worker()
    run = a_run()
    do(services.set_basis, worker, year=2026, average="9000.00")
    with pytest.raises(RuleBroken, match="1 人的事实变了"):
        do(services.lock_run, run, by="district_approver")
    do(services.compute_run, run)
    do(services.lock_run, run, by="district_approver")


def test_wf_90_who_has_no_grade_is_told_and_stops_the_lock(app):
    own_documents()
    a_worker()
    late = a_worker("李海燕", graded=False)
    run = a_run()
    assert line(run, late).problem == "还没有定级，先办理首次定级"
    with pytest.raises(RuleBroken, match="还有 1 人"):
        do(services.lock_run, run, by="district_approver")


def test_wf_3_nobody_decides_about_her_own_pay(app):
    own_documents()
    worker = a_worker(person=build.person("district_org"))
    run = a_run()
    with pytest.raises(RuleBroken, match="自己"):
        do(services.type_line, line(run, worker), run, deduction="0", reason="", tax="1", by="district_org")
    with pytest.raises(RuleBroken, match="自己"):
        do(services.set_basis, worker, year=2026, average="9000.00", by="district_org")
