"""Who was asked to handle an appeal and by when; its pauses and extensions: as rows of its pages (GR-21, GR-27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from shuangluan.grid.models import AppealLeg, Extension, Suspension
from shuangluan.grid.queries.story import Story
from shuangluan.grid.rules import LEG_LABEL, ROLE_LABEL, WHISTLE_LABEL, is_sign_overdue


@dataclass(frozen=True)
class LegLine:
    """One leg as a row: whom, since when, signed and finished or by when, and what was said about it."""

    kind: str
    to: str
    issued: str
    by: str
    signed: str
    sign_late: bool
    due: str
    done: str
    late: bool
    state: tuple[str, str]  # word and tone
    is_current: bool
    notes: list[tuple[str, str]]


@dataclass(frozen=True)
class PauseLine:
    """One 挂起 or 延期 as a row."""

    kind: str
    what: str
    why: str
    asked: str
    state: tuple[str, str]
    answer: str


def legs(story: Story) -> list[LegLine]:
    """All legs, oldest first, the returned ones included."""
    return [_leg(leg, story) for leg in story.file.legs]


def _leg(leg: AppealLeg, story: Story) -> LegLine:
    names = story.names
    kinds = [WHISTLE_LABEL[leg.whistle] if leg.whistle else LEG_LABEL[leg.kind], ROLE_LABEL[leg.role]]
    waits = leg.is_current and leg.signed_at is None
    return LegLine(
        kind=" · ".join(dict.fromkeys(kinds)),
        to=leg.to_name,
        issued=names.when(leg.issued_at),
        by=names.person(leg.issued_by_id),
        signed=names.when(leg.signed_at) or (f"期限 {names.until(leg.sign_due_at)}" if waits else "未签收"),
        sign_late=(waits or leg.signed_at is not None)
        and is_sign_overdue(leg.signed_at, leg.sign_due_at, story.now),
        due=names.until(leg.due_at),
        done=names.when(leg.done_at),
        late=_is_late(leg, story.now, suspended=story.appeal.is_suspended),
        state=_leg_state(leg),
        is_current=leg.is_current,
        notes=list(_notes(leg, story)),
    )


def _notes(leg: AppealLeg, story: Story) -> Iterator[tuple[str, str]]:
    """What was said about a leg; an override stays visible (GR-21)."""
    if leg.instruction:
        yield "要求", leg.instruction
    if leg.override_reason:
        yield "街道指定由社区主办的理由", leg.override_reason
    if leg.return_reason:
        yield "退回理由", f"{leg.return_reason}（应由{leg.return_suggestion}办理）"
    if leg.progress_note:
        yield "进展", leg.progress_note
    if leg.contact_due_at:
        yield "联系期限", story.names.when(leg.contact_due_at)


def _leg_state(leg: AppealLeg) -> tuple[str, str]:
    if leg.returned_at:
        return "已退回", "stop"
    if leg.waived_at:
        return "已免除", "off"
    if leg.done_at:
        return "已完成", "done"
    if not leg.is_current:
        return "已转出", "off"
    if leg.return_asked_at:
        return "申请退回", "wait"
    return ("办理中", "doing") if leg.signed_at else ("待签收", "wait")


def _is_late(leg: AppealLeg, now: datetime, *, suspended: bool) -> bool:
    """Whether its time to finish ran out; a pause of the appeal holds it too, but for a whistle (GR-23)."""
    if leg.due_at is None or leg.returned_at or leg.waived_at or (suspended and leg.whistle is None):
        return False
    return (leg.done_at or now) > leg.due_at and (leg.is_current or leg.done_at is not None)


def pauses(story: Story) -> list[PauseLine]:
    """Every pause and extension that was asked for, with what was answered."""
    suspended = [(pause.asked_at, _suspension(pause, story)) for pause in story.file.suspensions]
    extended = [(asked.asked_at, _extension(asked, story)) for asked in story.file.extensions]
    return [line for _, line in sorted([*suspended, *extended], key=lambda row: row[0])]


def _suspension(pause: Suspension, story: Story) -> PauseLine:
    day = story.names.day
    until = f"{day(pause.to_on)} 恢复" if pause.to_on else f"预计 {day(pause.planned_to_on)} 恢复"
    if pause.resumed_at:
        state = ("已恢复", "done")
    elif pause.refused_at:
        state = ("未同意", "off")
    else:
        state = ("挂起中", "wait") if pause.approved_at else ("等答复", "wait")
    what = f"{day(pause.from_on)} 起，{until}"
    why = "：".join(part for part in (story.names.pause(pause.reason), pause.note) if part)
    return PauseLine("挂起", what, why, _asked(pause, story), state, _answer(pause, story))


def _extension(asked: Extension, story: Story) -> PauseLine:
    unanswered = ("未同意", "off") if asked.refused_at else ("等答复", "wait")
    state = ("已延期", "done") if asked.approved_at else unanswered
    day = story.names.day
    what = f"延 {asked.days} 个工作日：{day(asked.old_due_on)} 改为 {day(asked.new_due_on)}"
    return PauseLine("延期", what, asked.reason, _asked(asked, story), state, _answer(asked, story))


def _asked(row: Suspension | Extension, story: Story) -> str:
    return f"{story.names.when(row.asked_at)} {story.names.person(row.asked_by_id)}"


def _answer(row: Suspension | Extension, story: Story) -> str:
    if row.approved_at:
        return f"{story.names.when(row.approved_at)} {story.names.person(row.approved_by_id)} 同意"
    if row.refused_at:
        said = f"：{row.refusal}" if row.refusal else ""
        return f"{story.names.when(row.refused_at)} {story.names.person(row.refused_by_id)} 不同意{said}"
    return ""
