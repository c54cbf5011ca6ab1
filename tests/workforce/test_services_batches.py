"""The ledger and the promotion batch in the database, by four accounts (WF-3, WF-20, WF-45, WF-87)."""

from datetime import datetime

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, effective, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, RuleScheme
from shuangluan.workforce import services
from shuangluan.workforce.models import AnnualResult, Education, PromotionBatch
from shuangluan.workforce.queries import batches
from shuangluan.workforce.queries.ledger import as_row, not_replayed, records_of
from shuangluan.workforce.queries.objections import BATCH
from shuangluan.workforce.rules import promotion, sentences
from shuangluan.workforce.rules.states import BatchState, Category, ItemState, VerifyState
from tests import build
from tests.workforce.people import (
    APPROVAL,
    a_batch,
    a_worker,
    approved,
    day,
    deed,
    do,
    items,
    passed,
    published,
    rate,
    verify,
)
from tests.workforce.shipped import document

C, S, B = Category, ItemState, BatchState


def grades(worker) -> list[int]:
    return [one.grade for one in records_of([worker.id])[worker.id]]


def test_wf_60_the_shipped_schemes_are_the_published_files_and_only_hb60_is_in_force(app):
    rows = db.session.execute(
        select(RuleScheme.payload, RuleScheme.published_at).where(RuleScheme.code == "workforce.grade")
    ).all()
    assert {row.payload["code"]: row.published_at is not None for row in rows} == {
        "HB60": True, "SD18": False, "NX24": False, "XA12": False,
    }  # fmt: skip
    assert effective.scheme_on("workforce.grade", day("2026-01-01")).payload == document("hb60")
    assert effective.scheme_on("workforce.pay", day("2026-01-01")).payload["placeholder"] is True
    with pytest.raises(RuleBroken, match="没有生效"):
        effective.scheme_on("workforce.grade", day("2016-12-31"))


def test_wf_71_a_first_grading_stores_lines_inputs_and_fingerprint(app):
    worker = a_worker()
    record = records_of([worker.id])[worker.id][0]
    assert (record.grade, record.event, record.post_class) == (7, "首次定级", "工作人员")
    assert record.lines[-1] == "确定：7 级"
    facts = record.inputs["facts"]
    assert record.inputs_hash == promotion.inputs_hash(record.scheme_id, day(record.inputs["through"]), facts)
    assert grades(worker) == [7, 8, 9, 10, 11, 12]


def test_wf_21_every_stored_grade_is_given_again_by_its_stored_inputs(app):
    workers = [
        a_worker(ratings=("合格",) * 6), a_worker("李海燕", position="副主任", ratings=("优秀", "基本合格", "产假")),
    ]
    approved(a_batch())
    ids = [worker.id for worker in workers]
    assert not_replayed(ids) == []
    record = records_of(ids)[ids[0]][2]
    with audit.transaction():
        record.grade += 1
        audit.noted(sentences.CORRECTED, record, **deed())
    assert not_replayed(ids) == [record.id], "the check can fail"


def test_wf_71_a_ledger_begins_once_and_with_a_number(app):
    worker = a_worker()
    for number, why in ((APPROVAL, "已于"), ("", "文号")):
        with pytest.raises(RuleBroken, match=why):
            do(services.grade_first, worker, event="套改", effective_on=day("2021-01-01"), approval_no=number)


def test_wf_45_a_batch_sorts_everybody_with_reasons_and_money(app):
    a_worker("张晓梅", ratings=("合格",) * 6)
    a_worker("李海燕", ratings=("合格",) * 5 + ("不合格",))
    a_worker("王志强", ratings=("合格",) * 5)
    a_worker("赵建国", graded=False)
    found = items(a_batch())
    assert [item.category for item in found] == [C.STEP, C.NO_STEP, C.MISSING, C.MISSING]
    assert [(item.from_grade, item.to_grade) for item in found] == [(12, 13), (12, 12), (12, 12), (None, None)]
    assert [item.monthly_diff_fen for item in found] == [3600, 0, 0, None]
    assert found[0].reason == "2025 年度考核合格，+1 级：12 → 13 级"
    assert found[3].reason == "还没有首次定级，先办理定级"


