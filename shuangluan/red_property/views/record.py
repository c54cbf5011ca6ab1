"""记录联席会: one page on which each row saves itself; without scripts one button saves all of them (RP-62)."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shuangluan.extensions import db
from shuangluan.kernel import clock, matters, ports
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import EditedMeanwhile, actor, conflict_page, done, page, saving, viewer, wants_fragment
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import SeatAddForm
from shuangluan.red_property.models import Meeting, MeetingItem
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, records
from shuangluan.red_property.queries.records import Record
from shuangluan.red_property.rules.dates import meeting_days
from shuangluan.red_property.rules.words import ItemKind, Party
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.record_rows import Row, rows_of

TEMPLATE = "red_property/meeting_record.html"
SAVED = "red_property/record_saved.html"


@bp.route("/meetings/<int:meeting_id>/record", methods=["GET", "POST"])
@requires(Perm.MEETING_RECORD)
def meeting_record(meeting_id: int) -> ResponseReturnValue:
    """The whole form; what its buttons do comes after every row was saved."""
    meeting = _found(meeting_id)
    services.check_may_record(meeting, actor(), clock.today())
    record = records.record_of(meeting)
    if request.method == "GET":
        return _shown(record, rows_of(record))
    rows = rows_of(record, request.form)
    saved = [row.write(meeting) for row in rows.values()]
    if not all(saved):
        return _shown(record, rows, status=422)
    return _act(meeting, request.form.get("do", "save"))


def _act(meeting: Meeting, deed: str) -> ResponseReturnValue:
    """What a button of the form does. Raises RuleBroken with the reason."""
    form = BaseForm()
    here = url_for(".meeting_record", meeting_id=meeting.id)
    verb, _, key = deed.partition(":")
    try:
        if verb == "save":
            return done("已保存", to=here)
        if verb not in DEEDS:
            abort(404)
        with saving(form) as saved:
            anchor = DEEDS[verb](meeting, key)
            saved.to = f"{here}{anchor}"
    except RuleBroken as broken:
        flash(broken.reason, "bad")
        return _fresh(meeting, 422)
    if verb == "submit":
        return done("已提交三方签认", to=url_for(".meeting_detail", meeting_id=meeting.id))
    return _fresh(meeting, 200) if wants_fragment() else redirect(saved.to or here, 303)


def _fresh(meeting: Meeting, status: int) -> Response:
    db.session.expire_all()
    record = records.record_of(meeting)
    return _shown(record, rows_of(record), status=status)


def _add_seat(meeting: Meeting, _key: str) -> str:
    form = _seat_form(records.record_of(meeting))
    if not form.validate():
        raise RuleBroken("；".join(str(one) for field in form for one in field.errors))
    person_id, name = form.who.data or "", form.name.data or ""
    known = {choice.value: choice.label for choice in form.who.choices}
    if person_id:
        name = known[person_id].split(" ")[0]
    services.add_seat(
        meeting, name=name, party=Party(form.party.data), capacity=form.capacity.data or "",
        person_id=int(person_id) if person_id else None, by=actor(), at=clock.now(),
        compound_id=int(form.data["compound_id"]) if form.data.get("compound_id") else None,
    )  # fmt: skip
    return "#s2"


def _add_item(meeting: Meeting, key: str) -> str:
    kind = ItemKind(key) if key in list(ItemKind) else ItemKind.NEGOTIATE
    item = services.add_draft_item(meeting, kind=kind, topic="other", by=actor(), at=clock.now())
    return f"#item-{item.id}"


def _take_appeal(meeting: Meeting, key: str) -> str:
    offered = {str(one.matter_id): one for one in _appeals(records.record_of(meeting)).open}
    if key not in offered:
        raise RuleBroken("这件诉求已经不在办，请从列表里选")
    item = services.add_draft_item(
        meeting, kind=ItemKind.NEGOTIATE, topic="other", title=offered[key].title,
        source=matters.matter(int(key)), by=actor(), at=clock.now(),
    )  # fmt: skip
    return f"#item-{item.id}"


def _add_resolution(meeting: Meeting, key: str) -> str:
    item = _row(meeting, f"item-{key}")
    assert isinstance(item.record, MeetingItem)  # the key says so
    row = services.add_resolution(meeting, item.record, by=actor(), at=clock.now())
    return f"#resolution-{row.id}"


def _remove(meeting: Meeting, key: str) -> str:
    row = _row(meeting, key)
    removals: dict[str, Callable[..., Any]] = {
        "seat": services.remove_seat,
        "item": services.remove_item,
        "resolution": services.remove_resolution,
    }
    if row.kind not in removals:
        raise RuleBroken("这一行不能去掉")
    removals[row.kind](meeting, row.record, by=actor(), at=clock.now())
    return ""


def _submit(meeting: Meeting, _key: str) -> str:
    services.submit(meeting, by=actor(), at=clock.now())
    return ""


DEEDS = {
    "seat": _add_seat, "item": _add_item, "appeal": _take_appeal, "resolution": _add_resolution,
    "remove": _remove, "submit": _submit,
}  # fmt: skip


def _row(meeting: Meeting, key: str) -> Row:
    found = rows_of(records.record_of(meeting), only=key).get(key)
    return found or abort(404)


def _save_row(meeting_id: int, key: str) -> ResponseReturnValue:
    """One row, as it was left: 200 with its new version, 422 with what is wrong beside it."""
    meeting = _found(meeting_id)
    services.check_may_record(meeting, actor(), clock.today())
    row = rows_of(records.record_of(meeting), request.form, only=key).get(key) or abort(404)
    if f"{key}-row_version" not in request.form:
        abort(400)
    try:
        is_saved = row.write(meeting)
    except EditedMeanwhile as stale:
        answer = conflict_page(stale)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#main", "innerHTML"
        return answer
    if not is_saved:
        answer = make_response(render_template(SAVED, row=row, wrong=row.form.wrong, record=None), 422)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#{key}-error", "outerHTML"
        return answer
    if not wants_fragment():
        return redirect(url_for(".meeting_record", meeting_id=meeting.id), 303)
    record = records.record_of(meeting)
    fresh = rows_of(record, only=key)[key]
    return make_response(render_template(SAVED, row=fresh, wrong=[], **_state(record)))


@bp.post("/meetings/<int:meeting_id>/head/<int:row_id>")
@requires(Perm.MEETING_RECORD)
def head_save(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """会议信息 saves itself."""
    return _save_row(meeting_id, f"head-{row_id}")


@bp.post("/meetings/<int:meeting_id>/attendance/<int:row_id>")
@requires(Perm.MEETING_RECORD)
def seat_save(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """A row of the table saves itself."""
    return _save_row(meeting_id, f"seat-{row_id}")


@bp.post("/meetings/<int:meeting_id>/carried/<int:row_id>")
@requires(Perm.MEETING_RECORD)
def carried_save(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """A row of 上次落实 saves itself."""
    return _save_row(meeting_id, f"carried-{row_id}")


@bp.post("/meetings/<int:meeting_id>/items/<int:row_id>")
@requires(Perm.MEETING_RECORD)
def item_save(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """An item saves itself."""
    return _save_row(meeting_id, f"item-{row_id}")


@bp.post("/meetings/<int:meeting_id>/resolutions/<int:row_id>")
@requires(Perm.MEETING_RECORD)
def resolution_save(meeting_id: int, row_id: int) -> ResponseReturnValue:
    """A resolution saves itself."""
    return _save_row(meeting_id, f"resolution-{row_id}")


def _found(meeting_id: int) -> Meeting:
    return records.meeting(meeting_id, viewer=viewer()) or abort(404)


def _state(record: Record) -> dict[str, Any]:
    """What every save may change beside its row: the quorum, and what still blocks submission."""
    return {
        "record": record,
        "blockers": record.blockers(clock.today()),
        "moment": clock.local(clock.now()),
    }


def _appeals(record: Record) -> ports.AgendaAppeals:
    ids = [place.row.compound_id for place in record.places]
    last = compounds.last_meeting_on(ids, record.meeting.held_on)
    return ports.agenda_appeals(viewer(), ids, last, clock.now())


def _seat_form(record: Record) -> SeatAddForm:
    """The people who may have been there: members of the committees, by name."""
    ids = [place.row.compound_id for place in record.places]
    seated = {row.person_id for row in record.seats}
    known = compounds.members(ids, record.meeting.held_on)
    form = SeatAddForm(prefix="add-", meta={"csrf": False})
    names = {one.row.compound_id: one.name for one in record.places} if len(record.places) > 1 else {}
    offered = [
        (str(key), " ".join(word for word in (name, names.get(place, ""), position) if word))
        for place, key, name, position in known if key not in seated
    ]  # fmt: skip
    form.who.choices = options(offered, "其他人，写姓名")
    if len(record.places) > 1:
        form.compound_id.choices = options(((str(key), name) for key, name in names.items()), "各小区都算")
    else:
        del form.compound_id
    return form


def _shown(record: Record, rows: dict[str, Row], status: int = 200) -> Response:
    meeting = record.meeting
    return page(
        TEMPLATE,
        block="record",
        status=status,
        meeting=meeting,
        rows=rows,
        wrong=[(row.key, reason) for row in rows.values() for reason in row.form.wrong],
        seat_form=_seat_form(record),
        appeals=_appeals(record),
        days=meeting_days(meeting.held_on, record.book.terms, record.book.calendar),
        form=BaseForm(formdata=None),
        saved_signatures=record.valid_signatures,
        **_state(record),
    )
