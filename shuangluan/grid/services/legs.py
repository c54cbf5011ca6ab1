"""派发、签收、退回、上报、下派、吹哨、协办、催办、反馈 (GR-11 6–11, GR-21 to GR-23)."""

from datetime import date, datetime

from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.queries import Body, Book
from shuangluan.grid.rules import Action, AppealState, LegKind, LegRole, Outcome, WhistleKind
from shuangluan.grid.services import acting
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas


def office(area: str) -> Body:
    """The office of an area as the body of a leg."""
    return Body(areas().name(area), area=area)


def dispatch_appeal(
    appeal: Appeal,
    body: Body,
    *,
    by: audit.Actor,
    at: datetime,
    instruction: str = "",
    override_reason: str = "",
    book: Book | None = None,
) -> AppealLeg:
    """派发 to the one lead; a community leads only its duties unless the street overrides (GR-21)."""
    doing = acting.begin(Action.DISPATCH, appeal, by=by, at=at, book=book)
    return _hand_on(doing, Action.DISPATCH, body, LegKind.DISPATCH, instruction, override_reason)


def assign_appeal(
    appeal: Appeal,
    body: Body,
    *,
    by: audit.Actor,
    at: datetime,
    instruction: str = "",
    override_reason: str = "",
    book: Book | None = None,
) -> AppealLeg:
    """指定: after two returns the street assigns, and that leg cannot be returned (GR-22)."""
    doing = acting.begin(Action.ASSIGN, appeal, by=by, at=at, book=book)
    return _hand_on(doing, Action.ASSIGN, body, LegKind.ASSIGN, instruction, override_reason)


def _hand_on(
    doing: acting.Doing, action: Action, body: Body, kind: LegKind, instruction: str, override: str
) -> AppealLeg:
    _check_body(doing, body)
    _check_duty(doing, body, override)
    with acting.changing(doing, action):
        leg = acting.send(doing, body, kind, instruction=instruction, override_reason=override)
        acting.step(doing, action)
    audit.noted(rules.LEG_ISSUED, doing.appeal, by=doing.by, at=doing.at, detail=_leg_detail(leg))
    return leg


def _leg_detail(leg: AppealLeg) -> dict[str, object]:
    return {"kind": leg.kind.value, "role": leg.role.value, "to": leg.to_name, "text": leg.instruction}


def _check_body(doing: acting.Doing, body: Body) -> None:
    community = doing.appeal.community
    if body.area is not None and not community.startswith(body.area):
        raise RuleBroken("只能派给这件诉求所在的社区、街道或区里", "body")


def _check_duty(doing: acting.Doing, body: Body, override: str) -> None:
    """However a community comes to the lead from above or beside, it leads only its duties (GR-21)."""
    rules.check_lead(
        to_community=body.is_community,
        community_duty=doing.book.catalogue.category(doing.appeal.category).community_duty,
        by_street=doing.who.of_street,
        override=override,
    )