def test_wf_45_a_second_run_changes_nothing_but_changed_facts(app):
    worker = a_worker(ratings=("合格",) * 5)
    batch = a_batch()
    before = [(one.id, one.row_version) for one in items(batch)]
    do(services.compute_batch, batch)
    assert [(one.id, one.row_version) for one in items(batch)] == before
    rate(worker, 2025, "合格")
    do(services.compute_batch, batch)
    assert [item.category for item in items(batch)] == [C.STEP]


def test_wf_45_the_whole_way_by_four_accounts(app):
    worker = a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    published(batch)
    posted = publicity.current(BATCH, batch.id)
    assert (posted.posted_on, posted.until) == (day("2026-11-20"), day("2026-11-27"))
    assert posted.rows == [["张晓梅", "万和城社区", "工作人员", "12", "13", "2025 年度考核合格，+1 级：12 → 13 级"]]
    changed = do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="district_approver")
    assert (changed, grades(worker)[-1]) == (1, 13)
    record = records_of([worker.id])[worker.id][-1]
    assert (record.effective_from, record.approval_no, record.item_id) == (
        day("2026-01-01"), APPROVAL, items(batch)[0].id,
    )  # fmt: skip
    assert batches.state_on(batch, day("2026-11-28")) is B.EFFECTIVE
    rows = select(AuditEntry.action).where(AuditEntry.record_kind == "workforce_promotion_batch")
    assert db.session.scalars(rows.order_by(AuditEntry.id)).all() == [
        sentences.BATCH_OPENED, sentences.BATCH_COMPUTED, sentences.BATCH_MOVED, sentences.BATCH_MOVED,
        sentences.BATCH_PUBLISHED, sentences.BATCH_APPROVED,
    ]  # fmt: skip


def test_wf_71_a_year_without_a_step_has_its_row_and_missing_data_has_none(app):
    bad, missing = a_worker("李海燕", ratings=("合格",) * 5 + ("不合格",)), a_worker("王志强")
    approved(a_batch())
    assert grades(bad) == [7, 8, 9, 10, 11, 12, 12]
    assert grades(missing) == [7, 8, 9, 10, 11, 12]


def test_wf_3_who_computed_does_not_approve_and_a_scheme_admin_never_does(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    published(batch)
    with pytest.raises(RuleBroken, match="测算人"):
        do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"))
    with pytest.raises(RuleBroken, match="方案管理员"):
        do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="scheme_admin")


def test_wf_166_nothing_is_approved_on_the_last_day_nor_with_an_objection_open(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    published(batch)
    with pytest.raises(RuleBroken, match="2026-11-27 24:00"):
        do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-27"), by="district_approver")
    item = items(batch)[0]
    do(services.dispute_item, item, content="年限有出入")
    with pytest.raises(RuleBroken, match="1 人的异议"):
        do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="district_approver")
    do(services.settle_item, item, finding="经核实无误")
    do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="district_approver")
    assert items(batch)[0].state is S.APPROVED


def test_wf_45_one_item_is_taken_out_the_rest_goes_on(app):
    first, second = a_worker("张晓梅", ratings=("合格",) * 6), a_worker("李海燕", ratings=("合格",) * 6)
    batch = a_batch()
    published(batch)
    do(services.remove_item, items(batch)[0], batch, reason="暂缓：核实中")
    do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="district_approver")
    assert (grades(first)[-1], grades(second)[-1]) == (12, 13)


