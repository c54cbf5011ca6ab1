"""提请街道 and 街道联席会议: handed up, accepted, returned, decided; both with list and detail (RP-61, RP-68)."""

from collections.abc import Callable
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, matters
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import ConferenceForm, DecisionForm, HandUpForm, ReasonForm
from shuangluan.red_property.models import StreetEntry
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import records, resolutions
from shuangluan.red_property.queries import street as queries
from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL, ResolutionState
from shuangluan.red_property.rules.street import ENTRY_LABEL, EntryState
from shuangluan.red_property.tables import CONFERENCES, ENTRIES, ENTRY_TONE, ConferenceLine, EntryLine, due_words
from shuangluan.red_property.views.blueprint import SLICE, bp

ENTRY_LISTING = Listing(
    SLICE, ENTRIES, queries.ENTRIES, EntryLine, "street_entry",
    "每条提请一行；街道应在提请后 10 个工作日内答复，答复期限按工作日历计算",
    "推迟两次还没有办成、三方没有达成一致的，从议定事项或议题提请街道联席会议。", export=Perm.MEETING_EXPORT,
    beside=(("街道联席会议", "red_property.street_conference_list", Perm.MEETING_READ),),
)  # fmt: skip
hang(ENTRY_LISTING, "/street-entries", Perm.MEETING_READ)
CONFERENCE_LISTING = Listing(
    SLICE, CONFERENCES, queries.CONFERENCES, ConferenceLine, "street_conference",
    "街道大工委召集，议定社区提请的事；不代替业主表决和业委会决定", "街道开过会以后，在这里登记议定了什么。",
    empty="还没有街道联席会议", write=Perm.STREET_HANDLE, add="登记会议", export=Perm.MEETING_EXPORT,
    beside=(("提请街道", "red_property.street_entry_list", Perm.MEETING_READ),),
)  # fmt: skip
hang(CONFERENCE_LISTING, "/street-conferences", Perm.MEETING_READ)


@bp.get("/street-entries/<int:street_entry_id>")
@requires(Perm.MEETING_READ)
def street_entry_detail(street_entry_id: int) -> ResponseReturnValue:
    """One entry, and what the street may do with it now."""
    entry = queries.entry(street_entry_id, viewer=viewer()) or abort(404)
    return _shown(entry)


def _shown(entry: StreetEntry, form: DecisionForm | None = None, **refused: Any) -> ResponseReturnValue:
    item_id, today = entry.item_id, clock.today()
    handles = queries.handled(entry.id, viewer=viewer()) is not None
    return page(
        "red_property/street_entry_detail.html",
        status=422 if refused or form else 200,
        entry=entry,
        state=(ENTRY_LABEL[entry.state], ENTRY_TONE[entry.state]),
        due=due_words(entry.answer_due_on, today),
        is_open=entry.state in queries.OPEN,
        may_accept=handles and entry.state is EntryState.WAITING,
        may_return=handles and entry.state in queries.OPEN,
        may_decide=handles and entry.state is EntryState.ACCEPTED,
        meeting_id=records.meeting_of_item(item_id, viewer=viewer()),
        conference=queries.conference(entry.conference_id, viewer=viewer()) if entry.conference_id else None,
        number=queries.conference_number,
        outcome=RESOLUTION_LABEL[entry.outcome] if entry.outcome else "",
        related=matters.related(entry.matter_id, viewer=viewer()),
        form=_decision_form(entry, form),
        reason_form=ReasonForm(formdata=None),
        refused=refused.get("reasons", []),
    )


def _decision_form(entry: StreetEntry, form: DecisionForm | None) -> DecisionForm:
    form = form or DecisionForm(formdata=None)
    held = queries.conferences_for(entry)
    form.conference_id.choices = options(
        ((str(one.id), f"{queries.conference_number(one)}（{one.held_on}）") for one in held), "请选择"
    )
    return form


@bp.post("/street-entries/<int:street_entry_id>/acceptance")
@requires(Perm.STREET_HANDLE)
def street_entry_acceptance(street_entry_id: int) -> ResponseReturnValue:
    """The street takes it up."""
    return _deed(street_entry_id, BaseForm(), lambda entry, deed: services.accept_entry(entry, **deed), "已受理")


@bp.post("/street-entries/<int:street_entry_id>/return")
@requires(Perm.STREET_HANDLE)
def street_entry_return(street_entry_id: int) -> ResponseReturnValue:
    """The street gives it back."""
    form = ReasonForm()
    return _deed(
        street_entry_id, form,
        lambda entry, deed: services.return_entry(entry, reason=form.reason.data or "", **deed), "已退回",
    )  # fmt: skip


