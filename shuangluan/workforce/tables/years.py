"""年度考核 declared once (WF-44)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import clock
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.models import AppraisalScore
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.serving import manner_name
from shuangluan.workforce.rules.years import SCORE_LABEL, YEAR_LABEL, ScoreState, YearState
from shuangluan.workforce.tables import ANYBODY, FactLine

Y, S = YearState, ScoreState
YEAR_TONE = {Y.GATHERING: "doing", Y.PROPOSED: "doing", Y.PUBLISHED: "wait", Y.CONFIRMED: "done"}
SCORE_TONE = {
    S.GATHERING: "", S.PROPOSED: "wait", S.PASSED: "done", S.DOUBTFUL: "stop", S.HELD: "stop", S.PUBLISHED: "wait",
    S.REVIEWING: "doing", S.CONFIRMED: "done",
}  # fmt: skip


class YearLine(FactLine):
    """A year in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The year opens its persons."""
        return f"{self.row.year} 年度", f"/workforce/appraisals/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """How far it is."""
        return YEAR_LABEL[self.row.state], YEAR_TONE[self.row.state]


YEARS = Table(
    "appraisal_years",
    "年度考核",
    (
        Column("year", "年度", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("people", "参加考核", kind="num", value=lambda x: x.row.people, width=10),
        Column("confirmed", "已确认", kind="num", value=lambda x: x.row.confirmed, width=10),
        Column("held", "暂缓", kind="num", value=lambda x: x.row.held, width=8),
        Column("until", "公示到", kind="date", value=lambda x: x.row.until, width=12),
        Column(
            "confirmed_on", "确认日期", kind="date", width=12,
            value=lambda x: clock.local_day(x.row.confirmed_at) if x.row.confirmed_at else None,
        ),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
    ),
    (Filter("q", "年度"), Filter("state", "环节", "choice", tuple((one.value, YEAR_LABEL[one]) for one in Y))),
    (View("all", "全部"), View("open", "在办"), View("confirmed", "已确认")),
    default_sort="year",
    default_desc=True,
)  # fmt: skip


@dataclass(frozen=True)
class ScoreLine:
    """A person's year in words."""

    row: Any
    day: date

    @property
    def score(self) -> AppraisalScore:
        """The record."""
        found: AppraisalScore = self.row.AppraisalScore
        return found

    @property
    def id(self) -> int:
        """Its id."""
        return self.score.id

    @property
    def title(self) -> str:
        """The name, for the tick box."""
        return self.score.worker.person.name

    @property
    def link(self) -> tuple[str, str]:
        """The name opens every line of it."""
        return self.title, f"/workforce/appraisals/scores/{self.id}"

    @property
    def total(self) -> str:
        """The weighted total; empty before it is reckoned."""
        return "" if self.score.total_x100 is None else yuan_of(self.score.total_x100)

    @property
    def rating(self) -> str:
        """The proposed rating, with the one before 复核 and why there is none."""
        one = self.score
        before = f"（复核前{one.rating_before}）" if one.rating_before and one.rating_before != one.rating else ""
        return f"{one.rating}{before}{f'（{one.reason}）' if one.reason else ''}{'（同分待定）' if one.is_tied else ''}"

    @property
    def state(self) -> tuple[str, str]:
        """How far it is."""
        return SCORE_LABEL[self.score.state], SCORE_TONE[self.score.state]

    @property
    def said(self) -> str:
        """What was noted, why a seat was given, until when 复核 is answered."""
        one = self.score
        due = f"{one.review_due_on} 前答复复核" if one.state is S.REVIEWING and one.review_due_on else ""
        return "；".join(filter(None, (one.note, one.seat_reason, due)))

    @property
    def served(self) -> tuple[str, str] | None:
        """On which day it was served, or that it was not yet."""
        if self.score.served_on:
            return f"{self.score.served_on} {manner_name(self.score.served_how)}", "done"
        return ("未送达", "stop") if self.score.state is S.PUBLISHED else None

    @property
    def acknowledged(self) -> datetime | None:
        """When she signed for it on her phone."""
        at = self.score.acknowledged_at
        return clock.local(at) if at else None


@dataclass(frozen=True)
class ServiceLine(ScoreLine):
    """The same in the list to serve: what was ticked, and one's own, which another serves."""

    person_id: int
    picked: Collection[str]

    @property
    def ticked(self) -> bool:
        """Whether she was ticked in the form that came back."""
        return str(self.id) in self.picked

    @property
    def closed(self) -> bool:
        """Whether there is nothing to tick: served already, or one's own."""
        return self.score.served_on is not None or self.score.worker.person_id == self.person_id


def _part(*codes: str) -> Any:
    """The score of the first of these parts that there is."""
    return lambda x: next((x.score.parts[code] for code in codes if x.score.parts.get(code)), "")


NAMES = (
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
    Column("community", "社区", sort=True, value=lambda x: areas().short(x.score.community), width=14),
)
SCORES = Table(
    "appraisal_scores",
    "年度考核人员",
    (
        *NAMES,
        Column("sat", "满意度", kind="num", value=_part("SAT", "HOST"), width=10),
        Column("day", "日常", kind="num", value=_part("DAY"), width=10),
        Column("street", "街道", kind="num", value=_part("STR"), width=10),
        Column("peer", "互评", kind="num", value=_part("PEER"), width=10),
        Column("total", "总分", kind="num", value=lambda x: x.total, width=10),
        Column("rating", "拟定等次", value=lambda x: x.rating, width=16),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
        Column("said", "说明", value=lambda x: x.said, width=24),
        Column("served", "送达", kind="state", shown=False, value=lambda x: x.served, width=20),
    ),
    (ANYBODY, Filter("rating", "等次", "choice")),
    (
        View("all", "全部"), View("waiting", "待街道审核"), View("doubtful", "存疑", hot=True),
        View("held", "暂缓", hot=True), View("reviewing", "复核中", hot=True), View("unserved", "未送达"),
        View("served", "已送达"),
    ),
    default_sort="community",
    size=50,
)  # fmt: skip
SERVICE = Table(
    "appraisal_service",
    "送达",
    (
        *NAMES,
        Column("rating", "等次", value=lambda x: x.rating, width=14),
        Column("served", "送达", kind="state", value=lambda x: x.served, width=22),
        Column("until", "复核到", kind="date", value=lambda x: x.score.review_until, width=12),
        Column("acknowledged", "本人签收", kind="moment", value=lambda x: x.acknowledged, width=18),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
    ),
    (ANYBODY,),
    (View("unserved", "未送达", hot=True), View("served", "已送达"), View("results", "全部")),
    default_sort="community",
    size=50,
)
