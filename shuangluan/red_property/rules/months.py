"""Whether a compound met in a month: derived from its meetings, never stored (RP-20)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.dates import MeetingDays, after, first_of, last_makeup_day, period_of
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.words import MeetingKind, Mode


class MonthStatus(StrEnum):
    """What became of the month's obligation."""

    HELD = "held"
    MADE_UP = "made_up"
    INQUORATE = "inquorate"
    EXEMPT = "exempt"
    NOT_DUE = "not_due"
    MISSED = "missed"


MONTH_LABEL = {
    MonthStatus.HELD: "已开",
    MonthStatus.MADE_UP: "补开",
    MonthStatus.INQUORATE: "流会",
    MonthStatus.EXEMPT: "免开",
    MonthStatus.NOT_DUE: "未到期",
    MonthStatus.MISSED: "未开",
}


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that took place, as far as one compound's month asks.

    `days` are those of its date; `submitted_on` is None for a draft; `is_confirmed`: the street took the late
    record. A special or cancelled meeting is not handed in here.
    """

    period: str
    held_on: date
    is_quorate: bool
    days: MeetingDays
    submitted_on: date | None = None
    is_confirmed: bool = False
    reason: str = ""

    @property
    def is_late(self) -> bool:
        """迟报: submitted after its limit."""
        return self.submitted_on is not None and self.submitted_on > self.days.submit_by

    @property
    def counts(self) -> bool:
        """Quorate, submitted, and if very late, confirmed by the street."""
        if not self.is_quorate or self.submitted_on is None:
            return False
        return self.submitted_on <= self.days.confirm_from or self.is_confirmed


@dataclass(frozen=True, slots=True)
class Month:
    """The status of one compound in one month, and whether its record came late."""

    status: MonthStatus
    is_late: bool = False


def is_due(mode_on_first: Mode) -> bool:
    """Whether a compound owes a meeting: its mode on the 1st is 三方 or 两方议事."""
    return mode_on_first is not Mode.NONE


def month(period: str, meetings: Iterable[HeldMeeting], today: date, terms: Terms, *, is_exempt: bool) -> Month:
    """The month of one compound on `today` (RP-20).

    A quorate meeting beats 免开 and 流会; an exemption of the street beats 流会. A month is not yet 未开 while a
    quorate draft of it may still be submitted in time.
    """
    own = [one for one in meetings if one.period == period]
    inside = [one for one in own if period_of(one.held_on) == period]
    later = [one for one in own if after(period) <= one.held_on <= last_makeup_day(period, terms)]
    for status, among in ((MonthStatus.HELD, inside), (MonthStatus.MADE_UP, later)):
        counted = [one for one in among if one.counts]
        if counted:
            return Month(status, all(one.is_late for one in counted))
    if is_exempt:
        return Month(MonthStatus.EXEMPT)
    if _may_still_be_met(period, [*inside, *later], today):
        return Month(MonthStatus.NOT_DUE)
    if inside and not any(one.is_quorate for one in inside):
        return Month(MonthStatus.INQUORATE)
    return Month(MonthStatus.MISSED)


def _may_still_be_met(period: str, drafts: Sequence[HeldMeeting], today: date) -> bool:
    if today < after(period):
        return not drafts or any(one.is_quorate for one in drafts)
    return any(one.is_quorate and one.submitted_on is None and today <= one.days.submit_by for one in drafts)


def check_period(kind: MeetingKind, period: str | None, held_on: date, reason: str, terms: Terms) -> None:
    """The month that a meeting is for: its own, or with a reason the one before during the first days (RP-20).

    Raises RuleBroken for a special meeting with a month, a regular one without, and any other month.
    """
    if kind is MeetingKind.SPECIAL:
        if period:
            raise RuleBroken("临时会不计入哪个月，月份请留空", "period")
        return
    if not period:
        raise RuleBroken("例会要写是哪个月的", "period")
    if period == period_of(held_on):
        return
    if not after(period) <= held_on <= last_makeup_day(period, terms):
        month_name = f"{first_of(period):%Y年%-m月}"
        raise RuleBroken(f"{month_name}的例会要在当月开，或在次月 {terms.makeup_days} 日以前补开", "period")
    if not reason.strip():
        raise RuleBroken("补开上个月的例会，请写明原因", "reason")


def check_can_convert(held_on: date, today: date) -> None:
    """A special meeting becomes the month's regular one only inside that month (RP-20)."""
    if period_of(held_on) != period_of(today):
        raise RuleBroken("临时会只能在当月之内改为例会")


@dataclass(frozen=True, slots=True)
class MonthCount:
    """按月召开率 of several compounds: met of due less exempt, made up months shown apart."""

    held: int
    made_up: int
    due: int
    exempt: int

    @property
    def met(self) -> int:
        """已开 and 补开."""
        return self.held + self.made_up

    @property
    def expected(self) -> int:
        """应开 less 免开."""
        return self.due - self.exempt


def counted(statuses: Iterable[MonthStatus]) -> MonthCount:
    """The count of the due compounds' statuses (RP-40)."""
    found = list(statuses)
    return MonthCount(
        found.count(MonthStatus.HELD), found.count(MonthStatus.MADE_UP), len(found), found.count(MonthStatus.EXEMPT)
    )


def missed_in_a_row(statuses: Sequence[MonthStatus]) -> int:
    """How many months up to the last are 未开 without a break: the district's list begins at two (RP-21)."""
    count = 0
    for status in reversed(statuses):
        if status is not MonthStatus.MISSED:
            break
        count += 1
    return count
