"""Signing for a party, sending back, correcting (RP-8, RP-12, RP-18, RP-19)."""

from collections.abc import Callable
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import AmendmentForm, ReturnForm, SignForm
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import records
from shuangluan.red_property.rules.words import Party
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.meetings import shown


@bp.post("/meetings/<int:meeting_id>/signature")
@requires(Perm.MEETING_SIGN)
def meeting_signature(meeting_id: int) -> ResponseReturnValue:
    """Sign what is on the page, for the party one sat for."""
    form = SignForm()

    def sign(meeting: Meeting, deed: dict[str, Any]) -> None:
        services.sign(meeting, Party(form.party.data), seen_hash=form.seen_hash.data or "", **deed)

    return _deed(meeting_id, form, sign, "已签认")


@bp.post("/meetings/<int:meeting_id>/return")
@requires(Perm.MEETING_SIGN)
def meeting_return(meeting_id: int) -> ResponseReturnValue:
    """Send it back with what has to change; only who sat for the party does."""
    form = ReturnForm()

    def send_back(meeting: Meeting, deed: dict[str, Any]) -> None:
        services.send_back(meeting, Party(form.party.data), form.comment.data or "", **deed)

    return _deed(meeting_id, form, send_back, "已退回修改，已有的签认作废")


@bp.post("/meetings/<int:meeting_id>/amendments")
@requires(Perm.MEETING_AMEND)
def amendment_new(meeting_id: int) -> ResponseReturnValue:
    """Propose a correction of a signed record."""
    form = AmendmentForm()
    meeting = records.meeting(meeting_id, viewer=viewer()) or abort(404)
    offered = services.places(records.record_of(meeting))
    form.place.choices = options(((key, label) for key, label, _ in offered), "请选择")

    def propose(meeting: Meeting, deed: dict[str, Any]) -> None:
        services.propose_amendment(
            records.record_of(meeting), form.place.data, form.after.data or "", reason=form.reason.data or "", **deed
        )

    return _deed(meeting_id, form, propose, "已提出更正，等三方签认")


@bp.post("/amendments/<int:amendment_id>/signature")
@requires(Perm.MEETING_SIGN)
def amendment_signature(amendment_id: int) -> ResponseReturnValue:
    """Agree to a correction."""
    found = records.amendment(amendment_id, viewer=viewer()) or abort(404)
    form = SignForm()

    def sign(meeting: Meeting, deed: dict[str, Any]) -> None:
        record = records.record_of(meeting)
        amendment = next(one for one in record.amendments if one.id == amendment_id)
        services.sign_amendment(
            record, amendment, Party(form.party.data), seen_hash=form.seen_hash.data or "", **deed
        )

    return _deed(found.meeting_id, form, sign, "已签认更正")


def _deed(
    meeting_id: int, form: BaseForm, do: Callable[[Meeting, dict[str, Any]], Any], said: str
) -> ResponseReturnValue:
    """Load or 404, one service in one transaction; a phone goes back to its own page."""
    meeting = records.meeting(meeting_id, viewer=viewer()) or abort(404)
    on_phone = request.form.get("frame") == "phone"
    if form.validate():
        try:
            with saving(form) as saved:
                do(meeting, {"by": actor(), "at": clock.now()})
                page_of_meeting = ".meeting_phone" if on_phone else ".meeting_detail"
                saved.to = url_for(page_of_meeting, meeting_id=meeting_id)
            return done(said, to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    reasons = [*form.form_errors, *(str(one) for field in form for one in field.errors)]
    template = "red_property/meeting_phone.html" if on_phone else "red_property/meeting_detail.html"
    return page(template, status=422, **shown(meeting, refused=reasons))
