"""联席会台账 and 议定事项台账 declared once: columns, filters, views, and the words of a row (D26, RP-61)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.models import MatterStage
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL, ResolutionState, is_overdue
from shuangluan.red_property.rules.street import ENTRY_LABEL, EntryState
from shuangluan.red_property.rules.words import (
    CONCLUSION_LABEL,
    MEETING_KIND_LABEL,
    MEETING_LABEL,
    PARTY_LABEL,
    THREE,
    MeetingKind,
    MeetingState,
)
from shuangluan.red_property.tables.lines import Line

MEETING_TONE = {
    MeetingState.PLANNED: "", MeetingState.NOTIFIED: "", MeetingState.HELD: "doing", MeetingState.PENDING: "wait",
    MeetingState.SIGNED: "done", MeetingState.ARCHIVED: "off", MeetingState.INQUORATE: "stop",
    MeetingState.CANCELLED: "off",
}  # fmt: skip
RESOLUTION_TONE = {
    ResolutionState.TO_DO: "", ResolutionState.DOING: "doing", ResolutionState.DONE: "done",
    ResolutionState.CANCELLED: "off", ResolutionState.REJECTED: "stop",
}  # fmt: skip
STAGE_TONE = {MatterStage.OPEN: "doing", MatterStage.DONE: "done", MatterStage.DROPPED: "off"}
NEAR = ("今天", "明天", "后天", "3 天后")


def due_words(due_on: date, today: date) -> tuple[str, str]:
    """A deadline in words and its tone: late, soon or mute."""
    left = (due_on - today).days
    if left < 0:
        return f"逾期 {-left} 天", "late"
    if left < len(NEAR):
        return NEAR[left], "soon"
    return f"{due_on:%m-%d}" if due_on.year == today.year else f"{due_on}", "mute"


@dataclass(frozen=True)
class MeetingLine(Line):
    """A meeting in words; signed by the third up to the day `archived`, it reads as archived."""

    archived: date

    @property
    def state(self) -> MeetingState:
        """Its state today."""
        is_archived = self.row.state is MeetingState.SIGNED and self.row.signed_on <= self.archived
        return MeetingState.ARCHIVED if is_archived else self.row.state

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.row.title)

    @property
    def link(self) -> tuple[str, str]:
        """The title, and where it opens."""
        return self.title, f"/red-property/meetings/{self.id}"

    @property
    def signed(self) -> str:
        """2/3 of what is needed; nothing before submission."""
        return f"{self.row.signatures}/3" if self.row.state in (MeetingState.PENDING, MeetingState.SIGNED) else ""


@dataclass(frozen=True)
class ResolutionLine(Line):
    """A resolution in words."""

    @property
    def title(self) -> str:
        """What was decided."""
        return str(self.row.text)

    @property
    def link(self) -> tuple[str, str]:
        """The text, and where it opens."""
        return self.title, f"/red-property/resolutions/{self.id}"

    @property
    def late(self) -> bool:
        """Whether the row is painted."""
        return is_overdue(self.row.state, self.row.due_on, self.day)

    @property
    def due(self) -> tuple[str, str]:
        """The deadline in words; of what has ended the bare date."""
        if self.row.state in (ResolutionState.DONE, ResolutionState.CANCELLED):
            return f"{self.row.due_on}", "mute"
        return due_words(self.row.due_on, self.day)


MEETINGS = Table(
    "red_property_meetings",
    "三方联席会",
    [
        Column("title", "联席会", kind="link", value=lambda one: one.link, width=36),
        Column("community", "社区", value=lambda one: areas().short(one.row.community)),
        Column("held_on", "开会日期", sort=True, kind="date", value=lambda one: one.row.held_on),
        Column("kind", "类型", value=lambda one: MEETING_KIND_LABEL[one.row.kind]),
        Column(
            "state", "状态", kind="state", value=lambda one: (MEETING_LABEL[one.state], MEETING_TONE[one.state])
        ),
        Column("signed", "签认", value=lambda one: one.signed),
        Column("recorder", "记录人", value=lambda one: one.row.recorder_name),
        Column("submitted_on", "提交", kind="date", shown=False, value=lambda one: one.row.submitted_on),
    ],
    [
        Filter("q", "小区、会议"),
        Filter("kind", "类型", "choice", tuple((kind.value, MEETING_KIND_LABEL[kind]) for kind in MeetingKind)),
        Filter("held", "开会日期", "dates"),
    ],
    [
        View("all", "全部"),
        View("draft", "记录中"),
        View("pending", "待签认", hot=True),
        View("signed", "已签认"),
        View("inquorate", "流会"),
        View("planned", "未开"),
    ],
    default_sort="held_on",
    default_desc=True,
)
RESOLUTIONS = Table(
    "red_property_resolutions",
    "议定事项",
    [
        Column("text", "议定事项", kind="link", value=lambda one: one.link, width=40),
        Column("meeting", "来自", value=lambda one: f"{one.row.title} {one.row.no}", width=30),
        Column(
            "owner", "责任方", value=lambda one: f"{PARTY_LABEL[one.row.holder_party]} {one.row.holder_name}", width=18
        ),
        Column(
            "due_on", "期限", sort=True, kind="due", value=lambda one: one.due, written=lambda one: one.row.due_on
        ),
        Column(
            "state", "状态", kind="state",
            value=lambda one: (RESOLUTION_LABEL[one.row.state], RESOLUTION_TONE.get(one.row.state, "wait")),
        ),
        Column("percent", "进度", kind="num", value=lambda one: f"{one.row.percent}%"),
        Column("postponements", "推迟", kind="num", value=lambda one: one.row.postponements or ""),
        Column("first_due_on", "首次期限", kind="date", shown=False, value=lambda one: one.row.first_due_on),
    ],
    [
        Filter("q", "内容、责任人"),
        Filter("party", "责任方", "choice", tuple((party.value, PARTY_LABEL[party]) for party in THREE)),
        Filter("state", "状态", "choice", tuple((state.value, RESOLUTION_LABEL[state]) for state in ResolutionState)),
        Filter("due", "期限", "dates"),
    ],
    [
        View("open", "未完成"),
        View("overdue", "逾期", hot=True),
        View("street", "可提请街道"),
        View("done", "已完成", sort="due_on", desc=True),
        View("all", "全部", sort="due_on", desc=True),
    ],
    default_sort="due_on",
)  # fmt: skip


@dataclass(frozen=True)
class EntryLine(Line):
    """An entry of 提请街道 in words."""

    @property
    def title(self) -> str:
        """What was handed up."""
        return str(self.row.title)

    @property
    def link(self) -> tuple[str, str]:
        """The title, and where it opens."""
        return self.title, f"/red-property/street-entries/{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether the street has not answered."""
        return self.row.state in (EntryState.WAITING, EntryState.ACCEPTED)

    @property
    def late(self) -> bool:
        """Whether the row is painted."""
        return self.is_open and self.row.answer_due_on < self.day

    @property
    def due(self) -> tuple[str, str]:
        """The last day of the answer; of what was answered the bare date."""
        return due_words(self.row.answer_due_on, self.day) if self.is_open else (f"{self.row.answer_due_on}", "mute")


