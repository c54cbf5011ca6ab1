"""What a batch proposes, who may decide, how a ledger is corrected; the moves (WF-3, WF-40 to WF-46, WF-87)."""

from datetime import date

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import MACHINES, promotion, states, timeline
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.states import Category
from tests.workforce.shipped import hb60, told, worker, years

JANUARY = date(2026, 1, 1)


def proposed(facts, scheme=None, stored_through="2025-01-01"):
    scheme = scheme or hb60()
    stored = timeline(scheme, facts, stored_through)
    return promotion.propose(Scheme.parse(scheme), timeline(scheme, facts, "2026-01-01"), stored, JANUARY)


@pytest.mark.parametrize(
    ("rating", "category", "grade"),
    [
        ("合格", Category.STEP, 9), ("基本合格", Category.NO_STEP, 8), ("产假", Category.STEP, 9),
        ("长病假", Category.NO_STEP, 8),
    ],
)  # fmt: skip
def test_wf_45_the_category_follows_the_year(rating, category, grade):
    found = proposed(worker("2024-01-01", results=years(2024, "合格", rating)))
    assert (found.category, found.grade) == (category, grade)
    assert found.reason == "；".join(found.rows[0]["lines"])


def test_wf_45_a_missing_result_is_missing_data_and_the_top_is_the_ceiling():
    assert proposed(worker("2024-01-01", results=years(2024, "合格"))).category is Category.MISSING
    facts = worker("2024-01-01", results=years(2024, "合格", "合格"))
    assert proposed(facts, hb60(posts__工作人员__max=8)).category is Category.CEILING


def test_wf_45_a_ledger_that_its_facts_no_longer_give_is_corrected_first():
    facts = worker("2024-01-01", results=years(2024, "合格", "合格"))
    stored = timeline(hb60(), worker("2024-01-01", results=years(2024, "基本合格")), "2025-01-01")
    found = promotion.propose(Scheme.parse(hb60()), timeline(hb60(), facts, "2026-01-01"), stored, JANUARY)
    assert (found.category, found.grade, found.rows) == (Category.MISSING, 7, ())
    assert "更正" in found.reason


def test_wf_45_another_fact_gives_another_fingerprint():
    facts = worker("2024-01-01")
    same = promotion.inputs_hash(1, JANUARY, facts) == promotion.inputs_hash(1, JANUARY, dict(reversed(facts.items())))
    assert same
    assert promotion.inputs_hash(1, JANUARY, facts) != promotion.inputs_hash(2, JANUARY, facts)
    assert promotion.inputs_hash(1, JANUARY, facts) != promotion.inputs_hash(1, JANUARY, worker("2024-01-02"))


def test_wf_3_wf_167_nobody_decides_about_himself_or_a_declared_relative():
    promotion.check_can_decide(1, 3, {2})
    with pytest.raises(RuleBroken, match="自己"):
        promotion.check_can_decide(2, 2, set())
    with pytest.raises(RuleBroken, match="亲属"):
        promotion.check_can_decide(1, 3, {1})


UNTIL = date(2026, 1, 12)


def approve(actor=9, roles=("district_approver",), computed_by=1, today=date(2026, 1, 13), disputed=0):
    promotion.check_can_approve(actor, roles, computed_by, today=today, publicity_until=UNTIL, disputed=disputed)


def test_wf_3_the_one_who_computed_and_the_one_who_writes_schemes_do_not_approve():
    approve()
    with pytest.raises(RuleBroken, match="测算人"):
        approve(actor=1)
    with pytest.raises(RuleBroken, match="方案管理员"):
        approve(roles=("district_approver", "scheme_admin"))


def test_wf_166_the_last_day_of_the_publicity_ends_at_midnight_and_open_objections_wait():
    with pytest.raises(RuleBroken, match="期满"):
        approve(today=UNTIL)
    with pytest.raises(RuleBroken, match="1 人的异议"):
        approve(disputed=1)


def test_wf_87_a_correction_starts_where_the_ledger_was_wrong():
    scheme = hb60()
    stored = timeline(scheme, worker("2022-01-01", results=years(2022, "合格", "基本合格", "合格")), "2025-01-01")
    fresh = timeline(scheme, worker("2022-01-01", results=years(2022, "合格", "合格", "合格")), "2025-01-01")
    found = promotion.correct(stored, fresh, promotion.REVIEW_CORRECTION)
    assert told(list(found.superseded)) == [("2024-01-01", "不晋级", 8), ("2025-01-01", "年度晋级", 9)]
    assert told(list(found.rows)) == [("2024-01-01", "复核更正", 9), ("2025-01-01", "年度晋级", 10)]
    assert promotion.correct(fresh, fresh) is None


def test_wf_87_a_rating_withdrawn_later_takes_the_step_from_the_decision_on():
    scheme = hb60()
    stored = timeline(scheme, worker("2022-01-01", results=years(2022, "合格", "合格", "合格")), "2025-01-01")
    fresh = timeline(scheme, worker("2022-01-01", results=years(2022, "合格", "基本合格", "合格")), "2025-01-01")
    row = promotion.reverse(stored, fresh, date(2025, 3, 15))
    assert (row["effective_from"], row["event"], row["grade"]) == ("2025-03-15", "更正", 9)
    assert row["lines"] == ["更正：2025-03-15 起由 10 级改为 9 级，此前月份不变"]


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_has_a_label_and_its_moves(name):
    labels, moves = MACHINES[name]
    kind = type(next(iter(labels)))
    assert set(labels) == set(moves) == set(kind)
    assert all(to <= set(kind) for to in moves.values())


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (states.BatchState.DRAFT, states.BatchState.APPROVED),
        (states.BatchState.COMPUTED, states.BatchState.PUBLISHED),
        (states.BatchState.EFFECTIVE, states.BatchState.REVOKED),
        (states.BatchState.APPROVED, states.BatchState.DRAFT),
    ],
)  # fmt: skip
def test_wf_45_a_move_that_is_none_is_refused_in_words(state, to):
    with pytest.raises(RuleBroken, match="晋级批次现在是"):
        states.check_can_move("晋级批次", states.BATCH_NEXT, states.BATCH_LABEL, state, to)


def test_wf_220_the_employed_are_those_on_probation_on_duty_away_or_suspended():
    assert {states.WORKER_LABEL[state] for state in states.EMPLOYED} == {"试用", "在岗", "离岗", "停职"}
