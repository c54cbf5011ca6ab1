"""An evaluation from draft to confirmed: who may take which step, and what is still missing (RP-37)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.evaluation import EvaluationScheme

FIRST_YEAR = 2018  # the joint meetings began then (RP-1)


class EvaluationState(StrEnum):
    """Where an evaluation stands."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"


EVALUATION_LABEL = {EvaluationState.DRAFT: "测算中", EvaluationState.CONFIRMED: "已确认"}
EVALUATION_NEXT = {
    EvaluationState.DRAFT: {EvaluationState.CONFIRMED},
    EvaluationState.CONFIRMED: {EvaluationState.DRAFT},  # taken back by the district, with a reason
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Points by hand in 0.01, and what they rest on."""

    x100: int
    note: str


def check_year(year: int, today: date) -> None:
    """A year that has begun, of those in which there were joint meetings. Raises RuleBroken for another."""
    if not FIRST_YEAR <= year <= today.year:
        raise RuleBroken(f"年度写 {FIRST_YEAR} 到 {today.year}", "year")


def check_can_change(state: EvaluationState) -> None:
    """Only a draft is computed again or marked."""
    if state is not EvaluationState.DRAFT:
        raise RuleBroken("评分已经确认，不能再改；确有差错的，请区委组织部退回重评")


def check_marks(scheme: EvaluationScheme, marks: Mapping[str, Mark], vetoes: Mapping[str, str]) -> None:
    """Points within their item, each with what it rests on; a veto with its reason. Raises RuleBroken otherwise."""
    names = {item.code: item for item in scheme.manual_items}
    for code, mark in marks.items():
        if code not in names:
            raise RuleBroken("这一项由系统计算，不能手工评分", code)
        if not 0 <= mark.x100 <= names[code].points * 100:
            raise RuleBroken(f"“{names[code].name}”写 0 到 {names[code].points} 分", code)
        if not mark.note.strip():
            raise RuleBroken(f"“{names[code].name}”请写明评分依据", f"{code}_note")
    for code, reason in vetoes.items():
        if code not in scheme.manual_vetoes:
            raise RuleBroken("这一项否决由系统判断，不能手工选", code)
        if not reason.strip():
            raise RuleBroken(f"“{scheme.vetoes[code]}”请写明时间和认定单位", f"{code}_note")


def check_can_confirm(
    scheme: EvaluationScheme, year: int, today: date, marks: Mapping[str, Mark], evidence: Mapping[str, int]
) -> None:
    """The year is over, every item by hand is marked, and what earned points has a file. Raises RuleBroken."""
    if today.year <= year:
        raise RuleBroken(f"{year} 年还没有过完，{year + 1} 年 1 月 1 日起才能确认")
    for item in scheme.manual_items:
        mark = marks.get(item.code)
        if mark is None:
            raise RuleBroken(f"“{item.name}”还没有评分，先评分再确认")
        if mark.x100 and not evidence.get(item.code):
            raise RuleBroken(f"“{item.name}”还没有附证据，先上传再确认")


def check_two_persons(marked_by: int | None, by: int | None) -> None:
    """Who gave the points by hand does not confirm them."""
    if marked_by is not None and marked_by == by:
        raise RuleBroken("人工项是你评的，请街道另一位同事确认")
