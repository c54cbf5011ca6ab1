"""What a dialog says of the appeal it is about: days, moments, bodies, what was asked and answered."""

from datetime import datetime, time, timedelta

from shuangluan.grid import queries
from shuangluan.grid.forms.pauses import masked
from shuangluan.grid.forms.verification import contacts_with
from shuangluan.grid.models import Contact
from shuangluan.grid.queries import Desk
from shuangluan.grid.rules import (
    CHECK_WAY_LABEL,
    HANDLING_LABEL,
    OUTCOME_LABEL,
    SATISFACTION_LABEL,
    HandlingLevel,
    Outcome,
    Reporter,
    short_number,
)
from shuangluan.grid.views.acts.act import Facts
from shuangluan.kernel import clock
from shuangluan.kernel.places import areas

ONE_DAY = timedelta(days=1)
LENGTHS = {HandlingLevel.COMMUNITY: 12, HandlingLevel.STREET: 9, HandlingLevel.DISTRICT: 6}


def moment(at: datetime | None) -> str:
    """11-20 10:00."""
    return clock.local(at).strftime("%m-%d %H:%M") if at else ""


def until(at: datetime | None) -> str:
    """By when: 11-20 17:30; the end of a day is that day."""
    if at is None:
        return ""
    local = clock.local(at)
    return f"{local - ONE_DAY:%m-%d}" if local.time() == time() else f"{local:%m-%d %H:%M}"


def office_of(level: HandlingLevel | None, desk: Desk) -> str:
    """The office that answers at a level: 秀水街道."""
    if level is None or level not in LENGTHS:
        return HANDLING_LABEL[level] if level else ""
    return areas().name(desk.appeal.community[: LENGTHS[level]])


def person(person_id: int | None) -> str:
    """A person's name; empty for nobody."""
    return queries.person_names([person_id]).get(person_id or 0, "")


def reported(desk: Desk) -> Facts:
    """What was reported, and where."""
    return [("内容", desk.appeal.description), ("地点", desk.appeal.address_text)]


def returned(desk: Desk) -> Facts:
    """What the returns so far said."""
    return [
        (f"第 {n} 次退回", f"{leg.to_name}：{leg.return_reason}（应由{leg.return_suggestion}办理）")
        for n, leg in enumerate((leg for leg in desk.file.legs if leg.returned_at), start=1)
    ]


def asked_return(desk: Desk) -> Facts:
    """Who asks to return it, and why."""
    leg = desk.file.lead
    if leg is None or leg.return_asked_at is None:
        return []
    return [
        ("申请单位", f"{leg.to_name}，{moment(leg.return_asked_at)}"),
        ("退回依据", leg.return_reason),
        ("应由谁办", leg.return_suggestion),
    ]


def leg_to_sign(desk: Desk) -> Facts:
    """What is signed for, and by when."""
    legs = [leg for leg in desk.file.legs if leg.is_current and leg.signed_at is None]
    return [
        row
        for leg in legs
        for row in (
            ("交给", leg.to_name),
            ("要求", leg.instruction),
            ("签收期限", until(leg.sign_due_at)),
            ("办理期限", until(leg.due_at)),
        )
    ]


def asked_pause(desk: Desk) -> Facts:
    """Which pause waits for an answer."""
    pause = desk.file.asked_pause
    if pause is None:
        return []
    days = (pause.planned_to_on - pause.from_on).days
    return [
        ("申请人", f"{person(pause.asked_by_id)}，{moment(pause.asked_at)}"),
        ("挂起理由", _pause_name(desk, pause.reason)),
        ("说明", pause.note),
        ("预计恢复", f"{pause.planned_to_on}（{days} 天）"),
        ("现在到期", str(desk.appeal.due_on or "")),
    ]