@bp.post("/street-entries/<int:street_entry_id>/decision")
@requires(Perm.STREET_HANDLE)
def street_entry_decision(street_entry_id: int) -> ResponseReturnValue:
    """What the conference decided."""
    entry = queries.handled(street_entry_id, viewer=viewer()) or abort(404)
    form = _decision_form(entry, DecisionForm())
    if form.validate():
        held = {str(one.id): one for one in queries.conferences_for(entry)}
        try:
            with saving(form) as saved:
                services.decide_entry(
                    entry, held[form.conference_id.data], decision=form.decision.data or "",
                    body=form.body.data or "", due_on=form.due_on.data, outcome=ResolutionState(form.outcome.data),
                    by=actor(), at=clock.now(),
                )  # fmt: skip
                saved.to = url_for(".street_entry_detail", street_entry_id=street_entry_id)
            return done("议定已登记，下次联席会通报", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    return _shown(entry, form)


def _deed(
    entry_id: int, form: BaseForm, do: Callable[[StreetEntry, dict[str, Any]], Any], said: str
) -> ResponseReturnValue:
    entry = queries.handled(entry_id, viewer=viewer()) or abort(404)
    reasons: list[str] = []
    if form.validate():
        try:
            with saving(form) as saved:
                do(entry, {"by": actor(), "at": clock.now()})
                saved.to = url_for(".street_entry_detail", street_entry_id=entry_id)
            return done(said, to=saved.to)
        except RuleBroken as broken:
            reasons.append(broken.reason)
    reasons += [str(one) for field in form for one in field.errors]
    return _shown(entry, reasons=reasons)


@bp.post("/resolutions/<int:resolution_id>/street")
@requires(Perm.STREET_HAND_UP)
def resolution_hand_up(resolution_id: int) -> ResponseReturnValue:
    """提请街道 for a resolution."""
    row, _ = resolutions.resolution(resolution_id, viewer=viewer()) or abort(404)
    return _handed(lambda **deed: services.hand_up_resolution(row, **deed))


@bp.post("/items/<int:meeting_item_id>/street")
@requires(Perm.STREET_HAND_UP)
def item_hand_up(meeting_item_id: int) -> ResponseReturnValue:
    """提请街道 for an item that was not agreed."""
    item = records.item(meeting_item_id, viewer=viewer()) or abort(404)
    return _handed(lambda **deed: services.hand_up_item(item, **deed))


def _handed(hand_up: Callable[..., StreetEntry]) -> ResponseReturnValue:
    """Hand up, and go to the entry. Raises RuleBroken with the reason."""
    form = HandUpForm()
    if not form.validate():
        raise RuleBroken("；".join(str(one) for field in form for one in field.errors))
    with saving(form) as saved:
        entry = hand_up(reason=form.reason.data or "", by=actor(), at=clock.now())
        saved.to = url_for(".street_entry_detail", street_entry_id=entry.id)
    return done("已提请街道联席会议", to=saved.to or "/")


@bp.get("/street-conferences/<int:street_conference_id>")
@requires(Perm.MEETING_READ)
def street_conference_detail(street_conference_id: int) -> ResponseReturnValue:
    """One conference with what it decided."""
    found = queries.conference(street_conference_id, viewer=viewer()) or abort(404)
    return page(
        "red_property/street_conference_detail.html", conference=found, number=queries.conference_number(found),
        entries=queries.decided_at(found.id, viewer=viewer()), street=areas().name(found.street),
        outcomes=RESOLUTION_LABEL,
    )  # fmt: skip


@bp.route("/street-conferences/new", methods=["GET", "POST"])
@requires(Perm.STREET_HANDLE)
def street_conference_new() -> ResponseReturnValue:
    """Record a conference."""
    form = ConferenceForm()
    own = sorted({code[:9] for code in viewer().areas(Perm.STREET_HANDLE) if len(code) >= 9})
    form.street.choices = options((code, areas().name(code)) for code in own)
    if request.method == "GET":
        form.held_on.data = clock.today()
    elif form.validate():
        try:
            with saving(form) as saved:
                row = services.hold_conference(
                    form.street.data, held_on=form.held_on.data or clock.today(), place=form.place.data or "",
                    chair=form.chair.data or "", present=form.present.data or "", minutes=form.minutes.data or "",
                    by=actor(), at=clock.now(),
                )  # fmt: skip
                saved.to = url_for(".street_conference_detail", street_conference_id=row.id)
            return done("街道联席会议已登记", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/street_conference_new.html", status=status, form=form)
