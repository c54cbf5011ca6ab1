"""Workers and their facts in the database: entered, verified, ended; what is refused (WF-20, WF-21, WF-40, WF-43)."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Appointment, Basis, Contract, Education, Precision, PromotionItem
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.rules import leaving, sentences
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.states import ItemState, VerifyState, WorkerState
from tests import build
from tests.workforce.people import a_batch, a_worker, cleared, day, do, items, verify


def actions(record_id: int, kind: str) -> list[str]:
    rows = select(AuditEntry.action).where(AuditEntry.record_kind == kind, AuditEntry.record_id == record_id)
    return list(db.session.scalars(rows.order_by(AuditEntry.id)))


def test_a_worker_has_a_number_that_is_never_used_again_and_his_trail(app):
    first, second = a_worker("张晓梅"), a_worker("李海燕")
    assert (first.staff_no, second.staff_no) == ("SQ00001", "SQ00002")
    assert actions(first.id, "workforce_worker")[:2] == [sentences.ENROLLED, sentences.EDITED]


def test_wf_21_one_person_is_one_worker(app):
    worker = a_worker()
    with pytest.raises(RuleBroken, match="已经登记"):
        a_worker(person=worker.person)


def test_wf_21_nobody_enters_before_sixteen(app):
    with pytest.raises(RuleBroken, match="16 周岁"):
        a_worker(start="2006-05-05")


def test_wf_43_only_what_is_verified_reaches_the_engine_as_verified(app):
    worker = a_worker()
    record = db.session.scalars(select(Education)).one()
    build.saved(lambda: verify(record, worker, VerifyState.DOUBTFUL))
    assert facts_of([worker.id])[worker.id]["education"][0]["verify"] == "存疑"
    build.saved(lambda: verify(record, worker, VerifyState.PENDING))
    with pytest.raises(RuleBroken, match="待核验"):
        build.saved(lambda: verify(record, worker, VerifyState.PENDING))


def test_wf_3_nobody_verifies_his_own_papers(app):
    worker = a_worker(graded=False)
    own = db.session.scalars(select(Education)).one()
    himself = replace(build.actor("district_reviewer"), id=worker.person_id)
    with pytest.raises(RuleBroken, match="自己"):
        build.saved(
            lambda: services.verify_fact(
                own, worker, VerifyState.DOUBTFUL, way="复印件", on=clock.today(), by=himself, at=clock.now()
            )
        )


def test_wf_21_a_month_counts_from_its_first_to_its_last_day(app):
    worker = a_worker(graded=False)
    segment = do(
        services.add_segment, worker, served_from=day("2009-03-20"), served_until=day("2011-02-10"),
        kind="大学生村官", unit="某村", evidence="聘书", precision=Precision.MONTH,
    )  # fmt: skip
    assert (segment.served_from, segment.served_until) == (day("2009-03-01"), day("2011-02-28"))


def test_wf_107_a_probation_longer_than_the_law_allows_is_refused(app):
    worker = a_worker(graded=False)
    contract = {"signer": "某街道办", "signed_from": day("2026-01-01"), "signed_until": day("2026-12-31")}
    with pytest.raises(RuleBroken, match="最长 2 个月"):
        do(services.add_contract, worker, **contract, probation_until=day("2026-03-31"))
    do(services.add_contract, worker, **contract, probation_until=day("2026-02-28"))


def test_wf_21_one_result_per_year_and_a_reason_only_for_undetermined(app):
    worker = a_worker(graded=False)
    for said, why in (({"year": 2020, "rating": "合格"}, "2020"), ({"year": 2026, "rating": "不定等次"}, "原因")):
        with pytest.raises(RuleBroken, match=why):
            do(services.add_result, worker, **said)


def test_wf_3_relatives_are_declared_once_and_hold_both_ways(app):
    worker, other = a_worker("张晓梅"), a_worker("李海燕")
    do(services.declare_relative, worker, other.person, "配偶")
    assert relatives_of(worker.person_id) == {other.person_id}
    assert relatives_of(other.person_id) == {worker.person_id}
    with pytest.raises(RuleBroken, match="本人"):
        do(services.declare_relative, worker, worker.person, "本人")


def departure(kind: ExitKind = ExitKind.RESIGNED, on: str = "2026-06-30", **more):
    return services.Departure(kind, day(on), "双人社〔2026〕9号", **more)


def test_wf_21_leaving_closes_posts_contracts_grades_to_come_and_the_open_item(app):
    worker = a_worker()
    do(
        services.add_contract, worker, signer="某街道办", signed_from=day("2025-01-01"), signed_until=None,
        probation_until=None,
    )  # fmt: skip
    batch = a_batch()
    do(services.leave_worker, worker, departure(ExitKind.CIVIL_SERVANT))
    assert (worker.state, worker.exit_date, worker.last_position) == (WorkerState.LEFT, day("2026-06-30"), "专职工作者")
    assert db.session.scalars(select(Appointment.held_until)).one() == day("2026-06-30")
    assert db.session.scalars(select(Contract.signed_until)).one() == day("2026-06-30")
    assert [item.state for item in items(batch)] == [ItemState.REMOVED]
    assert db.session.scalars(select(PromotionItem.is_open)).one() is False


def test_wf_45_a_grade_that_would_begin_after_the_exit_never_does(app):
    worker = a_worker(ratings=("合格",) * 5)
    assert len(records_of([worker.id])[worker.id]) == 6
    do(services.leave_worker, worker, departure(on="2024-12-31"))
    assert [one.grade for one in records_of([worker.id])[worker.id]] == [7, 8, 9, 10, 11]
    assert len(records_of([worker.id], superseded=True)[worker.id]) == 6, "struck through, not deleted"


def test_wf_40_leaving_needs_its_document_and_happens_once(app):
    worker = a_worker()
    with pytest.raises(RuleBroken, match="文号"):
        do(services.leave_worker, worker, services.Departure(ExitKind.RESIGNED, day("2026-06-30"), ""))
    do(services.leave_worker, worker, departure())
    with pytest.raises(RuleBroken, match="退出"):
        do(services.leave_worker, worker, departure())


def test_wf_108_wf_162_a_dismissal_needs_a_ground_and_an_elected_post_stays(app):
    worker = a_worker()
    with pytest.raises(RuleBroken, match="法定依据"):
        do(services.leave_worker, worker, departure(ExitKind.DISMISSED))
    do(services.appoint, worker, services.Post(build.A, "居委会主任", Basis.ELECTED, day("2024-01-01")))
    with pytest.raises(RuleBroken, match="罢免"):
        do(services.leave_worker, worker, departure(ExitKind.DISMISSED, ground=leaving.Ground.FAULT))


def test_wf_21_the_term_is_that_of_an_election(app):
    worker = a_worker()
    with pytest.raises(RuleBroken, match="只有选举任职"):
        do(services.appoint, worker,
           services.Post(build.A, "委员", Basis.APPOINTED, day("2024-01-01"), election_term="第九届"))  # fmt: skip
    post = services.Post(build.A, "委员", Basis.ELECTED, day("2024-01-01"), election_term="第九届")
    assert do(services.appoint, worker, post).election_term == "第九届"


def test_wf_21_hours_of_continuing_education_follow_the_last_registration(app):
    worker = a_worker(graded=False)
    held = do(services.add_certificate, worker, level="初级", cert_no="1", approved_on=day("2023-10-20"))
    assert held.ce_hours_x100 is None
    do(services.add_registration, held, registered_from=day("2023-12-01"), registered_until=None, ce_hours_x100=7250)
    do(services.add_registration, held, registered_from=day("2026-12-01"), registered_until=None)
    assert held.ce_hours_x100 == 7250


def test_wf_118_the_worker_follows_his_newest_post(app):
    worker = a_worker()
    cleared(worker)
    do(services.appoint, worker, services.Post(build.B, "副主任", Basis.APPOINTED, day("2026-05-01")))
    assert worker.community == build.B


def test_facts_come_in_as_many_statements_for_one_as_for_many(app, counting):
    ids = [a_worker(name, graded=False).id for name in ("张晓梅", "李海燕", "王志强", "赵建国", "刘思雨")]
    db.session.rollback()
    with counting() as one:
        facts_of(ids[:1])
    db.session.rollback()
    with counting() as many:
        facts_of(ids)
    assert len(one) == len(many) <= 10
