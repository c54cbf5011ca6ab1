"""维修资金 and 应急维修 as the handbook has them (RP-31, RP-32)."""

from datetime import date
from typing import Any

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules import emergencies, funds
from shuangluan.red_property.rules.emergencies import EMERGENCY_NEXT, EmergencyState, Papers
from shuangluan.red_property.rules.funds import EntryKind, Movement, ShareBasis, Use, UseBasis
from shuangluan.red_property.rules.register_terms import RegisterTerms
from tests.red_property.shipped import document, register_terms

OPENED, TODAY = date(2024, 1, 1), date(2026, 11, 20)
K = EntryKind


def moved(kind: EntryKind, on: str, fen: int) -> Movement:
    return Movement(kind, date.fromisoformat(on), fen)


def test_rp_32_the_balance_is_reckoned_from_what_came_and_went():
    held = [moved(K.USE, "2025-05-01", 30_000), moved(K.INTEREST, "2025-06-01", 500),
            moved(K.RENEWAL, "2024-06-01", 10_000)]  # fmt: skip
    assert funds.balance(100_000, held) == 80_500
    told = [(one.place, one.left_fen) for one in funds.ledger(100_000, held)]
    assert told == [(2, 110_000), (0, 80_000), (1, 80_500)]


def test_rp_32_nobody_spends_more_than_was_there_on_the_day():
    funds.check_fund(100, [moved(K.USE, "2025-01-01", 100)], OPENED, TODAY)
    same_day = [moved(K.USE, "2025-01-01", 150), moved(K.RENEWAL, "2025-01-01", 50)]
    funds.check_fund(100, same_day, OPENED, TODAY)
    later = [moved(K.USE, "2025-01-01", 150), moved(K.RENEWAL, "2025-01-02", 50)]
    with pytest.raises(RuleBroken, match="2025-01-01 的余额不够：这样会超支"):
        funds.check_fund(100, later, OPENED, TODAY)
    for wrong in (moved(K.USE, "2023-12-31", 1), moved(K.USE, "2026-11-21", 1), moved(K.RENEWAL, "2025-01-01", 0)):
        with pytest.raises(RuleBroken):
            funds.check_fund(100, [wrong], OPENED, TODAY)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({"basis": None}, "业主表决或者应急维修"),
        ({"allowed_from": None}, "通过的业主表决"),
        ({"allowed_from": date(2026, 5, 2)}, "不能早于依据的日期"),
        ({"share": None}, "怎么分摊"),
        ({"share": ShareBasis.AGREED}, "写明约定"),
        ({"share": ShareBasis.AGREED, "agreement": "管理规约第12条"}, ""),
    ],
)
def test_rp_32_a_use_rests_on_a_vote_or_an_emergency_and_says_how_it_is_borne(changed: dict[str, Any], told: str):
    facts = {"basis": UseBasis.VOTE, "allowed_from": date(2026, 5, 1), "share": ShareBasis.AREA, "agreement": ""}
    use = Use(**{**facts, **changed})
    if not told:
        funds.check_use(use, date(2026, 5, 1))
        return
    with pytest.raises(RuleBroken, match=told):
        funds.check_use(use, date(2026, 5, 1))


def test_rp_32_by_area_each_square_metre_bears_its_part_rounded_half_up():
    assert funds.per_square_metre(1_234_500, 900_000) == "每 ㎡ 1.37 元"  # 12 345.00 over 9 000.00 ㎡ = 1.37166…
    assert funds.per_square_metre(1_500, 100_000) == "每 ㎡ 0.02 元"  # exactly 1.5 fen
    assert funds.per_square_metre(1_500, None) == ""


def test_rp_31_the_steps_come_in_their_order_and_the_confirmer_is_somebody_else():
    for state in EmergencyState:
        for to in EmergencyState:
            if to in EMERGENCY_NEXT[state]:
                emergencies.check_can_move(state, to)
                continue
            with pytest.raises(RuleBroken):
                emergencies.check_can_move(state, to)
    emergencies.check_confirmer(1, 2)
    with pytest.raises(RuleBroken, match="另一位同事"):
        emergencies.check_confirmer(1, 1)
    with pytest.raises(RuleBroken, match="审核的日期"):
        emergencies.check_day(date(2026, 1, 1), date(2026, 1, 2), TODAY, "审核")


def test_rp_31_an_emergency_repair_is_done_with_its_papers():
    emergencies.check_done(Papers(reviewed=True, confirmed=True, accounts=True))
    with pytest.raises(RuleBroken, match="街道或居委会确认"):
        emergencies.check_done(Papers(reviewed=True, confirmed=False, accounts=True))
    with pytest.raises(RuleBroken, match="先登记应急维修"):
        emergencies.check_done(None)


def test_the_shipped_terms_and_wrong_ones():
    terms = register_terms()
    assert (terms.contract_remind_days, terms.emergency_kinds["lift"]) == (60, "电梯严重故障")
    broken = document("red_property_registers")
    broken["settings"] = broken["settings"][:1]
    with pytest.raises(RuleBroken, match="remind_days"):
        RegisterTerms.parse(broken, TODAY)
