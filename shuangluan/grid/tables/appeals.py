"""诉求台账 and the registers beside it declared once: columns, filters, views, and the words of a row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from shuangluan.grid.queries.cases import is_archived
from shuangluan.grid.queries.leg_register import SIGNING
from shuangluan.grid.rules import (
    LEG_LABEL,
    LEVEL_LABEL,
    OPEN,
    OUTCOME_LABEL,
    REPORTER_LABEL,
    ROLE_LABEL,
    SATISFACTION_LABEL,
    STATE_LABEL,
    AppealState,
    Catalogue,
    LegKind,
    LegRole,
    Level,
    Outcome,
    ReporterKind,
    Satisfaction,
    short_number,
)
from shuangluan.grid.rules.states import HANDLING_LABEL
from shuangluan.kernel import clock, pii
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Options, Table, View

S = AppealState
TONE = {
    S.REGISTERED: "", S.ACCEPTED: "doing", S.DISPATCHED: "doing", S.PROCESSING: "doing", S.RESPONDED: "wait",
    S.VERIFYING: "wait", S.CLOSED: "done", S.REJECTED: "off", S.MERGED: "off", S.WITHDRAWN: "off", S.VOIDED: "off",
    S.ARCHIVED: "off",
}  # fmt: skip
DAY_UNITS = {"wd": "个工作日", "cd": "天"}
NEAR = ("今天", "明天", "后天", "3 天后")
Words = tuple[str, str]  # words and tone: late, soon, mute


@dataclass(frozen=True)
class Reading:
    """How rows are put into words: the catalogue's names, the moment, whether the reader only handles, and where."""

    catalogue: Catalogue
    now: datetime
    is_body: bool = False
    is_one_community: bool = False

    @cached_property
    def today(self) -> date:
        """The local day."""
        return clock.local_day(self.now)

    def names(self) -> Mapping[str, str]:
        """Code → name of every category and source."""
        return {one.code: one.name for one in (*self.catalogue.sources, *self.catalogue.categories)}


class Line:
    """A row of the register with its words; each is made when a column asks for it."""

    def __init__(self, row: Any, reading: Reading, names: Mapping[str, str]) -> None:
        self.row, self.reading, self._names = row, reading, names
        self.id: int = row.id

    @property
    def number(self) -> str:
        """SL-1120-001 in the running year."""
        return short_number(self.row.no, self.reading.today)

    @property
    def state(self) -> AppealState:
        """已归档 is derived (GR-11)."""
        return S.ARCHIVED if is_archived(self.row, self.reading.today) else self.row.state

    @property
    def state_words(self) -> Words:
        """The state, or what holds it up."""
        return STATE_LABEL[self.state], TONE[self.state]

    @property
    def category(self) -> str:
        """Its name today; a code that the catalogue lost stands for itself."""
        return self._names.get(self.row.category, self.row.category)

    @property
    def source(self) -> str:
        """Where it comes from."""
        return self._names.get(self.row.source, self.row.source)

    @property
    def grid(self) -> str:
        """万和城 · 03 网格; without one grid: 待定位 (GR-15, GR-11)."""
        code = self.row.code15
        return f"{areas().short(self.row.community)} · " + (f"{code[13:]} 网格" if code else "待定位")

    @property
    def short_grid(self) -> str:
        """In a list of one community its name says nothing."""
        return self.grid.rpartition(" · ")[2] if self.reading.is_one_community else self.grid

    @property
    def community(self) -> str:
        """万和城社区."""
        return areas().name(self.row.community)

    @property
    def tags(self) -> list[Words]:
        """What makes it an exception."""
        row = self.row
        found = [("紧急", "red")] if row.level is Level.URGENT and row.state in OPEN else []
        found += [("群体性", "amber")] if row.is_mass else []
        found += [("限阅", "")] if row.is_restricted else []
        found += [("已催办", "amber")] if row.reminded_at and row.state in OPEN and not row.responded_at else []
        return found

    @property
    def reporter(self) -> str:
        """The first reporter, masked; from a body that handles it, hidden where he asked for that (GR-13)."""
        row = self.row
        kind: ReporterKind | None = row.reporter_kind
        if kind is None:
            return ""
        if row.hide_from_handler and self.reading.is_body:
            return "要求保密"
        parts = (pii.mask_name(row.reporter_name or ""), pii.mask_phone(row.reporter_phone or ""))
        return " ".join(part for part in parts if part) or REPORTER_LABEL[kind]

    def day(self, key: str) -> str:
        """11-20, another year's with its year: the local day of a moment."""
        at: datetime | None = getattr(self.row, key)
        return _day(clock.local_day(at), self.reading.today) if at else ""

    @property
    def late(self) -> bool:
        """Whether the row is painted as overdue."""
        due = self.due
        return due is not None and due[1] == "late"

    @property
    def due_date(self) -> str:
        """The deadline as a workbook keeps it: the date, and after it only what does not change with the day."""
        row = self.row
        words, tone = self.due or ("", "")
        if row.state is S.REGISTERED:
            return f"{clock.local(row.accept_due_at):%Y-%m-%d %H:%M} 前受理"
        if row.due_on is None or words.startswith(("复核", "挂起")):
            return words
        return f"{row.due_on}（{words}）" if tone == "late" else f"{row.due_on}"

    @cached_property
    def due(self) -> Words | None:
        """The deadline in words: 逾期 2 天, 今天 17:30, 3 天后; a paused one says what is left (GR-27)."""
        row, now, today = self.row, self.reading.now, self.reading.today
        if row.outcome == Outcome.SHELVED and row.state is S.CLOSED and not row.reviewed_at and row.review_on:
            return f"复核 {_day(row.review_on, today)}", "late" if row.review_on < today else "mute"
        if row.state is S.REGISTERED:
            return _accepting(row.accept_due_at, now)
        if row.is_suspended and row.state in OPEN and row.due_on is None:
            unit = DAY_UNITS.get(row.promise_unit or "", "")
            return f"挂起，剩 {row.remaining or 0} {unit}".rstrip(), "mute"
        if row.due_on is None:
            return None
        if row.state not in OPEN or row.responded_at is not None:
            return _day(row.due_on, today), "mute"
        words, tone = _promise(row, now, today)
        return (f"{words} 暂估" if row.is_provisional else words), tone


