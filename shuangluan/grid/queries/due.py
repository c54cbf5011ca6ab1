"""Deadlines in words: how an appeal stands to its promise, how far it has come, and how its dates were reckoned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.queries.cases import DAYS, File
from shuangluan.grid.queries.names import Names
from shuangluan.grid.queries.story import Story
from shuangluan.grid.rules import (
    OUTCOME_LABEL,
    STATE_LABEL,
    AppealState,
    Outcome,
    accept_due,
    promise_due,
)
from shuangluan.kernel import clock
from shuangluan.kernel.lines import Line
from shuangluan.kernel.workdays import Calendar, Limit, Pause, Unit

S = AppealState
# how many of 登记 受理 派发 签收 反馈 核查回访 办结 lie behind an appeal in this state
DONE_IN = {
    S.REGISTERED: 1, S.ACCEPTED: 2, S.DISPATCHED: 3, S.PROCESSING: 4, S.RESPONDED: 5, S.VERIFYING: 5,
    S.CLOSED: 7, S.ARCHIVED: 7,
}  # fmt: skip
STEPS = ("登记", "受理", "派发", "签收", "反馈", "核查回访", "办结")
STATE_TONE = {
    S.REGISTERED: "", S.ACCEPTED: "doing", S.DISPATCHED: "wait", S.PROCESSING: "doing", S.RESPONDED: "wait",
    S.VERIFYING: "wait", S.CLOSED: "done", S.ARCHIVED: "off", S.REJECTED: "off", S.MERGED: "off",
    S.WITHDRAWN: "off", S.VOIDED: "off",
}  # fmt: skip


@dataclass(frozen=True)
class Due:
    """A deadline relative to now, and its tone: late, soon, mute or none."""

    words: str
    tone: str = ""


def due(appeal: Any, calendar: Calendar, now: datetime) -> Due | None:
    """How it stands to its promise, before acceptance to the hour of acceptance; None when nothing runs."""
    if appeal.state is S.REGISTERED:
        if now > appeal.accept_due_at:
            return Due(f"受理已超过期限 {_span(now - appeal.accept_due_at)}", "late")
        return Due(f"{_soon(appeal.accept_due_at, now)}前受理", "soon")
    if appeal.responded_at is not None:
        return _answered(appeal)
    if appeal.state not in (S.ACCEPTED, S.DISPATCHED, S.PROCESSING):
        return None
    if appeal.is_suspended and appeal.due_on is None:
        return Due(f"挂起中，恢复后还剩 {appeal.remaining} 个工作日", "soon")
    return _running(appeal, calendar, now) if appeal.due_on else None


def _running(appeal: Any, calendar: Calendar, now: datetime) -> Due:
    today = clock.local_day(now)
    if now >= appeal.due_at:
        severe = "严重超期，" if appeal.severe_at and now >= appeal.severe_at else ""
        late = f"{(today - appeal.due_on).days} 天" if appeal.promise_unit in DAYS else _span(now - appeal.due_at)
        return Due(f"{severe}逾期 {late}", "late")
    if appeal.promise_unit not in DAYS:
        return Due(f"{_soon(appeal.due_at, now)}前反馈", "soon")
    left = calendar.working_days_between(today, appeal.due_on)
    if appeal.due_on == today:
        return Due("今天到期", "soon")
    return Due(f"还剩 {left} 个工作日", "soon" if left <= 2 else "mute")


def _answered(appeal: Any) -> Due | None:
    if appeal.due_at is None:
        return None
    if appeal.responded_at <= appeal.due_at:
        return Due("在承诺期限内反馈", "mute")
    if appeal.promise_unit in DAYS:
        return Due(f"晚于承诺期限 {(clock.local_day(appeal.responded_at) - appeal.due_on).days} 天反馈", "mute")
    return Due(f"晚于承诺期限 {_span(appeal.responded_at - appeal.due_at)}反馈", "mute")


def _span(span: timedelta) -> str:
    """2 天, 3 小时, 20 分钟: the largest unit of which there is one."""
    if span.days:
        return f"{span.days} 天"
    hours, seconds = divmod(span.seconds, 3600)
    return f"{hours} 小时" if hours else f"{max(1, seconds // 60)} 分钟"


def _soon(at: datetime, now: datetime) -> str:
    """今天 17:30, 明天 09:00, 11-27 09:00."""
    local, days = clock.local(at), (clock.local_day(at) - clock.local_day(now)).days
    named = {0: "今天", 1: "明天"}.get(days, f"{local:%m-%d}")
    return f"{named} {local:%H:%M} "


def promise(names: Names, day: date | None, at: datetime | None, unit: str | None) -> str:
    """A promised date; with its hour where the promise counts in hours."""
    if day is None:
        return ""
    return names.day(day) if unit in DAYS or at is None else names.moment(at)


def progress(story: Story) -> list[tuple[str, str, str]]:
    """(name, note, ok, now or empty) of the linear process, for the steps component."""
    appeal = story.appeal
    notes = _notes(story)
    done = DONE_IN.get(appeal.state)
    if done is None:
        done = _done_before_end(story.file)
        ended_at = appeal.ended_at or story.merged_at
        passed = [(name, note, "ok") for name, note in zip(STEPS[:done], notes[:done], strict=True)]
        return [*passed, (STATE_LABEL[appeal.state], _day(ended_at), "ok")]
    tones = ["ok"] * done + ["now"] + [""] * len(STEPS)
    return list(zip(STEPS, notes, tones[: len(STEPS)], strict=True))


def _done_before_end(file: File) -> int:
    """Of an appeal that ended on the way: how far it had come."""
    if file.appeal.responded_at:
        return 5
    lead = file.last_lead
    if lead is not None:
        return 4 if lead.signed_at else 3
    return 2 if file.appeal.accepted_at else 1


def _notes(story: Story) -> list[str]:
    appeal, file = story.appeal, story.file
    lead = file.last_lead if appeal.state is not S.ACCEPTED else None
    late = appeal.accepted_at is not None and appeal.accepted_at > appeal.accept_due_at
    return [
        _day(appeal.registered_at),
        (_day(appeal.accepted_at) + ("，晚于期限" if late else "")) if appeal.accepted_at else "",
        f"{_day(lead.issued_at)}，{lead.to_name}" if lead else _without_lead(appeal),
        _signed(lead, story) if lead else _without_lead(appeal),
        _answer_note(appeal),
        _verified(story),
        _day(appeal.closed_at),
    ]


def _without_lead(appeal: Appeal) -> str:
    return "当场即办" if appeal.responded_at else ""


def _signed(lead: AppealLeg, story: Story) -> str:
    if lead.signed_at is None:
        return f"期限 {story.names.until(lead.sign_due_at)}"
    return _day(lead.signed_at) + ("，晚于期限" if lead.signed_at > lead.sign_due_at else "")


def _answer_note(appeal: Appeal) -> str:
    if appeal.responded_at is None or not appeal.outcome:
        return ""
    return f"{_day(appeal.responded_at)}，{OUTCOME_LABEL[Outcome(appeal.outcome)]}"


def _verified(story: Story) -> str:
    checks = [check for check in story.file.checks if check.round == story.file.round]
    contacts = [contact for contact in story.file.contacts if contact.round == story.file.round and contact.reached]
    parts = [f"{_day(checks[-1].checked_at)} 核查" if checks else ""]
    parts.append(f"回访到 {len({contact.reporter_id for contact in contacts})} 人" if contacts else "")
    return "，".join(part for part in parts if part)


def _day(at: datetime | None) -> str:
    return f"{clock.local(at):%m-%d}" if at else ""


@dataclass(frozen=True)
class Reckoned:
    """One deadline with the lines that say how it was found (GR-27)."""

    title: str
    result: str
    lines: Sequence[Line]


def reckoned(story: Story) -> list[Reckoned]:
    """受理期限 and 承诺期限 counted afresh from their facts; what merging or a change did beyond that is said."""
    return [*_acceptance(story), *_promised(story)]


def _acceptance(story: Story) -> Iterator[Reckoned]:
    appeal, terms = story.appeal, story.book.terms
    found = accept_due(clock.wall(appeal.registered_at), terms, story.book.calendar)
    yield Reckoned("受理期限", story.names.moment(appeal.accept_due_at), found.lines)


def _promised(story: Story) -> Iterator[Reckoned]:
    appeal, file = story.appeal, story.file
    if appeal.promise_from is None or appeal.promise_n is None or appeal.promise_unit is None:
        return
    start: date | datetime = clock.wall(appeal.promise_from)
    in_days = appeal.promise_unit in DAYS
    if appeal.reopen_count and in_days:
        start = clock.local_day(appeal.promise_from)
    pauses = [Pause(pause.from_on, pause.to_on) for pause in file.pauses]
    limit = Limit(appeal.promise_n, Unit(appeal.promise_unit))
    found = promise_due(
        start, limit, story.book.calendar, story.book.terms.clock, pauses, file.extended_by if in_days else 0
    )
    lines = [*_of_law(story, limit), *found.lines]
    result = promise(story.names, appeal.due_on, appeal.due_at, appeal.promise_unit)
    if found.due_on != appeal.due_on:
        lines.append(Line("CHANGED", f"此后并件或调整过，现在的承诺期限是 {result or '恢复后再定'}"))
    yield Reckoned("承诺期限", result or f"挂起中，还剩 {appeal.remaining} 个工作日", lines)


def _of_law(story: Story, limit: Limit) -> Iterator[Line]:
    """The law's own limit goes first, its document named (GR-28)."""
    known = {category.code: category for category in story.book.catalogue.categories}
    category = known.get(story.appeal.category)
    if category is not None and category.statutory is not None and category.statutory.limit == limit:
        yield Line("STATUTORY", f"法定期限 {limit.label}，长于本等级的期限，按法定", clause=category.statutory.document)