def open_pause(desk: Desk) -> Facts:
    """Which pause holds the clock."""
    pause = desk.file.open_pause
    if pause is None:
        return []
    left = desk.appeal.remaining
    return [
        ("挂起理由", _pause_name(desk, pause.reason)),
        ("挂起自", str(pause.from_on)),
        ("预计恢复", str(pause.planned_to_on)),
        ("还剩", f"{left} 个工作日" if left is not None else ""),
    ]


def _pause_name(desk: Desk, code: str) -> str:
    rows = desk.book.catalogue.suspension_reasons
    return next((row.name for row in rows if row.code == code), code)


def asked_extension(desk: Desk) -> Facts:
    """Which extension waits for an answer."""
    asked = desk.file.asked_extension
    if asked is None:
        return []
    return [
        ("申请人", f"{person(asked.asked_by_id)}，{moment(asked.asked_at)}"),
        ("延期", f"{asked.days} 个工作日，{asked.old_due_on} 改到 {asked.new_due_on}"),
        ("原因", asked.reason),
    ]


def result(desk: Desk) -> Facts:
    """What was answered."""
    record = desk.appeal
    if not record.outcome:
        return []
    return [
        ("办结类型", OUTCOME_LABEL[Outcome(record.outcome)]),
        ("办理结果", record.outcome_text),
        ("复核日期", str(record.review_on or "")),
    ]


def verified(desk: Desk) -> Facts:
    """The result, the checks and what each reporter said in this round: what closing rests on."""
    file = desk.file
    checks = [
        ("核查", f"{CHECK_WAY_LABEL[one.way]}，{'属实' if one.passed else '不属实'}：{one.note}")
        for one in file.checks
        if one.round == file.round
    ]
    asked = [r for r in file.reporters if Reporter(r.id, r.kind, r.phone is not None).is_asked]
    answers = [("回访", f"{masked(one)}：{_heard(contacts_with(one, desk))}") for one in asked]
    return [*result(desk), *checks, *answers]


def _heard(made: list[Contact]) -> str:
    if not made:
        return "还没联系"
    last = made[-1]
    if last.satisfaction is None:
        return f"联系 {len(made)} 次没接通，记未评价"
    return f"{SATISFACTION_LABEL[last.satisfaction]}，认为{'已' if last.says_solved else '未'}解决"


def open_assists(desk: Desk) -> Facts:
    """Whose assistance is not finished."""
    return [("未完成的协办", leg.to_name) for leg in desk.file.assists]


def upward(desk: Desk) -> Facts:
    """To whom it is raised."""
    return [("上报给", office_of(desk.appeal.handling_level.above, desk)), *_running(desk)]


def downward(desk: Desk) -> Facts:
    """To which level it is handed down."""
    return [("下派到", office_of(desk.appeal.handling_level.below, desk)), *_running(desk)]


def _running(desk: Desk) -> Facts:
    lead = desk.file.lead
    return [("现在主办", lead.to_name)] if lead else []


def handler(desk: Desk) -> Facts:
    """Who has it now, and since when."""
    lead = desk.file.lead
    if lead is None:
        return []
    signed = f"{moment(lead.signed_at)} 签收" if lead.signed_at else "还没签收"
    return [("主办单位", f"{lead.to_name}，{signed}"), ("办理期限", until(lead.due_at))]


def dates(desk: Desk) -> Facts:
    """The promise and, where it differs, the first date."""
    record = desk.appeal
    first = str(record.first_due_on) if record.first_due_on and record.first_due_on != record.due_on else ""
    return [("承诺期限", str(record.due_on or "")), ("原期限", first)]


def merged_root(desk: Desk) -> Facts:
    """Into which appeal it was merged."""
    root_id = desk.appeal.merged_into_id
    root = queries.appeal(root_id, viewer=desk.viewer) if root_id else None
    return [("主件", f"{short_number(root.no, desk.day)} {root.title}")] if root else []


def ended(desk: Desk) -> Facts:
    """Why it was voided."""
    return [("作废原因", desk.appeal.ended_note), ("作废时间", moment(desk.appeal.ended_at))]
