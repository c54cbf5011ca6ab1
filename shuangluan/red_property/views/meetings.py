"""三方联席会: the list, one meeting with what may be done now, its minutes to print, the same on a phone."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, matters
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.meetings import (
    AmendmentForm,
    HandUpForm,
    PhotosForm,
    ProposalForm,
    ReasonForm,
    ReturnForm,
    SignForm,
)
from shuangluan.red_property.models import Meeting, MeetingItem
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import carry, files, items, mandates, minutes, records, registers, street
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.records import Record
from shuangluan.red_property.rules.dates import archived_on, meeting_days
from shuangluan.red_property.rules.minutes import CARRIED_HEAD, RESOLVED_HEAD
from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL
from shuangluan.red_property.rules.signing import SIGN_WAY_LABEL, unsigned
from shuangluan.red_property.rules.words import (
    BEFORE,
    CONCLUSION_LABEL,
    MEETING_KIND_LABEL,
    MEETING_LABEL,
    PARTY_LABEL,
    RATIFICATION_LABEL,
    STANCE_LABEL,
    SUBMITTED,
    Conclusion,
    ItemKind,
    MeetingState,
    Party,
)
from shuangluan.red_property.tables import ITEMS, MEETING_TONE, MEETINGS, ItemLine, MeetingLine
from shuangluan.red_property.views.blueprint import SLICE, bp

WORDS = {
    "party": PARTY_LABEL, "conclusion": CONCLUSION_LABEL, "stance": STANCE_LABEL, "way": SIGN_WAY_LABEL,
    "ratification": RATIFICATION_LABEL, "resolution": RESOLUTION_LABEL, "kind": MEETING_KIND_LABEL,
}  # fmt: skip
PARTS = ((ItemKind.REPORT, "二、通报"), (ItemKind.NEGOTIATE, "三、协商"), (ItemKind.OTHER, "其他"))


def _meetings() -> Listing:
    return Listing(
        SLICE, MEETINGS, registers.MEETINGS, partial(MeetingLine, archived=archived_until()), "meeting",
        "每次联席会一行；签认是已签的方数，已归档由第三方签认的日期推出",
        "居委会、业委会、物业开过会以后，在这里记录。", empty="还没有联席会",
        write=Perm.MEETING_RECORD, add="记录联席会", export=Perm.MEETING_EXPORT,
        beside=(("月度表", "red_property.month_matrix", Perm.MEETING_READ),),
    )  # fmt: skip


@bp.get("/meetings")
@requires(Perm.MEETING_READ)
def meeting_list() -> ResponseReturnValue:
    """Meetings that the viewer may open."""
    return listed(_meetings())


@bp.post("/meetings/export")
@requires(Perm.MEETING_EXPORT)
def meeting_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_meetings())


def archived_until() -> date:
    """The last day of a third signature that reads as archived today (RP-8)."""
    today, book = clock.today(), book_on(clock.today())
    day = today
    while archived_on(day, book.terms, book.calendar) > today:
        day -= timedelta(days=1)
    return day


@bp.get("/meetings/<int:meeting_id>")
@requires(Perm.MEETING_READ)
def meeting_detail(meeting_id: int) -> ResponseReturnValue:
    """One meeting: what was said and decided, who has signed, what may be done now."""
    meeting = _found(meeting_id)
    if request.args.get("phone") == "1":
        return redirect(url_for(".meeting_phone", meeting_id=meeting_id))
    return page("red_property/meeting_detail.html", block="card", **shown(meeting))


@bp.get("/meetings/<int:meeting_id>/phone")
@requires(Perm.MEETING_READ)
def meeting_phone(meeting_id: int) -> ResponseReturnValue:
    """The same for a phone: read and sign."""
    meeting = _found(meeting_id)
    return page("red_property/meeting_phone.html", **shown(meeting))


@bp.get("/meetings/<int:meeting_id>/minutes")
@requires(Perm.MEETING_READ)
def meeting_minutes(meeting_id: int) -> ResponseReturnValue:
    """纪要 on A4; until three have signed it says 草稿 未签认 (RP-63)."""
    meeting = _found(meeting_id)
    return page(
        "red_property/meeting_minutes.html",
        meeting=meeting,
        minutes=minutes.minutes_of(records.record_of(meeting)),
        carried_head=CARRIED_HEAD,
        resolved_head=RESOLVED_HEAD,
        said=WORDS,
    )


def _items() -> Listing:
    topics = {code: topic.name for code, topic in book_on(clock.today()).items.topics.items()}
    return Listing(
        SLICE, ITEMS, items.SOURCE, partial(ItemLine, topics=topics), "item",
        "每个协商议题一行；议定事项全部完成、至少一条的为已解决", "联席会的记录提交以后，协商的议题在这里。",
        export=Perm.MEETING_EXPORT, options={"topic": list(topics.items())},
        beside=(("三方联席会", "red_property.meeting_list", Perm.MEETING_READ),),
    )  # fmt: skip


@bp.get("/items")
@requires(Perm.MEETING_READ)
def item_list() -> ResponseReturnValue:
    """协商 items of the submitted records that the viewer may open."""
    return listed(_items())


@bp.post("/items/export")
@requires(Perm.MEETING_EXPORT)
def item_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_items())


@bp.get("/items/<int:meeting_item_id>")
@requires(Perm.MEETING_READ)
def item_detail(meeting_item_id: int) -> ResponseReturnValue:
    """Where a thread leads that names an item: its place in the minutes."""
    meeting_id = records.meeting_of_item(meeting_item_id, viewer=viewer()) or abort(404)
    return redirect(f"{url_for('.meeting_detail', meeting_id=meeting_id)}#item-{meeting_item_id}")


def _found(meeting_id: int) -> Meeting:
    return records.meeting(meeting_id, viewer=viewer()) or abort(404)


def shown(meeting: Meeting, **forms: Any) -> dict[str, Any]:
    """What the pages of one meeting draw; `forms` are those that were refused."""
    record = records.record_of(meeting)
    document, party = minutes.issued(record), _party_of(record)
    return {
        "meeting": meeting,
        "record": record,
        "number": records.number(meeting),
        "state": state_of(record),
        "code": minutes.code_of(record, document),
        "edition": document.edition if document else 0,
        "days": meeting_days(meeting.held_on, record.book.terms, record.book.calendar),
        "parts": PARTS,
        "said": WORDS,
        "topics": record.book.items.topics,
        "missing": unsigned(record.parties, record.valid_signatures),
        "my_party": party,
        "changes": minutes.changes_for(record, party),
        "places": services.places(record) if meeting.state is MeetingState.SIGNED else [],
        "may": _may(record),
        "agenda": _agenda(record),
        **_beside(record),
        **forms,
    }


def _agenda(record: Record) -> dict[str, Any] | None:
    """What a meeting that is still to come will go through; None once its record has begun (RP-13)."""
    meeting = record.meeting
    if meeting.state not in BEFORE:
        return None
    ids = [place.row.compound_id for place in record.places]
    return {
        "carried": carry.open_resolutions(ids, meeting.held_on),
        "left_over": carry.open_items(ids, meeting.held_on),
        "proposed": record.items,
    }


def _beside(record: Record) -> dict[str, Any]:
    """What stands beside the minutes: files, mandates, threads, and the forms of what may be done."""
    meeting = record.meeting
    return {
        "not_agreed": _not_agreed(record),
        "hand_up_form": HandUpForm(formdata=None),
        "photos": files.of_meeting(meeting, files.PHOTO),
        "photos_form": PhotosForm(formdata=None),
        "related": matters.related_to([one.matter_id for one in record.items], viewer=viewer()),
        "mandates": mandates.of_meeting(meeting.id),
        "sign_form": SignForm(formdata=None),
        "return_form": ReturnForm(formdata=None),
        "reason_form": ReasonForm(formdata=None),
        "proposal_form": ProposalForm(formdata=None),
        "amendment_form": AmendmentForm(formdata=None),
    }


def _not_agreed(record: Record) -> list[MeetingItem]:
    """The items that the community may hand up to the street (RP-9, RP-16)."""
    if record.meeting.state not in SUBMITTED or not viewer().can(Perm.STREET_HAND_UP):
        return []
    known = street.of_items([one.id for one in record.items])
    return [one for one in record.items if one.conclusion is Conclusion.NOT_AGREED and one.id not in known]


def state_of(record: Record) -> tuple[str, str]:
    """The state in words with its tone; 已归档 is derived."""
    state, meeting = record.meeting.state, record.meeting
    signed_on = meeting.signed_on if state is MeetingState.SIGNED else None
    if signed_on and archived_on(signed_on, record.book.terms, record.book.calendar) <= clock.today():
        state = MeetingState.ARCHIVED
    return MEETING_LABEL[state], MEETING_TONE[state]


def _party_of(record: Record) -> Party | None:
    """For whom the viewer sat at the table, else for whom he holds a written mandate."""
    who = viewer().person_id
    own = next((row.party for row in record.seats if row.person_id == who and row.is_present), None)
    if own is not None:
        return own
    mandate = mandates.held_by(who, record.meeting.id, clock.today())
    return mandate.party if mandate else None


def _may(record: Record) -> dict[str, bool]:
    """What is offered: courtesy, the services check again."""
    who, state = viewer(), record.meeting.state
    party = _party_of(record)
    try:
        services.check_may_record(record.meeting, actor(), clock.today())
        may_record = who.can(Perm.MEETING_RECORD)
    except RuleBroken:
        may_record = False
    before = state in (MeetingState.PLANNED, MeetingState.NOTIFIED)
    signs = who.can(Perm.MEETING_SIGN) and state is MeetingState.PENDING and party in record.parties
    return {
        "record": may_record,
        "photos": _may_show(record),
        "begin": before and who.can(Perm.MEETING_RECORD),
        "propose": before and who.can(Perm.MEETING_SIGN),
        "notify": state is MeetingState.PLANNED and who.can(Perm.MEETING_RECORD),
        "sign": signs and party not in record.valid_signatures,
        "send_back": signs,
        "paper": who.can(Perm.MEETING_PAPER) and (state is MeetingState.PENDING or _is_amended(record)),
        "inquorate": may_record and state is MeetingState.HELD and not record.is_quorate,
        "confirm": who.can(Perm.MEETING_CONFIRM) and _is_very_late(record),
        "amend": who.can(Perm.MEETING_AMEND) and state is MeetingState.SIGNED and party in record.parties,
    }


def _may_show(record: Record) -> bool:
    """Whether the viewer may add photos of the meeting."""
    try:
        services.check_may_show(record.meeting, actor(), clock.today())
    except RuleBroken:
        return False
    return viewer().can(Perm.MEETING_RECORD)


def _is_amended(record: Record) -> bool:
    """Whether a correction waits for its signatures."""
    return any(one.settled_at is None for one in record.amendments)


def _is_very_late(record: Record) -> bool:
    meeting = record.meeting
    days = meeting_days(meeting.held_on, record.book.terms, record.book.calendar)
    late = meeting.submitted_on is not None and meeting.submitted_on > days.confirm_from
    return late and meeting.confirmed_at is None
