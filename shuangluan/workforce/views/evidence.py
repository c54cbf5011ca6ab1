"""考核佐证: the inbox of a community and month: 采纳 with points, 不采纳 with a reason, 冲销 (GR-67, WF-97)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import EvidenceForm, NoteForm
from shuangluan.workforce.models import Decision, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import evidence as found
from shuangluan.workforce.queries import months
from shuangluan.workforce.queries.evidence import Proposal
from shuangluan.workforce.rules import daily
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.months import asked_community, asked_month

DECISION = {
    Decision.ACCEPTED: ("已采纳", "done"), Decision.DECLINED: ("未采纳", "off"), Decision.REVERSED: ("已冲销", "stop"),
}  # fmt: skip


@bp.get("/appraisals/evidence")
@requires(Perm.EVIDENCE_DECIDE)
def evidence_inbox() -> ResponseReturnValue:
    """What waits, and what was decided."""
    month, community = asked_month(), asked_community()
    return page(
        "workforce/evidence_inbox.html", month=month, community=community, place=areas().name(community),
        waiting=found.proposals(community, month, viewer=viewer()), decided=found.decided_of(community, month),
        items=dict(daily.items_of(months.plan_on(month))), decision=DECISION, key=address_of,
    )  # fmt: skip


def address_of(one: Proposal) -> dict[str, str]:
    """The address of a proposal: the month and the act's own key."""
    return {"month": f"{one.act.day:%Y-%m}", "area": asked_community(), "key": one.act.key}


def _proposal() -> tuple[Proposal, Worker]:
    """The proposal of the address, asked of its slice anew: nothing is decided on what the form says it is."""
    key = request.args.get("key", "")
    waiting = found.proposals(asked_community(), asked_month(), viewer=viewer())
    one = next((each for each in waiting if each.act.key == key), None) or abort(404)
    return one, months.worker_of(one.worker_id) or abort(404)


@bp.get("/appraisals/evidence/acceptance")
@requires(Perm.EVIDENCE_DECIDE)
def evidence_acceptance_ask() -> ResponseReturnValue:
    """Ask for the points."""
    return _asked(EvidenceForm(), "采纳佐证")


@bp.post("/appraisals/evidence/acceptance")
@requires(Perm.EVIDENCE_DECIDE)
def evidence_acceptance() -> ResponseReturnValue:
    """采纳."""
    return _take(EvidenceForm(), "采纳佐证")


@bp.get("/appraisals/evidence/refusal")
@requires(Perm.EVIDENCE_DECIDE)
def evidence_refusal_ask() -> ResponseReturnValue:
    """Ask why not; for what was accepted and holds no more, why it is taken back."""
    return _asked(NoteForm(), "冲销佐证" if _proposal()[0].is_reversal else "不采纳佐证")


@bp.post("/appraisals/evidence/refusal")
@requires(Perm.EVIDENCE_DECIDE)
def evidence_refusal() -> ResponseReturnValue:
    """不采纳, or 冲销."""
    return _take(NoteForm(), "不采纳佐证")


def _take(form: BaseForm, title: str) -> ResponseReturnValue:
    one, worker = _proposal()
    back = url_for(".evidence_inbox", month=f"{asked_month():%Y-%m}", area=asked_community())
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                said, saved.to = _decide(one, worker, form), back
            return done(said, to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(form, title, status=422)


def _decide(one: Proposal, worker: Worker, form: BaseForm) -> str:
    who: dict[str, Any] = {"by": actor(), "at": clock.now()}
    if isinstance(form, EvidenceForm):
        if one.is_reversal or form.points.data is None:
            raise RuleBroken("这条佐证要冲销，不能再采纳")
        note = str(form.note.data or "")
        services.accept_evidence(one, worker, points=form.points.data, note=note, today=clock.today(), **who)
        return "已采纳"
    reason = str(form["note"].data)
    if one.taken is not None:
        services.reverse_evidence(one.taken, worker, reason=reason, today=clock.today(), **who)
        return "已冲销"
    services.decline_evidence(one, worker, reason=reason, **who)
    return "已记为不采纳"


def _asked(form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    one, _ = _proposal()
    return page(
        "workforce/evidence_step.html", block="dialog", status=status, one=one, form=form, title=title,
        back=url_for(".evidence_inbox", month=f"{asked_month():%Y-%m}", area=asked_community()),
        action=request.full_path.rstrip("?"),
    )  # fmt: skip
