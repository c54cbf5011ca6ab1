"""The community workers of the demonstration: the tricky cases, an account of her own, invented numbers (D16)."""

from sqlalchemy import func, select

from shuangluan.demo.district import FIRST, SECOND, THIRD
from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.workforce.models import PayLine, PayRun, PromotionItem, Worker
from shuangluan.workforce.rules.states import Category, ItemState, WorkerState


def test_the_tricky_cases_stand_in_the_first_three_communities(district):
    rows = db.session.execute(
        select(PromotionItem.category, PromotionItem.reason, PromotionItem.state, PromotionItem.community)
    ).all()
    told = "；".join(row.reason for row in rows)
    for words in (
        "岗位变动：副职 → 工作人员", "岗位变动：工作人员 → 副职", "处分", "基本合格，不晋级", "还没有首次定级",
    ):  # fmt: skip
        assert words in told, words
    states = set(db.session.scalars(select(Worker.state)))
    assert {WorkerState.ACTIVE, WorkerState.AWAY, WorkerState.SUSPENDED, WorkerState.LEFT} <= states
    doubtful = [row.community for row in rows if row.state is ItemState.DOUBTFUL]
    assert doubtful == [THIRD]
    assert {FIRST, SECOND, THIRD} == {row.community for row in rows}
    assert Category.MISSING in {row.category for row in rows}


def test_the_worker_with_an_account_has_her_own_file_and_nobody_has_a_real_identity_number(district):
    own = db.session.scalars(select(Worker).where(Worker.staff_no.is_not(None), Worker.community == FIRST)).all()
    assert any(worker.first_on for worker in own)
    numbers = [number for number in db.session.scalars(select(Person.id_number)) if number]
    assert len(numbers) == db.session.scalar(select(func.count(Worker.id)))
    assert all(number.startswith("130899") for number in numbers)


def test_wf_90_one_pay_month_is_locked_by_two_and_the_next_is_open_all_marked_as_a_demonstration(district):
    first, second = db.session.scalars(select(PayRun).order_by(PayRun.month))
    assert (first.is_placeholder, first.locked_at is None, second.locked_at) == (False, False, None)
    assert first.computed_by_id != first.locked_by_id
    lines = db.session.scalars(select(PayLine)).all()
    assert {line.run_id for line in lines} == {first.id, second.id}
    assert all("（演示金额）" in "".join(line.lines) for line in lines if not line.problem)
    assert not any("示例" in "".join(line.lines) for line in lines if not line.problem)
