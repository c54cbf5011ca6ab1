"""The parts of an appeal's pages: facts, masked reporters, what they answered, the sentence to read to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shuangluan.grid import rules
from shuangluan.grid.models import AppealReporter
from shuangluan.grid.queries.cases import answers_of
from shuangluan.grid.queries.due import promise
from shuangluan.grid.queries.story import Story
from shuangluan.grid.rules import (
    CHECK_WAY_LABEL,
    HANDLING_LABEL,
    LEVEL_LABEL,
    REPORTER_LABEL,
    SATISFACTION_LABEL,
    AppealState,
    Outcome,
    Progress,
    Who,
    progress_sentence,
)
from shuangluan.kernel import clock, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas

ESSENTIAL = {"地点", "网格", "网格长", "类别", "登记", "受理", "承诺期限", "原期限"}
PURPOSE_LABEL = {"photo": "现场照片", "evidence": "办理凭证", "check": "核查照片", "material": "材料"}


@dataclass(frozen=True)
class ReporterLine:
    """A reporter as the viewer may see him; `refusal` says why his phone stays masked, empty where it may be seen."""

    id: int
    kind: str
    name: str
    phone: str
    reported_at: str
    wants_reply: bool
    is_confidential: bool  # he asked to be hidden from who handles it
    is_hidden: bool  # and the viewer is one of those
    from_no: str  # number of the merged appeal that he reported
    answer: str
    told: str
    refusal: str


@dataclass(frozen=True)
class VerificationLine:
    """One 核查 or one attempt of a 回访."""

    at: str
    by: str
    what: str
    result: str
    good: bool
    note: str
    round: int


def facts(story: Story) -> list[tuple[str, str]]:
    """(label, value) of the side panel; empty ones are left out by the component."""
    appeal, names = story.appeal, story.names
    place = "".join(_place_names(story))
    where = " ".join(dict.fromkeys(part for part in (place, appeal.address_text) if part))
    registrar = names.person(appeal.registered_by_id)
    return [
        ("地点", where or "—"),
        ("网格", names.places.get(("grid_id", appeal.grid_id or 0), "待定位到网格")),
        ("社区", areas().path(appeal.community)),
        ("网格长", story.leader or "空缺"),
        ("类别", f"{names.domain(appeal.domain)} · {names.category(appeal.category)}"),
        ("等级", LEVEL_LABEL[appeal.level]),
        ("来源", " ".join(filter(None, (names.source(appeal.source), appeal.source_no)))),
        ("承办级别", HANDLING_LABEL[appeal.handling_level]),
        ("发现", names.moment(appeal.discovered_at)),
        ("登记", " ".join(part for part in (names.moment(appeal.registered_at), registrar) if part)),
        ("受理", _acceptance(story)),
        ("承诺期限", _promise(story)),
        ("原期限", promise(names, appeal.first_due_on, appeal.first_due_at, appeal.promise_unit)),
    ]


def essentials(story: Story) -> list[tuple[str, str]]:
    """The facts that a preview shows."""
    return [(label, value) for label, value in facts(story) if label in ESSENTIAL]


def _place_names(story: Story) -> list[str]:
    appeal, places = story.appeal, story.names.places
    ids = [(name, getattr(appeal, name)) for name in ("compound_id", "building_id", "entrance_id")]
    return [places[key] for key in ids if key in places]


def _acceptance(story: Story) -> str:
    appeal, names = story.appeal, story.names
    limit = f"期限 {names.moment(appeal.accept_due_at)}"
    if appeal.accepted_at is None:
        return limit
    late = "，晚于期限" if appeal.accepted_at > appeal.accept_due_at else ""
    by = names.person(appeal.accepted_by_id)
    return " ".join(part for part in (names.moment(appeal.accepted_at), by) if part) + f"（{limit}{late}）"


def _promise(story: Story) -> str:
    appeal = story.appeal
    words = promise(story.names, appeal.due_on, appeal.due_at, appeal.promise_unit)
    if appeal.promise_from is None:
        return "受理后起算" if appeal.state is AppealState.REGISTERED else ""
    if not words:
        return f"挂起中，没有到期日，还剩 {appeal.remaining} 个工作日"
    return f"{words}（暂估）" if appeal.is_provisional else words


def sentence(story: Story) -> str:
    """The plain sentences of progress to read to the reporter (GR-71)."""
    appeal, file = story.appeal, story.file
    lead, pause = file.last_lead, file.open_pause
    in_hours = appeal.promise_unit in {"wh", "h", "min"} and appeal.due_at is not None
    progress = Progress(
        number=rules.short_number(appeal.no, story.today),
        state=story.state,
        registered_on=clock.local_day(appeal.registered_at),
        handler=lead.to_name if lead else "",
        due_on=appeal.due_on,
        due_at=clock.wall(appeal.due_at) if in_hours and appeal.due_at else None,
        paused_for=story.names.pause(pause.reason) if pause else "",
        planned_to=pause.planned_to_on if pause else None,
        outcome=Outcome(appeal.outcome) if appeal.outcome else None,
        outcome_text=appeal.outcome_text,
        closed_on=appeal.closed_on,
        reopen_until=appeal.reopen_until,
        reason=story.names.ending(appeal.ended_reason),
        channel=appeal.ended_note if appeal.state is AppealState.REJECTED else "",
        root_number=rules.short_number(story.root.no, story.today) if story.root else "",
    )
    return progress_sentence(progress)


def reporters(story: Story) -> list[ReporterLine]:
    """Everybody who reported the matter, those of merged appeals included; names and phones are masked (F02)."""
    numbers = {one.id: rules.short_number(one.no, story.today) for one in story.merged}
    answers = answers_of(story.file, story.book)
    return [_reporter(row, story, numbers.get(row.appeal_id, ""), answers) for row in story.file.reporters]


def _reporter(row: AppealReporter, story: Story, from_no: str, answers: Any) -> ReporterLine:
    hidden = row.hide_from_handler and is_kept_from(story.who)
    answer = answers.get(row.id)
    return ReporterLine(
        id=row.id,
        kind=REPORTER_LABEL[row.kind],
        name=pii.mask_name(row.name) if row.name and not hidden else "",
        phone=pii.mask_phone(row.phone) if row.phone and not hidden else "",
        reported_at=story.names.when(row.reported_at),
        wants_reply=row.wants_reply,
        is_confidential=row.hide_from_handler,
        is_hidden=hidden,
        from_no=from_no,
        answer=SATISFACTION_LABEL[answer] if answer else "",
        told=story.names.when(row.told_at),
        refusal=_refusal(row, story.who),
    )


def is_kept_from(who: Who) -> bool:
    """Whether a reporter who is confidential towards the handler is so towards this person (GR-13, GR-55)."""
    if who.property_company or who.owners_delegate:
        return True
    above = who.registered_it or who.grid_leader or who.community or who.of_street or who.district or who.auditor
    return not above


def _refusal(row: AppealReporter, who: Who) -> str:
    if not row.phone:
        return "没有留电话"
    try:
        rules.check_can_reveal(who, hide_from_handler=row.hide_from_handler)
    except RuleBroken as broken:
        return broken.reason
    return ""


def verification(story: Story) -> list[VerificationLine]:
    """核查 and 回访 in the order in which they were made."""
    rows: list[tuple[Any, VerificationLine]] = [
        (check.checked_at, _check_line(check, story)) for check in story.file.checks
    ]
    rows += [(contact.contacted_at, _contact_line(contact, story)) for contact in story.file.contacts]
    return [line for _, line in sorted(rows, key=lambda row: row[0])]


def _check_line(check: Any, story: Story) -> VerificationLine:
    return VerificationLine(
        at=story.names.when(check.checked_at),
        by=story.names.person(check.checked_by_id),
        what=f"{CHECK_WAY_LABEL[check.way]}核查",
        result="属实" if check.passed else "不属实",
        good=check.passed,
        note=check.note,
        round=check.round,
    )


def _contact_line(contact: Any, story: Story) -> VerificationLine:
    if not contact.reached:
        result = f"第 {contact.attempt} 次没有联系上"
    else:
        solved = "已解决" if contact.says_solved else "未解决"
        result = f"{solved}，{SATISFACTION_LABEL[contact.satisfaction]}" if contact.satisfaction else solved
    unhappy = story.names.reasons(contact.reasons)
    return VerificationLine(
        at=story.names.when(contact.contacted_at),
        by=story.names.person(contact.contacted_by_id),
        what=f"回访{_heard_name(contact.reporter_id, story)}",
        result=result,
        good=bool(contact.reached and contact.says_solved),
        note="。".join(part for part in (unhappy, contact.note) if part),
        round=contact.round,
    )


def _heard_name(reporter_id: int, story: Story) -> str:
    """The masked name of who was called; his ordinal where there is none to show."""
    rows: Sequence[AppealReporter] = story.file.reporters
    for place, row in enumerate(rows, start=1):
        if row.id == reporter_id:
            shown = row.name and not (row.hide_from_handler and is_kept_from(story.who))
            return pii.mask_name(row.name or "") if shown else f"第 {place} 位诉求人"
    return "已拆出的诉求人"


def pictures(story: Story) -> list[Any]:
    """Attached photos; the other files are listed by name."""
    return [row for row in story.files if row.media_type.startswith("image/")]


def papers(story: Story) -> list[Any]:
    """Attached documents."""
    return [row for row in story.files if not row.media_type.startswith("image/")]


def file_label(row: Any, story: Story) -> str:
    """What a file is for, and of which merged appeal it is."""
    numbers = {one.matter_id: rules.short_number(one.no, story.today) for one in story.merged}
    label = PURPOSE_LABEL.get(row.purpose, row.purpose)
    return " ".join(part for part in (label, numbers.get(row.matter_id, "")) if part)
