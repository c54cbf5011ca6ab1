"""What a bad year proposes, and what nobody may decide (WF-103, WF-108, WF-109, WF-162)."""

import json
from datetime import date
from pathlib import Path

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import effects
from shuangluan.workforce.rules.effects import EffectKind, EffectRules, EffectState

SHIPPED = Path(__file__).resolve().parents[2] / "migrations" / "data" / "workforce_appraisal_effects.json"
RULES = EffectRules.parse(json.loads(SHIPPED.read_text(encoding="utf-8")))
K = EffectKind
CONFIRMED = date(2026, 1, 31)


def proposed(rating: str, before: str | None = "合格", *, elected: bool = False) -> list[tuple[EffectKind, str]]:
    found = effects.proposed(RULES, rating, before, is_elected=elected, confirmed_on=CONFIRMED)
    return [(one.kind, one.due_on.isoformat()) for one in found]


def test_wf_103_基本合格_is_a_talk_a_plan_and_a_look_back_after_six_months():
    assert proposed("基本合格") == [(K.TALK, "2026-02-28"), (K.PLAN, "2026-02-28"), (K.LOOK_BACK, "2026-07-31")]


def test_wf_103_不合格_is_training_or_another_post_first_and_the_second_in_a_row_an_exit_review():
    assert [kind for kind, _ in proposed("不合格")] == [K.HELP]
    assert [kind for kind, _ in proposed("不合格", "不合格")] == [K.HELP, K.EXIT_REVIEW]
    assert [kind for kind, _ in proposed("不合格", None)] == [K.HELP]


def test_wf_162_an_elected_member_gets_the_route_of_the_electors_never_an_exit_review():
    assert [kind for kind, _ in proposed("不合格", "不合格", elected=True)] == [K.HELP, K.RECALL]
    assert "罢免" in effects.ADVICE[K.RECALL]
    assert "补选" in effects.ADVICE[K.RECALL]


@pytest.mark.parametrize("rating", ["优秀", "合格", "不定等次"])
def test_a_good_year_proposes_nothing(rating):
    assert proposed(rating) == []


def test_wf_108_an_exit_review_is_the_districts_after_training_or_another_post():
    with pytest.raises(RuleBroken, match="区级复核"):
        effects.check_can_decide_step(K.EXIT_REVIEW, is_district=False, was_helped=True)
    with pytest.raises(RuleBroken, match="先培训或者调整岗位"):
        effects.check_can_decide_step(K.EXIT_REVIEW, is_district=True, was_helped=False)
    effects.check_can_decide_step(K.EXIT_REVIEW, is_district=True, was_helped=True)
    effects.check_can_decide_step(K.TALK, is_district=False, was_helped=False)


def test_overdue_is_the_day_after_and_never_once_it_is_over():
    assert effects.is_overdue(EffectState.DECIDED, CONFIRMED, date(2026, 2, 1))
    assert not effects.is_overdue(EffectState.DECIDED, CONFIRMED, CONFIRMED)
    assert not effects.is_overdue(EffectState.DROPPED, CONFIRMED, date(2026, 2, 1))
