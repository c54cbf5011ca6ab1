"""How each item of an evaluation was computed, in words; the total with its base (RP-37, D10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuangluan.kernel.shares import half_up, share_text
from shuangluan.red_property.rules.companies import COVER_LABEL, cover_reason
from shuangluan.red_property.rules.evaluation import (
    COVER_SHARE,
    HALF,
    EvaluationItem,
    EvaluationResult,
    EvaluationScheme,
    Rate,
    improvement,
)
from shuangluan.red_property.rules.evaluation_facts import Gathered
from shuangluan.red_property.rules.months import MONTH_LABEL, MonthStatus, counted
from shuangluan.red_property.rules.showcases import COMPOUND_KIND_LABEL

LEFT_OUT = "不计入可评分"
UNMET = (MonthStatus.MISSED, MonthStatus.INQUORATE)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item: its points, what was earned in 0.01 (None: left out), and why."""

    code: str
    name: str
    points: int
    is_computed: bool
    earned_x100: int | None
    text: str


def item_lines(
    scheme: EvaluationScheme, gathered: Gathered, result: EvaluationResult, notes: Mapping[str, str]
) -> list[ItemLine]:
    """A line for each item of the scheme; `notes` are what was written beside the points by hand."""
    return [_line(item, scheme, gathered, result.points[item.code], notes) for item in scheme.items]


def _line(
    item: EvaluationItem, scheme: EvaluationScheme, gathered: Gathered, given: Fraction | None, notes: Mapping[str, str]
) -> ItemLine:
    if item.computed:
        text = _fees(item, scheme, gathered) if item.code == "fee_rate" else SAID[item.code](item.points, gathered)
    else:
        text = notes.get(item.code, "") if given is not None else f"还没有评分，{LEFT_OUT}"
    return ItemLine(
        item.code, item.name, item.points, item.computed, None if given is None else half_up(given * 100), text
    )


def total_text(scheme: EvaluationScheme, result: EvaluationResult) -> str:
    """得 68.25 分 ÷ 可评 80 分 × 100 = 85.31 分; or why there is no total."""
    available = available_points(scheme, result)
    if result.total_x100 is None:
        return f"可评 {available} 分，不到 {scheme.min_available} 分：不评"
    earned = sum((given for given in result.points.values() if given is not None), Fraction(0))
    given, total = points_text(half_up(earned * 100)), points_text(result.total_x100)
    return f"得 {given} 分 ÷ 可评 {available} 分 × {scheme.total} = {total} 分"


def available_points(scheme: EvaluationScheme, result: EvaluationResult) -> int:
    """The points of the items that were not left out."""
    return sum(item.points for item in scheme.items if result.points[item.code] is not None)


def points_text(x100: int) -> str:
    """13.75; 9 for a whole number."""
    return f"{x100 // 100}.{x100 % 100:02d}".removesuffix(".00")


def _cover(points: int, of: Gathered) -> str:
    why = cover_reason(of.party_units, of.instructors)
    share = points_text(half_up(points * COVER_SHARE[of.cover] * 100))
    return f"{of.company}{COVER_LABEL[of.cover]}（{why}）：{share} 分"


def _posts(points: int, of: Gathered) -> str:
    each = points_text(half_up(points * HALF * 100))
    parts = (("义务质量总监", of.supervisors), ("企业负责人任社区兼职委员或大党委成员", of.managers))
    said = (f"{what}：{'、'.join(names)}，{each} 分" if names else f"{what}：没有，0 分" for what, names in parts)
    return "；".join(said)


def _meetings(points: int, of: Gathered) -> str:
    count = counted(MonthStatus(status) for _, status in of.months)
    if not count.expected:
        return f"没有应开的月份，{LEFT_OUT}"
    gaps = {status: [str(int(period[5:])) for period, found in of.months if found == status] for status in UNMET}
    missing = "".join(f"；{MONTH_LABEL[status]}：{'、'.join(held)} 月" for status, held in gaps.items() if held)
    return (
        f"应开 {count.due} 个月，免开 {count.exempt}，已开 {count.held}，补开 {count.made_up}："
        f"{points} × {count.met}/{count.expected}{missing}"
    )


def _rated(rate: Callable[[Gathered], Rate], base: str, part: str, nothing: str) -> Callable[[int, Gathered], str]:
    """A sentence for a rate: 到期 20 条，按首次期限完成 18 条：15 × 18/20."""

    def said(points: int, of: Gathered) -> str:
        n, d = rate(of)
        return f"{base.format(d)}，{part.format(n)}：{points} × {n}/{d}" if d else f"{nothing}，{LEFT_OUT}"

    return said


def _fees(item: EvaluationItem, scheme: EvaluationScheme, of: Gathered) -> str:
    received, due = of.fees
    if not due:
        return f"本年没有填报收缴情况，{LEFT_OUT}"
    target, kind = scheme.fee_targets[of.compound_kind], COMPOUND_KIND_LABEL[of.compound_kind]
    text = (
        f"实收 {_yuan(received)} ÷ 应收 {_yuan(due)} 元 = {share_text(received, due)}，{kind}小区目标 {target}%："
        f"{item.points} × min(1, 收缴率 ÷ {target}%)"
    )
    rise = improvement(of.fees, of.fees_before)
    if rise is None:
        return text
    tenths = half_up(abs(rise) * 1000)
    way = "提高" if rise >= 0 else "下降"
    moved = f"；上年 {share_text(*of.fees_before)}，{way} {tenths // 10}.{tenths % 10} 个百分点"
    enough = rise * 100 >= scheme.fee_improve_points
    return text + moved + (f"，不低于 {scheme.fee_improve_floor} 分" if enough else "")


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"


SAID: Mapping[str, Callable[[int, Gathered], str]] = {
    "org_cover": _cover,
    "cross_appointment": _posts,
    "meeting_rate": _meetings,
    "resolution_on_time": _rated(
        lambda of: of.resolutions, "首次期限到期的议定事项 {} 条", "按首次期限完成 {} 条", "没有首次期限到期的议定事项"
    ),
    "event_solved": _rated(
        lambda of: of.solved, "办结的物业类诉求 {} 件", "已解决 {} 件", "没有办结的物业类诉求"
    ),
    "event_satisfied": _rated(
        lambda of: of.satisfied, "作了评价的诉求人 {} 人", "满意和基本满意 {} 人", "没有诉求人作过评价"
    ),
}  # fmt: skip


def veto_texts(scheme: EvaluationScheme, vetoes: Sequence[str], notes: Mapping[str, str], unsigned: Rate) -> list[str]:
    """Why there is no star: each veto that applies, with its reason or its numbers."""
    found = []
    for code in vetoes:
        why = notes.get(code) or f"提交签认的纪要 {unsigned[1]} 份，过期没有签齐 {unsigned[0]} 份"
        found.append(f"{scheme.vetoes[code]}：{why}")
    return found
