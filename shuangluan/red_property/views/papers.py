"""Signing by paper and by mandate: the scan is kept sealed, another hand enters it (RP-12, RP-18)."""

from collections.abc import Sequence

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment, Compound
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import MandateForm, PaperForm, ReasonForm
from shuangluan.red_property.models import Amendment, Attendance, Meeting
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, mandates, records
from shuangluan.red_property.queries.records import Record
from shuangluan.red_property.rules.content import check_code
from shuangluan.red_property.rules.words import PARTY_LABEL, MeetingState, Party
from shuangluan.red_property.views.blueprint import bp


@bp.route("/meetings/<int:meeting_id>/paper-signature", methods=["GET", "POST"])
@requires(Perm.MEETING_PAPER)
def paper_signature(meeting_id: int) -> ResponseReturnValue:
    """Enter what somebody signed on the printed version, or on a printed correction."""
    record = records.record_of(_found(meeting_id))
    amendment = pending_amendment(record)
    if amendment is None and record.meeting.state is not MeetingState.PENDING:
        raise RuleBroken("现在没有等签认的纪要或更正")
    waiting = _waiting(record, amendment)
    form = PaperForm()
    form.seat_id.choices = options(
        ((str(seat.id), f"{PARTY_LABEL[seat.party]} {seat.name}") for seat in waiting), "请选择"
    )
    if form.validate_on_submit() and form.upload:
        seat = next(one for one in waiting if str(one.id) == form.seat_id.data)
        try:
            _enter(record.meeting, seat, amendment, form, form.upload)
            return done("纸质签认已录入", to=url_for(".meeting_detail", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/paper_signature.html", status=status, form=form, meeting=record.meeting, amendment=amendment,
        code=check_code(amendment.hash if amendment else record.meeting.hash), waiting=waiting,
    )  # fmt: skip


def pending_amendment(record: Record) -> Amendment | None:
    """The correction that waits for its signatures."""
    return next((one for one in record.amendments if one.settled_at is None), None)


def _waiting(record: Record, amendment: Amendment | None) -> Sequence[Attendance]:
    """Those present for a party that has not signed yet."""
    signed = set(record.valid_signatures)
    if amendment is not None:
        signed = {one.party for one in record.signatures if one.amendment_id == amendment.id}
    missing = set(record.parties) - signed
    return [seat for seat in record.seats if seat.is_present and seat.party in missing]


def _enter(meeting: Meeting, seat: Attendance, amendment: Amendment | None, form: PaperForm, upload: Upload) -> None:
    at, by, folder = clock.now(), actor(), current_app.config["DATA_DIR"]
    with attachments.stored(folder, [upload], sealed=True) as kept, saving(form) as saved:
        scan = _attached(meeting, kept[0], "signature")
        code = form.code.data or ""
        if amendment is None:
            services.sign_on_paper(meeting, seat, printed_code=code, scan=scan, by=by, at=at)
        else:
            services.sign_amendment_on_paper(
                records.record_of(meeting), amendment, seat, printed_code=code, scan=scan, by=by, at=at
            )
        saved.to = url_for(".meeting_detail", meeting_id=meeting.id)


def _attached(meeting: Meeting, kept: tuple[Upload, str], purpose: str) -> Attachment:
    upload, name = kept
    return attachments.attach(
        meeting.matter, upload, name, purpose=purpose, sealed=True, by=actor(), at=clock.now()
    )


@bp.route("/meetings/<int:meeting_id>/mandates/new", methods=["GET", "POST"])
@requires(Perm.MEETING_PAPER)
def mandate_new(meeting_id: int) -> ResponseReturnValue:
    """Register a written mandate for one of the compounds at the table."""
    meeting = _found(meeting_id)
    places = compounds.at_table(meeting_id)
    form = MandateForm()
    named = {str(one.id): one for place in places for one in mandates.candidates(place, clock.today())}
    form.compound_id.choices = options((str(one.id), one.name) for one in places)
    form.person_id.choices = options(((key, one.name) for key, one in named.items()), "请选择")
    if request.method == "GET":
        form.valid_from.data = meeting.held_on
    elif form.validate() and form.upload:
        place = next(one for one in places if str(one.id) == form.compound_id.data)
        try:
            _register(meeting, place, form, form.upload)
            return done("书面授权已登记", to=url_for(".meeting_detail", meeting_id=meeting_id))
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/mandate_new.html", status=status, form=form, meeting=meeting)


def _register(meeting: Meeting, place: Compound, form: MandateForm, upload: Upload) -> None:
    folder = current_app.config["DATA_DIR"]
    assert form.valid_from.data  # the form was validated
    assert form.valid_until.data
    with attachments.stored(folder, [upload], sealed=True) as kept, saving(form) as saved:
        named = {str(one.id): one for one in mandates.candidates(place, clock.today())}
        if form.person_id.data not in named:
            raise RuleBroken("这个人在这个小区没有可签认的身份，请另选", "person_id")
        services.enter_mandate(
            place,
            named[form.person_id.data],
            Party(form.party.data),
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
            paper=_attached(meeting, kept[0], "mandate"),
            by=actor(),
            at=clock.now(),
        )
        saved.to = url_for(".meeting_detail", meeting_id=meeting.id)


@bp.post("/mandates/<int:mandate_id>/revocation")
@requires(Perm.MEETING_PAPER)
def mandate_revocation(mandate_id: int) -> ResponseReturnValue:
    """A party takes its mandate back."""
    found = mandates.mandate(mandate_id, viewer=viewer()) or abort(404)
    form = ReasonForm()
    if not form.validate():
        raise RuleBroken("收回授权要写明原因")
    with saving(form):
        services.revoke_mandate(found, reason=form.reason.data or "", by=actor(), at=clock.now())
    return done("授权已收回", to=url_for(".meeting_list"))


def _found(meeting_id: int) -> Meeting:
    return records.meeting(meeting_id, viewer=viewer()) or abort(404)
