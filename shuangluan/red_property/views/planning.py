"""Calling a meeting and its ends without a record: notice, begin, cancel, 流会, late records (RP-8, RP-13, RP-20)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, ports
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import PlanForm, ProposalForm, ReasonForm
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, meeting_days, records
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules import dates
from shuangluan.red_property.rules.dates import period_of
from shuangluan.red_property.rules.words import MeetingKind
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.meetings import shown


@bp.route("/meetings/new", methods=["GET", "POST"])
@requires(Perm.MEETING_RECORD)
def meeting_new() -> ResponseReturnValue:
    """Plan a meeting; `then=record` begins the record at once, for one that is over."""
    offered = compounds.compounds(viewer(), clock.today())
    form = PlanForm(compound_id=request.args.get("compound"))
    form.compound_id.choices = options(((str(one.id), one.name) for one in offered), "请选择")
    form.also.choices = options((str(one.id), one.name) for one in offered)
    if request.method == "GET":
        form.period.data = request.args.get("period")
        form.held_on.data = _proposed(form, [one.id for one in offered])
    elif form.validate():
        kind, held_on = MeetingKind(form.kind.data), form.held_on.data or clock.today()
        try:
            with saving(form) as saved:
                meeting = services.plan_meeting(
                    [one for one in offered if str(one.id) in {form.compound_id.data, *(form.also.data or ())}],
                    kind=kind,
                    held_on=held_on,
                    period=(form.period.data or period_of(held_on)) if kind is MeetingKind.REGULAR else None,
                    place=form.place.data or "", starts_at=form.starts_at.data, reason=form.reason.data or "",
                    by=actor(),
                    at=clock.now(),
                )
                saved.to = url_for(".meeting_detail", meeting_id=meeting.id)
                if request.form.get("then") == "record":
                    services.begin_record(meeting, report=appeal_report(meeting), by=actor(), at=clock.now())
                    saved.to = url_for(".meeting_record", meeting_id=meeting.id)
            return done("联席会已安排", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/meeting_new.html", block="main", status=status, form=form)


def _proposed(form: PlanForm, offered: Sequence[int]) -> date:
    """The 联席会日 of the month where the compound asked for has one and it is still to come, else today (RP-69)."""
    today, asked = clock.today(), form.compound_id.data or ""
    if not (asked.isascii() and asked.isdigit() and int(asked) in offered):
        return today
    fixed = meeting_days.fixed_day([int(asked)], today)
    if fixed is None:
        return today
    period = form.period.data or period_of(today)
    return max(today, dates.fixed_on(period, fixed, book_on(today).calendar))


@bp.post("/meetings/<int:meeting_id>/notice")
@requires(Perm.MEETING_RECORD)
def meeting_notice(meeting_id: int) -> ResponseReturnValue:
    """The notice was given."""
    return _deed(meeting_id, BaseForm(), lambda meeting, deed: services.notify_parties(meeting, **deed), "已记下通知")


@bp.post("/meetings/<int:meeting_id>/opening")
@requires(Perm.MEETING_RECORD)
def meeting_opening(meeting_id: int) -> ResponseReturnValue:
    """Begin the record, half of it filled in."""
    return _deed(
        meeting_id,
        BaseForm(),
        lambda meeting, deed: services.begin_record(meeting, report=appeal_report(meeting), **deed),
        "可以记录了",
        to="meeting_record",
    )


def appeal_report(meeting: Meeting) -> str:
    """What the appeals of the compounds came to since the last meeting, as the agenda is filled in with (RP-13)."""
    ids = [one.id for one in compounds.at_table(meeting.id)]
    last = compounds.last_meeting_on(ids, meeting.held_on)
    found = ports.agenda_appeals(viewer(), ids, last, clock.now())
    since = f"{last} 以来" if last else "近 30 天"
    return f"{since}新登记诉求 {found.new} 件，办结 {found.closed} 件；现在逾期 {found.overdue} 件。"


@bp.post("/meetings/<int:meeting_id>/proposals")
@requires(Perm.MEETING_SIGN)
def meeting_proposal(meeting_id: int) -> ResponseReturnValue:
    """One of the parties puts an item on the agenda."""
    form = ProposalForm()
    return _deed(
        meeting_id,
        form,
        lambda meeting, deed: services.propose_item(
            meeting, title=form.title.data or "", background=form.background.data or "", **deed
        ),
        "议题已提出",
    )


@bp.post("/meetings/<int:meeting_id>/cancellation")
@requires(Perm.MEETING_RECORD)
def meeting_cancellation(meeting_id: int) -> ResponseReturnValue:
    """A meeting that will not take place."""
    form = ReasonForm()
    return _deed(
        meeting_id,
        form,
        lambda meeting, deed: services.cancel_meeting(meeting, reason=form.reason.data or "", **deed),
        "联席会已取消",
    )


@bp.post("/meetings/<int:meeting_id>/failure")
@requires(Perm.MEETING_RECORD)
def meeting_failure(meeting_id: int) -> ResponseReturnValue:
    """流会."""
    form = ReasonForm()

    def declare(meeting: Any, deed: dict[str, Any]) -> None:
        services.check_may_record(meeting, deed["by"], clock.local_day(deed["at"]))
        services.declare_inquorate(meeting, reason=form.reason.data or "", **deed)

    return _deed(meeting_id, form, declare, "已登记为流会，议题会带到下次")


@bp.post("/meetings/<int:meeting_id>/conversion")
@requires(Perm.MEETING_RECORD)
def meeting_conversion(meeting_id: int) -> ResponseReturnValue:
    """A special meeting becomes the month's regular one."""
    return _deed(
        meeting_id, BaseForm(), lambda meeting, deed: services.convert_to_regular(meeting, **deed), "已改为例会"
    )


@bp.post("/meetings/<int:meeting_id>/confirmation")
@requires(Perm.MEETING_CONFIRM)
def meeting_confirmation(meeting_id: int) -> ResponseReturnValue:
    """The street takes a late record."""
    return _deed(
        meeting_id, BaseForm(), lambda meeting, deed: services.confirm_late(meeting, **deed), "已确认，计入当月"
    )


def _deed(
    meeting_id: int,
    form: BaseForm,
    do: Callable[[Any, dict[str, Any]], Any],
    said: str,
    to: str = "meeting_detail",
) -> ResponseReturnValue:
    """Load or 404, one service in one transaction, answer with the meeting as it stands."""
    meeting = records.meeting(meeting_id, viewer=viewer()) or abort(404)
    if form.validate():
        try:
            with saving(form) as saved:
                do(meeting, {"by": actor(), "at": clock.now()})
                saved.to = url_for(f".{to}", meeting_id=meeting_id)
            return done(said, to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    reasons = [*form.form_errors, *(str(one) for field in form for one in field.errors)]
    return page(
        "red_property/meeting_detail.html", block="card", status=422, **shown(meeting, refused=reasons)
    )