def _accepting(due: datetime, now: datetime) -> Words:
    """受理 within working hours: by which hour, or for how long it has been late (GR-28)."""
    if now > due:
        return f"受理{_late(due, now)}", "late"
    local, today = clock.local(due), clock.local_day(now)
    near = (local.date() - today).days
    day = NEAR[near] if near < len(NEAR) else _day(local.date(), today)
    return f"{day} {local:%H:%M} 前受理", "soon" if near <= 1 else "mute"


def _promise(row: Any, now: datetime, today: date) -> Words:
    if row.due_at is not None and now > row.due_at:
        severe = row.severe_at is not None and now > row.severe_at
        return ("严重超期" if severe else "") + _late(row.due_at, now, plain=severe), "late"
    left = (row.due_on - today).days
    if left <= 3:
        hour = f" {clock.local(row.due_at):%H:%M}" if row.promise_unit not in DAY_UNITS and row.due_at else ""
        return f"{NEAR[max(left, 0)]}{hour}", "soon"
    return (f"{left} 天后" if left <= 9 else _day(row.due_on, today)), "mute"


def _late(due: datetime, now: datetime, *, plain: bool = False) -> str:
    """逾期 2 天, on the first day in hours; 24:00 of a day belongs to that day."""
    days = (clock.local_day(now) - clock.local_day(due)).days
    whole = clock.local(due).time() == datetime.min.time()
    hours = max(1, int((now - due).total_seconds() // 3600))
    words = f"{days + whole} 天" if days + whole else f"{hours} 小时"
    return f" {words}" if plain else f"逾期 {words}"


def _day(day: date, today: date) -> str:
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def lines(rows: Iterable[Any], reading: Reading) -> Iterator[Line]:
    """Rows put into words, one at a time: an export holds no more than it reads."""
    names = reading.names()
    return (Line(row, reading, names) for row in rows)


def _outcome(line: Line) -> str:
    return OUTCOME_LABEL[Outcome(line.row.outcome)] if line.row.outcome else ""


COLUMNS = (
    Column("no", "编号", value=lambda x: x.number, written=lambda x: x.row.no, width=18),
    Column("title", "诉求", kind="link", value=lambda x: (x.row.title, ""), width=40),
    Column("category", "类别", value=lambda x: x.category, width=18),
    Column("level", "等级", shown=False, value=lambda x: LEVEL_LABEL[x.row.level], width=8),
    Column("place", "地点", shown=False, value=lambda x: x.row.address_text, width=30),
    Column("compound", "小区", shown=False, value=lambda x: x.row.compound_name, width=18),
    Column("community", "社区", shown=False, value=lambda x: x.community, width=18),
    Column("grid", "社区 / 网格", value=lambda x: x.grid, width=20),
    Column("handler", "承办", value=lambda x: x.row.handler, width=20),
    Column("handling", "承办级别", shown=False, value=lambda x: HANDLING_LABEL[x.row.handling_level], width=10),
    Column("state", "状态", kind="state", value=lambda x: x.state_words, width=10),
    Column("due", "期限", sort=True, kind="due", value=lambda x: x.due, width=24, written=lambda x: x.due_date),
    Column("due_on", "承诺到期日", shown=False, kind="date", value=lambda x: x.row.due_on, width=12),
    Column("registered_at", "登记", sort=True, kind="moment", value=lambda x: x.row.registered_at, width=17),
    Column("source", "来源", shown=False, value=lambda x: x.source, width=12),
    Column("source_no", "来源单号", shown=False, value=lambda x: x.row.source_no, width=20),
    Column("reporter", "诉求人", shown=False, value=lambda x: x.reporter, width=20),
    Column("closed_at", "办结", sort=True, shown=False, kind="moment", value=lambda x: x.row.closed_at, width=17),
    Column("outcome", "办结类型", shown=False, value=_outcome, width=20),
)
FILTERS = (
    Filter("q", "关键词"),
    Filter("category", "类别", "choice"),
    Filter("state", "状态", "choice", tuple((each.value, STATE_LABEL[each]) for each in S)),
    Filter("compound", "小区", suggest="grid.compound_options"),
    Filter("on", "登记日期", "dates"),
    Filter("mine", "只看我的", "flag"),
    Filter("domain", "大类", "choice", more=True),
    Filter("level", "等级", "choice", tuple((each.value, LEVEL_LABEL[each]) for each in Level), more=True),
    Filter("source", "来源", "choice", more=True),
    Filter("handler", "承办单位", more=True),
    Filter("closed", "办结日期", "dates", more=True),
)
RUNNING = ("due", "registered_at")
VIEWS = (
    View("open", "在办", sorts=RUNNING),
    View("overdue", "逾期", hot=True, sorts=RUNNING),
    View("soon", "3 日内到期", sorts=RUNNING),
    View("verifying", "待回访", sorts=RUNNING),
    View("paused", "挂起", sort="registered_at", sorts=RUNNING),
    View("unlocated", "待定位", hot=True, sorts=RUNNING),
    View("shelved", "挂账", sort="closed_at", sorts=("closed_at", "registered_at")),
    View("closed", "已办结", sort="closed_at", desc=True, sorts=("closed_at", "registered_at")),
    View("all", "全部", sort="registered_at", desc=True, sorts=("registered_at",)),
)
APPEALS = Table("appeals", "诉求事件", COLUMNS, FILTERS, VIEWS, default_sort="due")


def options(catalogue: Catalogue, domain: str = "") -> dict[str, Options]:
    """The choices of the filters that the catalogue sets; with a 大类 chosen only its own categories."""
    known = [one for one in catalogue.categories if domain in ("", one.domain)]
    return {
        "domain": [(one.code, one.name) for one in catalogue.domains],
        "category": [(one.code, one.name) for one in known],
        "source": [(one.code, one.name) for one in catalogue.sources],
    }


LEGS = Table(
    "legs",
    "流转环节",
    (
        Column("no", "编号", value=lambda x: x.number, width=15),
        Column("title", "诉求", kind="link", value=lambda x: x.link, width=40),
        Column("community", "社区", shown=False, value=lambda x: x.community, width=18),
        Column("to_name", "承办", value=lambda x: x.row.to_name, width=20),
        Column("role", "主办或协办", value=lambda x: ROLE_LABEL[x.row.role], width=10),
        Column("kind", "方式", value=lambda x: LEG_LABEL[x.row.kind], width=8),
        Column("issued_at", "派出", sort=True, kind="moment", value=lambda x: x.local(x.row.issued_at), width=17),
        Column("sign_due_at", "签收时限", sort=True, value=lambda x: x.until(x.row.sign_due_at), width=17),
        Column("signed_at", "签收", kind="moment", value=lambda x: x.local(x.row.signed_at), width=17),
        Column("signing", "签收情况", kind="state", value=lambda x: x.signing, width=14),
        Column("due_at", "办理时限", shown=False, value=lambda x: x.until(x.row.due_at), width=17),
        Column("done_at", "办完", shown=False, kind="moment", value=lambda x: x.local(x.row.done_at), width=17),
    ),
    (
        Filter("q", "编号、诉求或承办单位"),
        Filter("signing", "签收情况", "choice", tuple(SIGNING.items())),
        Filter("role", "主办或协办", "choice", tuple((each.value, ROLE_LABEL[each]) for each in LegRole)),
        Filter("kind", "方式", "choice", tuple((each.value, LEG_LABEL[each]) for each in LegKind)),
        Filter("sign_due", "签收时限", "dates"),
    ),
    (),
    default_sort="sign_due_at",
    default_desc=True,
)
ANSWERS = Table(
    "answers",
    "回访评价",
    (
        Column("no", "编号", value=lambda x: x.number, width=15),
        Column("title", "诉求", kind="link", value=lambda x: x.link, width=40),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("reporter", "诉求人", value=lambda x: x.reporter, width=12),
        Column("merged", "原编号", shown=False, value=lambda x: x.merged, width=15),
        Column("rating", "评价", kind="state", value=lambda x: x.rating, width=10),
        Column("solved", "认为是否解决", value=lambda x: x.solved, width=12),
        Column("reasons", "不满意原因", value=lambda x: x.reasons, width=20),
        Column("asked_on", "办结", sort=True, kind="date", value=lambda x: x.row.asked_on, width=12),
    ),
    (
        Filter("q", "编号或诉求"),
        Filter("satisfaction", "评价", "choice", tuple((e.value, SATISFACTION_LABEL[e]) for e in Satisfaction)),
        Filter("asked", "办结日期", "dates"),
        Filter("compound", "小区", suggest="grid.compound_options"),
        Filter("domain", "大类", "choice", more=True),
    ),
    (),
    default_sort="asked_on",
    default_desc=True,
)
