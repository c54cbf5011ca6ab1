"""How the count of a vote is told, line by line (RP-27)."""

from collections.abc import Iterator

from shuangluan.kernel.lines import Line
from shuangluan.red_property.rules.ballots import BALLOT_CLASS_LABEL, BallotClass
from shuangluan.red_property.rules.matters import ThresholdRow
from shuangluan.red_property.rules.measures import Count, Hurdle, Measured, Measures
from shuangluan.red_property.rules.parsing import Share

DISCLAIMER = Line("DISCLAIMER", "测算结果，供会议参考，不构成法律意见；以业主大会议事规则及有权机关认定为准")
CIVIL_CODE = "2021"  # the row that rests on 民法典 278; an earlier one is told as the rule of its time

NAMES = {
    "participation_persons": "参与",
    "participation_area": "参与面积",
    "agree_persons": "同意",
    "agree_area": "同意面积",
}
SHORT_NAMES = {**NAMES, "participation_persons": "参与人数", "agree_persons": "同意人数"}
WORDS = {(2, 3): "三分之二", (3, 4): "四分之三", (1, 2): "半数"}
WHY_NOT = {
    "NO_SILENT": "没有已送达未交的业主",
    "NO_BALLOTS": "没有人投票，无多数可从",
    "TIE": "领先的选择不止一个",
    "LEADERS_DIFFER": "人数领先与面积领先的不是同一选择",
}
DISPUTED = "此口径存在争议，只供参考"


def tests(measures: Measures, strict: Measured) -> Iterator[Line]:
    """The electorate, the four tests and what each failing one lacks."""
    total = measures.total
    text = f"业主 {total.persons} 人，面积 {area(total.area_x100)} ㎡"
    yield Line("ELECTORATE", text, clause=measures.row.basis)
    for test in strict.tests:
        yield Line(test.key.upper(), _test(test))
    for test in strict.tests:
        if not test.is_met:
            yield Line("SHORT", f"{SHORT_NAMES[test.key]}还差 {_amount(test, test.short)}")


def result(row: ThresholdRow, strict: Measured) -> Line:
    """达到 or 未达到; never 合法 or 有效."""
    return Line("RESULT", _result(row, strict))


def followed(row: ThresholdRow, choice: BallotClass, silent: Count, measured: Measured) -> Line:
    """Silence was added to `choice`: what it makes of the result."""
    who = f"已送达未交的 {silent.persons} 人、{area(silent.area_x100)} ㎡"
    return Line(
        "FOLLOW",
        f"按议事规则“从多”，{who} 计入{BALLOT_CLASS_LABEL[choice]}：{_result(row, measured)}；{DISPUTED}",
    )


def not_followed(reason: str) -> Line:
    """Why silence was not added."""
    return Line("FOLLOW", f"“从多”不适用：{WHY_NOT[reason]}；按实际投票统计", why=reason)


def area(area_x100: int) -> str:
    """0.01 ㎡ as ㎡ with two decimals."""
    return f"{area_x100 // 100}.{area_x100 % 100:02d}"


def percent(part: int, base: int) -> str:
    """=75% where exact, else ≈66.6666%, cut and never rounded: 0.01 short of a share must not look like it."""
    whole, rest = divmod(part * 1_000_000, base)
    digits = f"{whole // 10_000}.{whole % 10_000:04d}"
    return f"≈{digits}%" if rest else f"={digits.rstrip('0').rstrip('.')}%"


def share_word(share: Share) -> str:
    """三分之二, 半数, or the bare fraction."""
    return WORDS.get((share.num, share.den), f"{share.num}/{share.den}")


def need_text(share: Share, total: Count) -> str:
    """The exact need of a share of all owners, against 「66 %+1」 on old papers (RP-60)."""
    return f"{share.needed(total.persons)} 人、{area(share.needed(total.area_x100))} ㎡"


def _test(test: Hurdle) -> str:
    verb = ("达到" if test.share.inclusive else "超过") if test.is_met else _missed(test.share)
    if test.base:
        compared = f"{_bare(test, test.part)}/{_bare(test, test.base)}{percent(test.part, test.base)}"
    else:
        compared = "无人参与"
    return f"{NAMES[test.key]} {_amount(test, test.part)}，{compared}，{verb}{share_word(test.share)}"


def _missed(share: Share) -> str:
    return "未达到" if share.inclusive else "未超过"


def _result(row: ThresholdRow, measured: Measured) -> str:
    rule = "民法典第278条表决比例" if row.row == CIVIL_CODE else "当时规定的表决比例"
    return f"{'达到' if measured.passed else '未达到'}{rule}"


def _is_area(test: Hurdle) -> bool:
    return test.key.endswith("area")


def _bare(test: Hurdle, number: int) -> str:
    return area(number) if _is_area(test) else str(number)


def _amount(test: Hurdle, number: int) -> str:
    return f"{_bare(test, number)} {'㎡' if _is_area(test) else '人'}"
