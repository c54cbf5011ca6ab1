"""红色物业评分台账: columns, filters, views, and the words of a row (D26, RP-37)."""

from dataclasses import dataclass
from datetime import datetime

from shuangluan.kernel import clock
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.evaluation import EvaluationScheme
from shuangluan.red_property.rules.evaluation_course import EVALUATION_LABEL, EvaluationState
from shuangluan.red_property.rules.evaluation_lines import points_text
from shuangluan.red_property.tables.lines import Line

EVALUATION_TONE = {EvaluationState.DRAFT: "doing", EvaluationState.CONFIRMED: "done"}
STARS = (*((str(n), f"{n} 星" if n else "不评星") for n in range(5, -1, -1)), ("none", "不评"))


def stars_text(stars: int | None) -> str:
    """3 星; 不评星 below 60 or by a veto; 不评 where too little could be judged."""
    if stars is None:
        return "不评"
    return f"{stars} 星" if stars else "不评星"


@dataclass(frozen=True)
class EvaluationLine(Line):
    """An evaluation in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the evaluation's page."""
        return self.row.compound, f"/red-property/evaluations/{self.id}"

    @property
    def total(self) -> str:
        """85.86; nothing where it is not rated."""
        return "" if self.row.total_x100 is None else points_text(self.row.total_x100)

    @property
    def stars(self) -> tuple[str, str]:
        """The stars with a tone."""
        return stars_text(self.row.stars), "done" if self.row.stars else "off" if self.row.stars is None else "stop"

    @property
    def state(self) -> tuple[str, str]:
        """Draft or confirmed."""
        return EVALUATION_LABEL[self.row.state], EVALUATION_TONE[self.row.state]

    @property
    def vetoes(self) -> str:
        """Why there is no star."""
        return "；".join(self.row.veto_lines)

    @property
    def computed_at(self) -> datetime:
        """On the wall clock."""
        return clock.wall(self.row.computed_at)


def mark_columns(scheme: EvaluationScheme) -> tuple[Column, ...]:
    """What was given by hand, under the heads of the sheet that brings it in."""
    found: list[Column] = []
    for item in scheme.manual_items:
        found += [_mark(item.code, f"{item.name}得分"), _note(item.code, f"{item.name}依据")]
    return (*found, *(_veto(code, f"否决：{name}") for code, name in scheme.manual_vetoes.items()))


def _mark(code: str, label: str) -> Column:
    def points(one: EvaluationLine) -> str:
        mark = one.row.marks.get(code)
        return points_text(mark["x100"]) if mark else ""

    return Column(code, label, kind="num", value=points, width=16)


def _note(code: str, label: str) -> Column:
    return Column(f"{code}_note", label, value=lambda one: one.row.marks.get(code, {}).get("note", ""), width=36)


def _veto(code: str, label: str) -> Column:
    return Column(code, label, value=lambda one: one.row.vetoes.get(code, ""), width=30)


EVALUATIONS = Table(
    "property_evaluations",
    "红色物业评分",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("year", "年度", sort=True, value=lambda x: str(x.row.year), width=8),
        Column("company", "物业企业", value=lambda x: x.row.company, width=28),
        Column("total", "得分", sort=True, kind="num", value=lambda x: x.total, width=10),
        Column("stars", "星级", kind="state", value=lambda x: x.stars, width=10),
        Column("available", "可评分", kind="num", value=lambda x: x.row.available, width=8),
        Column("vetoes", "否决", shown=False, value=lambda x: x.vetoes, width=30),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=10),
        Column("computed_at", "测算时间", kind="moment", shown=False, value=lambda x: x.computed_at, width=17),
        Column("confirmed_on", "确认日期", kind="date", value=lambda x: x.row.confirmed_on),
        Column("confirmer", "确认人", shown=False, value=lambda x: x.row.confirmer_name, width=12),
    ),
    (Filter("q", "小区、企业"), Filter("year", "年度"), Filter("stars", "星级", "choice", STARS)),
    (
        View("all", "全部"),
        View("draft", "测算中"),
        View("confirmed", "已确认", sort="total", desc=True),
        View("unrated", "不评"),
        View("starless", "不评星", hot=True),
    ),
    default_sort="year",
    default_desc=True,
)
