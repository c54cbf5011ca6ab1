"""公示 in itself: the list as published, the period that must run, what objections come to. Pure."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar, Limit, Unit
from shuangluan.kernel.workdays.days import ONE_DAY

LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])")


class PostingState(StrEnum):
    """Whether a list still hangs; that its period has run is computed (D7)."""

    POSTED = "posted"
    CONCLUDED = "concluded"  # what was published went on to be decided
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # by a changed list with a period of its own


class ObjectionState(StrEnum):
    """How far an objection has come."""

    ENTERED = "entered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DECIDED = "decided"


class Finding(StrEnum):
    """What an objection was found to be."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


class Channel(StrEnum):
    """How an objection came in."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    WRITTEN = "written"
    OTHER = "other"


POSTING_LABEL = {
    PostingState.POSTED: "公示中",
    PostingState.CONCLUDED: "已办结",
    PostingState.WITHDRAWN: "已撤回",
    PostingState.REPLACED: "已重新公示",
}
RUN_OUT = "期满待办结"
OBJECTION_LABEL = {
    ObjectionState.ENTERED: "待受理",
    ObjectionState.ACCEPTED: "核实中",
    ObjectionState.DECLINED: "不予受理",
    ObjectionState.DECIDED: "已答复",
}
FINDING_LABEL = {Finding.UPHELD: "成立", Finding.PARTLY: "部分成立", Finding.NOT_UPHELD: "不成立"}
CHANNEL_LABEL = {
    Channel.IN_PERSON: "当面",
    Channel.TELEPHONE: "电话",
    Channel.WRITTEN: "书面",
    Channel.OTHER: "其他",
}
OPEN_OBJECTIONS = frozenset({ObjectionState.ENTERED, ObjectionState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class FrozenList:
    """A list as it is put up: headings, and rows of public text. Raises RuleBroken where a row does not fit its
    headings, and where an identity or mobile number stands in it: neither is ever published.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise RuleBroken(f"公示名单第 {number} 行与表头的列数不符")
            for text in row:
                if LONG_NUMBER.search(text):
                    raise RuleBroken(f"公示名单第 {number} 行里有身份证号或手机号，去掉后再公示")

    @classmethod
    def of(cls, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> "FrozenList":
        """Of any values; what is empty stays empty."""
        return cls(tuple(columns), tuple(tuple("" if one is None else str(one) for one in row) for row in rows))

    @property
    def snapshot_hash(self) -> str:
        """SHA-256 of the list; two lists that read alike have the same."""
        text = json.dumps([self.columns, self.rows], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def last_day(posted_on: date, term: Limit, calendar: Calendar) -> date:
    """The last day of a period of publicity, counted to its 24:00; the day of posting is not counted (WF-110).

    A period in calendar days that would end on a day of rest ends on the next working day. Raises RuleBroken for a
    term that is not in days, and where a counted day or the end lies in a year whose arrangement is not published:
    a period of law is refused, never estimated (D12).
    """
    if term.n < 1 or term.unit not in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        raise RuleBroken("公示期要写 1 天以上，按工作日或自然日算")
    if term.unit is Unit.WORKING_DAY:
        end = calendar.add_working_days(posted_on, term.n)
    else:
        end = calendar.first_working_day(posted_on + timedelta(term.n))
    estimated = calendar.unpublished_years(posted_on + ONE_DAY, end)
    if estimated:
        raise RuleBroken(f"{estimated[0]} 年的放假安排还没有公布，这个期限不能按估计的工作日算")
    return end


def label_on(state: PostingState, until: date, today: date) -> str:
    """The state as shown on a day."""
    return RUN_OUT if state is PostingState.POSTED and today > until else POSTING_LABEL[state]


def why_not_concluded(state: PostingState, until: date, open_objections: int, today: date) -> str:
    """Why what was published may not be decided on `today`; empty when it may."""
    if state is PostingState.CONCLUDED:
        return "这次公示已经办结"
    if state is not PostingState.POSTED:
        return f"这次公示{POSTING_LABEL[state]}，不能办结"
    if today <= until:
        return f"公示到 {until} 24:00 为止，期满后才能办理"
    if open_objections:
        return f"还有 {open_objections} 条异议没有办结，先受理、答复"
    return ""


def check_can_object(state: PostingState, posted_on: date, until: date, received_on: date, today: date) -> None:
    """Raises RuleBroken for an objection outside the period; one of 23:59 of the last day is in time (WF-166).

    One received in time may be entered later, but not once the matter was concluded.
    """
    if state is not PostingState.POSTED:
        raise RuleBroken(f"这次公示{POSTING_LABEL[state]}，不再收异议")
    if received_on > today:
        raise RuleBroken("收到的日子不能晚于今天", "received_on")
    if not posted_on <= received_on <= until:
        raise RuleBroken(f"异议要在公示期（{posted_on} 至 {until}）内提出，期外的按信访或诉求办理", "received_on")


def check_can_accept(state: ObjectionState) -> None:
    """Raises RuleBroken where an objection was accepted or declined before."""
    if state is not ObjectionState.ENTERED:
        raise RuleBroken(f"这条异议{OBJECTION_LABEL[state]}，不用再受理")


def check_can_decide(state: ObjectionState) -> None:
    """Raises RuleBroken where an objection is not being looked into."""
    if state is ObjectionState.ENTERED:
        raise RuleBroken("先受理，再写核实结论")
    if state is not ObjectionState.ACCEPTED:
        raise RuleBroken(f"这条异议{OBJECTION_LABEL[state]}，不能再改结论")
