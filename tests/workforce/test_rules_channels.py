"""渠道: 满足, 不满足, 待核 of each condition, and what is missing (WF-116, WF-200)."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.channels import Candidate, ChannelRules, ConditionKind, Verdict, full_years, judged
from shuangluan.workforce.rules.delegates import DelegateKind

SHIPPED = Path(__file__).resolve().parents[2] / "migrations" / "data" / "workforce_channels.json"
RULES = ChannelRules.parse(json.loads(SHIPPED.read_text(encoding="utf-8")))
CHANNELS = {one.key: one for one in RULES.channels}
TODAY = date(2026, 11, 20)
GOOD = Candidate(
    born=date(1990, 5, 6), archive_born=None, political="中共党员", held=[("党组织书记", date(2020, 11, 20), None)],
    educations=[("本科", "已核验")], ratings={year: ("合格", True) for year in (2023, 2024, 2025)},
    service_years=(6, 6), sanction_until=None, check_until=date(2027, 1, 1),
)  # fmt: skip


def stands(key: str, **changed: Any) -> tuple[Verdict, str]:
    found = judged(CHANNELS[key], replace(GOOD, **changed), TODAY)
    return found.verdict, found.missing


def test_wf_200_each_kind_of_seat_has_a_channel_with_its_conditions():
    assert {one.value for one in DelegateKind} <= set(CHANNELS)
    assert [stands(key) for key in CHANNELS] == [(Verdict.MET, "")] * 5


@pytest.mark.parametrize(
    ("key", "changed", "expected"),
    [
        ("party", {"political": ""}, (Verdict.UNCHECKED, "登记政治面貌")),
        ("party", {"political": "群众"}, (Verdict.UNMET, "不是中共党员")),
        ("consultative", {"educations": [("大专", "待核验")]}, (Verdict.UNCHECKED, "核验大专学历")),
        ("consultative", {"educations": [("大专", "不予认定")]}, (Verdict.UNMET, "学历不到大专")),
        ("congress", {"ratings": {2025: ("合格", False), 2024: ("优秀", True)}},
         (Verdict.UNCHECKED, "2025 年度没有确认的考核结果")),
        ("congress", {"ratings": {2025: ("合格", True), 2024: ("基本合格", True)}},
         (Verdict.UNMET, "2024 年度基本合格")),
        ("congress", {"sanction_until": TODAY}, (Verdict.UNMET, "处分影响期没有满")),
        ("congress", {"check_until": None}, (Verdict.UNCHECKED, "发起背景联审")),
        ("civil_servant", {"held": [("党组织书记", date(2023, 11, 23), None)]}, (Verdict.UNMET, "任职还差 1 个月")),
        ("civil_servant", {"held": [("党组织书记", date(2023, 11, 21), None)]}, (Verdict.MET, "")),
        ("civil_servant", {"born": date(1985, 11, 20)}, (Verdict.UNMET, "41 岁，超过规定年龄")),
        ("civil_servant", {"born": date(1985, 11, 21)}, (Verdict.MET, "")),
        ("civil_servant", {"archive_born": date(1980, 5, 6)}, (Verdict.UNCHECKED, "认定出生日期")),
        ("institution_staff", {"service_years": (5, 6)}, (Verdict.UNCHECKED, "核验工作经历")),
        ("institution_staff", {"service_years": (5, 5)}, (Verdict.UNMET, "社区工作不满 6 年")),
        ("party", {"political": "", "held": [("党组织书记", date(2020, 1, 1), date(2026, 11, 19))]},
         (Verdict.UNMET, "没有任党组织书记、居委会主任、副书记、副主任、委员；任了的先登记任职；登记政治面貌")),
    ],
)  # fmt: skip
def test_wf_200_a_failed_condition_outweighs_one_that_is_not_settled(key: str, changed: Any, expected: Any):
    assert stands(key, **changed) == expected


def test_an_office_held_in_pieces_counts_together_and_overlaps_once():
    pieces = [("党组织书记", date(2019, 1, 1), date(2020, 12, 31)), ("党组织书记", date(2025, 11, 21), None)]
    assert stands("civil_servant", held=pieces) == (Verdict.MET, "")
    twice = [("党组织书记", date(2024, 11, 21), None), ("党组织书记", date(2025, 11, 21), None)]
    assert stands("civil_servant", held=twice) == (Verdict.UNMET, "任职还差 1 年")


def test_wf_116_what_the_reader_may_not_see_is_neither_told_nor_counted():
    found = judged(CHANNELS["party"], replace(GOOD, sanction_until=TODAY), TODAY, {ConditionKind.NO_SANCTION})
    assert found.verdict is Verdict.MET
    assert [one.fact for one in found.findings if one.verdict is None] == ["由区级核对，这里不计"]


def test_wf_65_an_age_is_reached_on_the_birthday():
    assert [full_years(date(2008, 2, 29), day) for day in (date(2026, 2, 27), date(2026, 2, 28))] == [17, 18]


@pytest.mark.parametrize(
    "wrong", [{"kind": "luck"}, {"kind": "education", "level": "小学"}, {"kind": "age", "most": "x"}]
)
def test_conditions_that_nobody_can_look_at_are_refused(wrong: dict[str, Any]):
    with pytest.raises(RuleBroken):
        ChannelRules.parse({"channels": [{"key": "x", "label": "某渠道", "conditions": [{"label": "某条件"} | wrong]}]})