def test_wf_165_a_fact_corrected_during_the_review_stops_that_item_until_it_is_recomputed(app):
    worker, other = a_worker(ratings=("合格",) * 6), a_worker("李海燕", ratings=("合格",) * 6)
    batch = a_batch()
    passed(batch)
    do(services.start_check, batch)
    item, untouched = items(batch)
    result = db.session.scalars(
        select(AnnualResult).where(AnnualResult.worker_id == worker.id, AnnualResult.year == 2025)
    ).one()
    with audit.transaction(), audit.changing(sentences.RESULT_CONFIRMED, result, **deed()):
        result.rating = "不合格"
    assert batches.changed([item, untouched], batch) == {item.id}
    with pytest.raises(RuleBroken, match="数据已变更"):
        do(services.check_item, item, batch, passed=True, note="")
    version, fingerprint = untouched.row_version, item.inputs_hash
    do(services.recompute_item, item, batch)
    assert (item.category, item.state, item.inputs_hash == fingerprint) == (C.NO_STEP, S.WAITING, False)
    assert untouched.row_version == version
    do(services.review_item, item, batch, passed=True, note="", by="street_staff")
    do(services.check_item, item, batch, passed=True, note="")
    assert other.id == untouched.worker_id


def test_wf_45_the_street_doubts_with_a_reason_and_the_district_waits_for_it(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    do(services.start_review, batch)
    item = items(batch)[0]
    with pytest.raises(RuleBroken, match="1 人没有初审"):
        do(services.start_check, batch)
    with pytest.raises(RuleBroken, match="存疑要写原因"):
        do(services.review_item, item, batch, passed=False, note="", by="street_staff")
    do(services.review_item, item, batch, passed=False, note="缺合同", by="street_staff")
    do(services.start_check, batch)
    with pytest.raises(RuleBroken, match="不能改为“复核通过”"):
        do(services.check_item, item, batch, passed=True, note="")
    with pytest.raises(RuleBroken, match="1 人没有复核"):
        do(services.publish_batch, batch, on=day("2026-11-20"), place="公示栏")


def test_wf_3_wf_167_nobody_reviews_himself_or_his_wife(app):
    staff = build.person("street_staff")
    a_worker(person=staff, ratings=("合格",) * 6)
    wife = a_worker("李海燕", ratings=("合格",) * 6)
    do(services.declare_relative, wife, staff, "配偶")
    batch = a_batch()
    do(services.start_review, batch)
    own, hers = items(batch)
    for item, why in ((own, "自己"), (hers, "亲属")):
        with pytest.raises(RuleBroken, match=why):
            do(services.review_item, item, batch, passed=True, note="", by="street_staff")


def test_wf_3_an_approver_does_not_approve_his_wife(app):
    wife = a_worker(ratings=("合格",) * 6)
    do(services.declare_relative, wife, build.person("district_approver"), "配偶")
    batch = a_batch()
    published(batch)
    with pytest.raises(RuleBroken, match="亲属"):
        do(services.approve_batch, batch, approval_no=APPROVAL, on=day("2026-11-28"), by="district_approver")


def test_wf_110_a_publicity_into_a_year_without_calendar_is_refused(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    passed(batch)
    do(services.start_check, batch)
    do(services.check_item, items(batch)[0], batch, passed=True, note="")
    with pytest.raises(RuleBroken, match="2027"):
        do(services.publish_batch, batch, on=day("2026-12-29"), place="公示栏")


def test_wf_21_a_worker_stands_in_one_open_batch_only(app):
    worker = a_worker(ratings=("合格",) * 6)
    first = a_batch()
    second = a_batch("2026-07-01")
    assert [item.worker_id for item in items(first)] == [worker.id]
    assert items(second) == []
    assert batches.locked(second, build.viewer("district_reviewer")) == [("张晓梅", first.title)]
    with pytest.raises(RuleBroken, match="还没有办完"):
        do(services.open_batch, year=2025, effective_on=day("2026-01-01"))


def test_wf_45_sent_back_one_step_with_a_reason(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    published(batch)
    with pytest.raises(RuleBroken, match="退回要写原因"):
        do(services.send_back, batch, reason="")
    do(services.send_back, batch, reason="名单有误")
    assert (batch.state, items(batch)[0].state) == (B.DISTRICT, S.REVIEWED)
    assert publicity.current(BATCH, batch.id) is None
    do(services.send_back, batch, reason="重新初审")
    do(services.send_back, batch, reason="重新测算")
    with pytest.raises(RuleBroken, match="不能退回"):
        do(services.send_back, batch, reason="再退")


def test_wf_45_revoked_before_its_day_it_leaves_no_grade_and_frees_its_workers(app):
    worker = a_worker(ratings=("合格",) * 6)
    rate(worker, 2026, "合格")
    approved(a_batch())
    batch = a_batch("2027-01-01")
    approved(batch)
    assert batches.state_on(batch, day("2026-12-31")) is B.APPROVED
    assert grades(worker)[-1] == 14
    do(services.revoke_batch, batch, reason="文件撤回", on=day("2026-12-31"), by="district_approver")
    assert (grades(worker)[-1], batch.state) == (13, B.REVOKED)
    again = a_batch("2027-01-01")
    assert [item.category for item in items(again)] == [C.STEP]


def test_wf_45_in_effect_it_is_only_corrected(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    approved(batch)
    with pytest.raises(RuleBroken, match="更正"):
        do(services.revoke_batch, batch, reason="文件撤回", on=day("2026-11-28"), by="district_approver")


def test_wf_87_a_correction_strikes_through_and_says_so(app):
    worker = a_worker(ratings=("合格", "基本合格", "合格", "合格", "合格"))
    result = db.session.scalars(select(AnnualResult).where(AnnualResult.year == 2021)).one()
    with audit.transaction(), audit.changing(sentences.RESULT_CONFIRMED, result, **deed()):
        result.rating = "合格"
    batch = a_batch()
    assert items(batch)[0].reason == "等级记录与现有事实重新计算的结果不一致，先办理更正"
    stored = do(
        services.correct_ledger, worker, approval_no=APPROVAL, event=promotion.REVIEW_CORRECTION,
        by="district_approver",
    )  # fmt: skip
    assert [(one.effective_from.year, one.event, one.grade) for one in stored] == [
        (2022, "复核更正", 9), (2023, "年度晋级", 10), (2024, "年度晋级", 11), (2025, "年度晋级", 12),
    ]  # fmt: skip
    assert grades(worker) == [7, 8, 9, 10, 11, 12]
    assert len(records_of([worker.id], superseded=True)[worker.id]) == 10
    assert not_replayed([worker.id]) == []
    with pytest.raises(RuleBroken, match="没有可更正"):
        do(services.correct_ledger, worker, approval_no=APPROVAL, by="district_approver")


def test_wf_43_a_paper_refused_later_changes_nothing_silently(app):
    worker = a_worker()
    before = [as_row(one) for one in records_of([worker.id])[worker.id]]
    record = db.session.scalars(select(Education)).one()
    build.saved(lambda: verify(record, worker, VerifyState.REFUSED))
    assert [as_row(one) for one in records_of([worker.id])[worker.id]] == before
    stored = do(services.correct_ledger, worker, approval_no=APPROVAL, by="district_approver")
    assert (stored[0].event, stored[0].grade) == ("更正", 1)


def test_wf_3_a_street_sees_its_own_items_only(app):
    a_worker(ratings=("合格",) * 6)
    a_worker("李海燕", ratings=("合格",) * 6, community=build.B)
    batch = a_batch()
    for username, count in (("street_staff", 1), ("street_staff_2", 1), ("district_reviewer", 2), ("worker", 0)):
        viewer = build.viewer(username)
        assert len(batches.items_of(batch, viewer)) == batches.tally(batch, viewer).total == count
    theirs = items(batch)[1]
    assert batches.item(theirs.id, viewer=build.viewer("street_staff")) is None
    assert batches.batch(batch.id, viewer=build.viewer("worker")) is None


def test_wf_201_two_hundred_and_eighty_eight_are_computed_in_a_few_statements_each(app, counting):
    for n in range(3):
        a_worker(f"张晓{'一二三'[n]}", ratings=("合格",) * 6)
    batch = do(services.open_batch, year=2025, effective_on=day("2026-01-01"))
    db.session.rollback()
    with counting() as statements:
        do(services.compute_batch, batch)
    reads = [one for one in statements if one.startswith("SELECT")]
    assert len(reads) <= 20
    assert isinstance(clock.now(), datetime)
    assert db.session.get(PromotionBatch, batch.id).computed_by_id == build.person("district_reviewer").id