def sign_leg(appeal: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """签收 the lead leg, or the assist leg of one's own body."""
    doing = acting.begin(Action.SIGN, appeal, by=by, at=at, book=book)
    leg = _leg_to_sign(doing)
    with acting.changing(doing, Action.SIGN):
        leg.signed_at, leg.signed_by_id = at, by.id or 0
        if leg.role is LegRole.LEAD:
            acting.step(doing, Action.SIGN)


def _leg_to_sign(doing: acting.Doing) -> AppealLeg:
    lead = doing.file.lead
    if lead is not None and doing.who.lead_body and lead.signed_at is None:
        return lead
    return _own_assist(doing, signed=False)


def _own_assist(doing: acting.Doing, *, signed: bool) -> AppealLeg:
    for leg in doing.file.assists:
        if (leg.signed_at is not None) is signed and queries.is_body(leg, doing.by):
            return leg
    raise RuleBroken("没有找到你单位的协办环节，请刷新页面")


def ask_return(
    appeal: Appeal, *, reason: str, should_be: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """申请退回: 明确不属于本单位职责, naming who should (GR-22)."""
    doing = acting.begin(Action.ASK_RETURN, appeal, by=by, at=at, book=book)
    rules.check_return(reason, should_be)
    leg = _lead(doing)
    with audit.changing(rules.AUDIT[Action.ASK_RETURN], appeal, by=by, at=at):
        leg.return_asked_at, leg.return_asked_by_id = at, by.id or 0
        leg.return_reason, leg.return_suggestion = reason, should_be
    audit.noted(
        rules.RETURN_ASKED_WHY, appeal, by=by, at=at, detail={"text": f"{reason}（应由{should_be}办理）"}
    )


def answer_return(
    appeal: Appeal,
    *,
    agreed: bool,
    by: audit.Actor,
    at: datetime,
    refusal: str = "",
    book: Book | None = None,
) -> None:
    """同意 or 不同意退回, the latter with a reason; the promise never stops for a return."""
    action = Action.CONFIRM_RETURN if agreed else Action.REFUSE_RETURN
    doing = acting.begin(action, appeal, by=by, at=at, book=book)
    leg = _lead(doing)
    with acting.changing(doing, action):
        if agreed:
            leg.returned_at, leg.returned_by_id = at, by.id or 0
            leg.is_current = False
            acting.step(doing, action)
        else:
            leg.return_asked_at = leg.return_asked_by_id = None
    if refusal:
        audit.noted(rules.RETURN_REFUSED_WHY, appeal, by=by, at=at, detail={"text": refusal})


def _lead(doing: acting.Doing) -> AppealLeg:
    if doing.file.lead is None:
        raise RuleBroken("现在没有主办环节，请刷新页面")
    return doing.file.lead


def escalate_appeal(
    appeal: Appeal, *, tried: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """上报 one level up, saying what was tried; the promise is unchanged (GR-11 9)."""
    doing = acting.begin(Action.ESCALATE, appeal, by=by, at=at, book=book)
    rules.check_tried(tried)
    level = rules.level_after(Action.ESCALATE, doing.standing, appeal.rework_count, doing.book.terms)
    with acting.changing(doing, Action.ESCALATE):
        appeal.handling_level = level
        if appeal.state is not AppealState.REGISTERED:
            body = office(_area_of(level, appeal.community))
            acting.send(doing, body, LegKind.ESCALATE, instruction=tried)
            acting.step(doing, Action.ESCALATE)
    audit.noted(rules.LEG_ISSUED, appeal, by=by, at=at, detail={"kind": "escalate", "text": tried})


def delegate_appeal(
    appeal: Appeal,
    *,
    instruction: str,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
    body: Body | None = None,
    override_reason: str = "",
) -> None:
    """下派 one level down; at the grid level to the person named."""
    doing = acting.begin(Action.DELEGATE, appeal, by=by, at=at, book=book)
    level = rules.level_after(Action.DELEGATE, doing.standing, appeal.rework_count, doing.book.terms)
    if level is rules.HandlingLevel.GRID and (body is None or body.person_id is None):
        raise RuleBroken("下派到网格要选出网格长或网格员", "body")
    target = body or office(_area_of(level, appeal.community))
    _check_duty(doing, target, override_reason)
    with acting.changing(doing, Action.DELEGATE):
        appeal.handling_level = level
        leg = acting.send(doing, target, LegKind.DELEGATE, instruction=instruction, override_reason=override_reason)
        acting.step(doing, Action.DELEGATE)
    audit.noted(rules.LEG_ISSUED, appeal, by=by, at=at, detail=_leg_detail(leg))


def _area_of(level: rules.HandlingLevel, community: str) -> str:
    lengths = {
        rules.HandlingLevel.GRID: 12,
        rules.HandlingLevel.COMMUNITY: 12,
        rules.HandlingLevel.STREET: 9,
        rules.HandlingLevel.DISTRICT: 6,
    }
    return community[: lengths[level]]


def whistle(
    appeal: Appeal,
    body: Body,
    *,
    kind: WhistleKind,
    text: str,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
) -> AppealLeg:
    """吹哨: the 包联领导 calls a department; sign 1 h, contact 24 h, report 3 or 5 wd (GR-23)."""
    doing = acting.begin(Action.WHISTLE, appeal, by=by, at=at, book=book)
    if body.organisation_id is None or body.is_company:
        raise RuleBroken("吹哨要选一个区直部门", "body")
    role = rules.whistle_role(doing.standing, doing.who)
    with acting.changing(doing, Action.WHISTLE):
        appeal.handling_level = rules.level_after(
            Action.WHISTLE, doing.standing, appeal.rework_count, doing.book.terms
        )
        leg = acting.send(doing, body, LegKind.WHISTLE, role=role, instruction=text, whistle=kind)
        acting.step(doing, Action.WHISTLE)
    audit.noted(rules.LEG_ISSUED, appeal, by=by, at=at, detail=_leg_detail(leg))
    return leg


def ask_assistance(
    appeal: Appeal, body: Body, *, instruction: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> AppealLeg:
    """请求协办: others assist the lead and report to it (GR-21)."""
    doing = acting.begin(Action.ASSIST, appeal, by=by, at=at, book=book)
    _check_body(doing, body)
    with acting.changing(doing, Action.ASSIST):
        leg = acting.send(doing, body, LegKind.ASSIST, role=LegRole.ASSIST, instruction=instruction)
    audit.noted(rules.LEG_ISSUED, appeal, by=by, at=at, detail=_leg_detail(leg))
    return leg


def finish_assistance(
    appeal: Appeal, *, note: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """协办完成, with what was done."""
    doing = acting.begin(Action.FINISH_ASSIST, appeal, by=by, at=at, book=book)
    leg = _own_assist(doing, signed=True)
    with acting.changing(doing, Action.FINISH_ASSIST):
        leg.done_at, leg.done_by_id, leg.progress_note = at, by.id or 0, note
        leg.is_current = False


def waive_assistance(
    appeal: Appeal, *, reason: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """免除协办: all open assist legs are let off."""
    doing = acting.begin(Action.WAIVE_ASSIST, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.WAIVE_ASSIST):
        for leg in doing.file.assists:
            leg.waived_at, leg.waived_by_id, leg.progress_note = at, by.id or 0, reason
            leg.is_current = False


def remind(appeal: Appeal, *, text: str, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """催办: shows on the handler's workbench; nothing is sent outside."""
    doing = acting.begin(Action.REMIND, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.REMIND):
        appeal.reminded_at, appeal.reminded_by_id = at, by.id or 0
    if text:
        audit.noted(rules.REMINDED_WITH, appeal, by=by, at=at, detail={"text": text})


def respond(
    appeal: Appeal,
    *,
    outcome: Outcome,
    text: str,
    evidence: int,
    by: audit.Actor,
    at: datetime,
    review_on: date | None = None,
    book: Book | None = None,
) -> None:
    """反馈结果: outcome, words, evidence; from here on it is verified (GR-11 11, GR-30)."""
    doing = acting.begin(Action.RESPOND, appeal, by=by, at=at, book=book)
    answer = rules.Answer(outcome, text, evidence, review_on)
    rules.check_answer(answer, doing.day, stage_open=doing.standing.stage_open, terms=doing.book.terms)
    leg = _lead(doing)
    with acting.changing(doing, Action.RESPOND):
        leg.done_at, leg.done_by_id, leg.progress_note = at, by.id or 0, text
        appeal.outcome, appeal.outcome_text, appeal.review_on = outcome.value, text, review_on
        appeal.responded_at, appeal.responded_by_id = at, by.id or 0
        acting.step(doing, Action.RESPOND)