@dataclass(frozen=True)
class ConferenceLine(Line):
    """A conference of a street in words."""

    @property
    def title(self) -> str:
        """Its number."""
        return f"{areas().name(self.row.street)}联〔{self.row.year}〕{self.row.sequence}号"

    @property
    def link(self) -> tuple[str, str]:
        """The number, and where it opens."""
        return self.title, f"/red-property/street-conferences/{self.id}"


@dataclass(frozen=True)
class ItemLine(Line):
    """An item of 协商 in words; `topics` are the names of the codes in force."""

    topics: Mapping[str, str]

    @property
    def title(self) -> str:
        """What it was about."""
        return str(self.row.title)

    @property
    def link(self) -> tuple[str, str]:
        """The title, and where it opens: its place in the minutes."""
        return self.title, f"/red-property/items/{self.id}"

    @property
    def topic(self) -> str:
        """The topic's name; an old code stands for itself."""
        return self.topics.get(self.row.topic, self.row.topic)


ITEMS = Table(
    "red_property_items",
    "协商议题",
    [
        Column("title", "议题", kind="link", value=lambda one: one.link, width=32),
        Column("meeting", "联席会", value=lambda one: one.row.meeting, width=30),
        Column("community", "社区", shown=False, value=lambda one: areas().short(one.row.community)),
        Column("topic", "类别", value=lambda one: one.topic),
        Column("held_on", "开会日期", sort=True, kind="date", value=lambda one: one.row.held_on),
        Column(
            "conclusion", "结论",
            value=lambda one: CONCLUSION_LABEL[one.row.conclusion] if one.row.conclusion else "",
        ),
        Column("state", "现在", kind="state", value=lambda one: (one.row.state_label, STAGE_TONE[one.row.stage])),
        Column("done", "议定事项", kind="num", value=lambda one: f"{one.row.done}/{one.row.resolutions}"),
    ],
    [Filter("q", "议题"), Filter("topic", "类别", "choice"), Filter("held", "开会日期", "dates")],
    [
        View("all", "全部"),
        View("resolved", "已解决"),
        View("not_agreed", "未达成一致", hot=True),
        View("carried", "顺延"),
    ],
    default_sort="held_on",
    default_desc=True,
)  # fmt: skip
ENTRY_TONE = {
    EntryState.WAITING: "wait", EntryState.ACCEPTED: "doing", EntryState.DECIDED: "done", EntryState.RETURNED: "stop",
}  # fmt: skip
ENTRIES = Table(
    "red_property_street_entries",
    "提请街道",
    [
        Column("title", "提请的事", kind="link", value=lambda one: one.link, width=36),
        Column("community", "社区", value=lambda one: areas().short(one.row.community)),
        Column("reason", "原因", value=lambda one: one.row.reason, width=36),
        Column("handed_on", "提请日期", sort=True, kind="date", value=lambda one: one.row.handed_on),
        Column("handed_by", "提请人", value=lambda one: one.row.handed_name),
        Column(
            "state", "状态", kind="state", value=lambda one: (ENTRY_LABEL[one.row.state], ENTRY_TONE[one.row.state])
        ),
        Column("answer", "答复期限", kind="due", value=lambda one: one.due, written=lambda one: one.row.answer_due_on),
        Column("decision", "议定", shown=False, value=lambda one: one.row.decision, width=36),
        Column("body", "承办", shown=False, value=lambda one: one.row.body),
    ],
    [Filter("q", "事项、社区"), Filter("handed", "提请日期", "dates")],
    [
        View("open", "待答复"),
        View("overdue", "答复逾期", hot=True),
        View("decided", "已议定", sort="handed_on", desc=True),
        View("returned", "退回", sort="handed_on", desc=True),
        View("all", "全部", sort="handed_on", desc=True),
    ],
    default_sort="handed_on",
)
CONFERENCES = Table(
    "red_property_street_conferences",
    "街道联席会议",
    [
        Column("title", "会议", kind="link", value=lambda one: one.link, width=24),
        Column("held_on", "开会日期", sort=True, kind="date", value=lambda one: one.row.held_on),
        Column("chair", "主持人", value=lambda one: one.row.chair),
        Column("present", "参加", value=lambda one: one.row.present, width=40),
        Column("decided", "议定", kind="num", value=lambda one: one.row.decided),
        Column("place", "地点", shown=False, value=lambda one: one.row.place),
    ],
    [Filter("q", "街道、主持人、参加单位"), Filter("held", "开会日期", "dates")],
    [View("all", "全部")],
    default_sort="held_on",
    default_desc=True,
)
