"""The words of a meeting: its kinds and states, the parties, items, conclusions (RP-4, RP-6, RP-8)."""

from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class MeetingKind(StrEnum):
    """例会 of a month, or 临时会."""

    REGULAR = "regular"
    SPECIAL = "special"


MEETING_KIND_LABEL = {MeetingKind.REGULAR: "例会", MeetingKind.SPECIAL: "临时会"}


class MeetingState(StrEnum):
    """Where a meeting stands; 已归档 is computed when read."""

    PLANNED = "planned"
    NOTIFIED = "notified"
    HELD = "held"
    PENDING = "pending"
    SIGNED = "signed"
    ARCHIVED = "archived"
    INQUORATE = "inquorate"
    CANCELLED = "cancelled"


MEETING_LABEL = {
    MeetingState.PLANNED: "计划中",
    MeetingState.NOTIFIED: "已通知",
    MeetingState.HELD: "记录中",
    MeetingState.PENDING: "待签认",
    MeetingState.SIGNED: "已签认",
    MeetingState.ARCHIVED: "已归档",
    MeetingState.INQUORATE: "流会",
    MeetingState.CANCELLED: "已取消",
}
# An amendment that breaks the quorum turns a signed meeting into 流会 (RP-19).
MEETING_NEXT: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.NOTIFIED, MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.NOTIFIED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.PENDING, MeetingState.INQUORATE}),
    MeetingState.PENDING: frozenset({MeetingState.HELD, MeetingState.SIGNED}),
    MeetingState.SIGNED: frozenset({MeetingState.ARCHIVED, MeetingState.INQUORATE}),
    MeetingState.ARCHIVED: frozenset({MeetingState.INQUORATE}),
    MeetingState.INQUORATE: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}
SUBMITTED = frozenset({MeetingState.PENDING, MeetingState.SIGNED, MeetingState.ARCHIVED})
BEFORE = frozenset({MeetingState.PLANNED, MeetingState.NOTIFIED})


def check_can_move(state: MeetingState, to: MeetingState) -> None:
    """Refuse a move that RP-8 does not know, naming the possible ones."""
    if to in MEETING_NEXT[state]:
        return
    refused = f"“{MEETING_LABEL[state]}”的联席会不能改为“{MEETING_LABEL[to]}”"
    possible = "、".join(MEETING_LABEL[one] for one in MeetingState if one in MEETING_NEXT[state])
    raise RuleBroken(f"{refused}，只能改为：{possible}" if possible else f"{refused}，它已经到头了")


class Party(StrEnum):
    """For whom somebody sits at the table; an observer 列席 is in no party."""

    COMMUNITY = "committee_resident"
    OWNERS = "owners"
    PROPERTY = "property"
    OBSERVER = "observer"


PARTY_LABEL = {
    Party.COMMUNITY: "居委会",
    Party.OWNERS: "业委会",
    Party.PROPERTY: "物业",
    Party.OBSERVER: "列席",
}
THREE = (Party.COMMUNITY, Party.OWNERS, Party.PROPERTY)


class Mode(StrEnum):
    """议事方式 of a compound: exactly one on every date (RP-5)."""

    THREE = "three"
    TWO = "two"
    NONE = "none"


MODE_LABEL = {Mode.THREE: "三方议事", Mode.TWO: "两方议事", Mode.NONE: "不议事"}


def parties_of(mode: Mode) -> tuple[Party, ...]:
    """The parties that a meeting of a compound needs; without a company there are two (RP-14)."""
    return {Mode.THREE: THREE, Mode.TWO: THREE[:2], Mode.NONE: ()}[mode]


class ItemKind(StrEnum):
    """The four parts of the agenda, in their order (RP-13)."""

    FOLLOW_UP = "follow_up"
    REPORT = "report"
    NEGOTIATE = "negotiate"
    OTHER = "other"


ITEM_KIND_LABEL = {
    ItemKind.FOLLOW_UP: "上次落实",
    ItemKind.REPORT: "通报",
    ItemKind.NEGOTIATE: "协商",
    ItemKind.OTHER: "其他",
}


class Conclusion(StrEnum):
    """How an item ended."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"


CONCLUSION_LABEL = {
    Conclusion.AGREED: "达成一致",
    Conclusion.NOT_AGREED: "未达成一致",
    Conclusion.CARRIED: "顺延",
    Conclusion.WITHDRAWN: "撤回",
    Conclusion.NOTED: "已通报",
}


class Stance(StrEnum):
    """A party's word on a resolution; only 同意 adopts (RP-16)."""

    AGREE = "agree"
    RESERVE = "reserve"
    DISAGREE = "disagree"


STANCE_LABEL = {Stance.AGREE: "同意", Stance.RESERVE: "保留", Stance.DISAGREE: "不同意"}


class Ratification(StrEnum):
    """Who has to decide after the meeting (RP-17)."""

    NONE = "none"
    COMMITTEE = "committee"
    OWNERS = "owners"
    APPROVAL = "approval"
    EMERGENCY = "emergency"


RATIFICATION_LABEL = {
    Ratification.NONE: "无需",
    Ratification.COMMITTEE: "需业委会决定",
    Ratification.OWNERS: "需业主共同决定",
    Ratification.APPROVAL: "需街道或部门审批",
    Ratification.EMERGENCY: "紧急维修程序",
}
