"""议定事项: the register across compounds, one with its story, and its next follow-up (RP-9, RP-15)."""

from datetime import date
from typing import Any

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import FollowUpForm, HandUpForm
from shuangluan.red_property.models import Meeting, Resolution
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import carry, emergency_register, files, registers, votes
from shuangluan.red_property.queries import resolutions as queries
from shuangluan.red_property.queries import street as street_queries
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.emergencies import EMERGENCY_LABEL, EmergencyState
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import (
    BY_HAND,
    OPEN,
    RESOLUTION_LABEL,
    RESOLUTION_NEXT,
    ResolutionState,
    proposes_street,
)
from shuangluan.red_property.rules.street import ENTRY_LABEL
from shuangluan.red_property.rules.votes import VOTE_LABEL
from shuangluan.red_property.rules.words import PARTY_LABEL, RATIFICATION_LABEL, Party
from shuangluan.red_property.tables import RESOLUTION_TONE, RESOLUTIONS, ResolutionLine, due_words
from shuangluan.red_property.views.blueprint import SLICE, bp

LISTING = Listing(
    SLICE, RESOLUTIONS, registers.RESOLUTIONS, ResolutionLine, "resolution",
    "每条议定事项一行；责任方是现在的责任方，期限推迟过的看首次期限，进度由落实情况算出",
    "联席会的记录提交以后，议定的事在这里跟到办结。", export=Perm.MEETING_EXPORT,
    beside=(("三方联席会", "red_property.meeting_list", Perm.MEETING_READ),),
)  # fmt: skip
hang(LISTING, "/resolutions", Perm.MEETING_READ)


@bp.get("/resolutions/<int:resolution_id>")
@requires(Perm.MEETING_READ)
def resolution_detail(resolution_id: int) -> ResponseReturnValue:
    """One resolution as it stands, or as of the end of a day (`day=`)."""
    row, meeting = queries.resolution(resolution_id, viewer=viewer()) or abort(404)
    return _shown(row, meeting, _form(row))


@bp.post("/resolutions/<int:resolution_id>/follow-ups")
@requires(Perm.RESOLUTION_FOLLOW)
def resolution_follow_up(resolution_id: int) -> ResponseReturnValue:
    """Progress between meetings, with its evidence."""
    row, meeting = queries.resolution(resolution_id, viewer=viewer()) or abort(404)
    form = _form(row, FollowUpForm())
    if form.validate():
        at, by = clock.now(), actor()
        try:
            with attachments.stored(current_app.config["DATA_DIR"], form.uploads) as kept, saving(form) as saved:
                services.follow_up(
                    row,
                    text=form.text.data or "",
                    to=ResolutionState(form.state.data) if form.state.data else None,
                    percent=form.percent.data,
                    new_due_on=form.new_due_on.data,
                    reason=form.reason.data or "",
                    owner=(Party(form.owner_party.data), form.owner_name.data or "") if form.owner_party.data else None,
                    shown=Shown(len(kept), form.members_signed.data),
                    by=by,
                    at=at,
                )
                for upload, name in kept:
                    attachments.attach(
                        meeting.matter, upload, name, purpose=files.evidence_purpose(row.id), by=by, at=at
                    )
                saved.to = url_for(".resolution_detail", resolution_id=resolution_id)
            return done("落实情况已记下", to=saved.to)
        except RuleBroken as broken:
            form.refuse(RuleBroken(broken.reason, "files" if broken.field == "evidence" else broken.field))
    return _shown(row, meeting, form, 422)


def _form(row: Resolution, form: FollowUpForm | None = None) -> FollowUpForm:
    form = form or FollowUpForm(formdata=None)
    offered = [state for state in ResolutionState if state in BY_HAND & RESOLUTION_NEXT[row.state]]
    if row.state is ResolutionState.AWAITS_OWNERS:
        offered = [ResolutionState.CANCELLED]  # a vote brings the rest
    form.state.choices = options(((state.value, RESOLUTION_LABEL[state]) for state in offered), "不变")
    return form


def _shown(row: Resolution, meeting: Meeting, form: FollowUpForm, status: int = 200) -> ResponseReturnValue:
    today = clock.today()
    day = _asked_day() or today
    standing = services.standing_of(row, day)
    return page(
        "red_property/resolution_detail.html",
        block="card",
        status=status,
        row=row,
        meeting=meeting,
        standing=standing,
        state=(RESOLUTION_LABEL[standing.state], RESOLUTION_TONE.get(standing.state, "wait")),
        due=due_words(standing.due_on, day),
        day=day,
        story=queries.follow_ups(row.id),
        labels=RESOLUTION_LABEL,
        owner=PARTY_LABEL[row.holder_party] if row.holder_party else "",
        parties=PARTY_LABEL,
        is_orphaned=row.id in carry.orphaned([row], today),
        ratification=RATIFICATION_LABEL[row.ratification],
        street=proposes_street(standing, book_on(today).terms.postpone_to_street),
        form=form,
        files=files.of_meeting(meeting, files.evidence_purpose(row.id)),
        entries=street_queries.of_resolution(row.id),
        entry_labels=ENTRY_LABEL,
        may_hand_up=viewer().can(Perm.STREET_HAND_UP) and row.state in (ResolutionState.TO_DO, ResolutionState.DOING),
        hand_up_form=HandUpForm(formdata=None),
        votes=votes.decided_for(row.id, viewer=viewer()),
        vote_states=VOTE_LABEL,
        **_repairs(row),
    )


def _repairs(row: Resolution) -> dict[str, Any]:
    """The emergency repairs of a resolution, and whether one may be applied for (RP-31)."""
    held = emergency_register.of_resolution(row.id)
    is_free = row.state in OPEN and all(one.state is EmergencyState.DROPPED for one in held)
    may = is_free and viewer().can(Perm.EMERGENCY_APPLY)
    return {"repairs": held, "repair_states": EMERGENCY_LABEL, "may_repair": may}


def _asked_day() -> date | None:
    typed = request.args.get("day", "")
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise BadParameter("“截至”要写成 2026-11-20 这样的日期") from None
