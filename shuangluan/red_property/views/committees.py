"""业委会: the register by term, one with its members, the conditions of 红色业委会 (RP-5, RP-35)."""

from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.registers import CommitteeForm, MemberForm, PartySideForm
from shuangluan.red_property.models import Committee
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committee_register as stored
from shuangluan.red_property.queries import ties
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.red_findings import findings
from shuangluan.red_property.rules import committees as rules
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.red_committees import TieLine
from shuangluan.red_property.tables.registers import COMMITTEES, CommitteeLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, COMMITTEES, stored.SOURCE, CommitteeLine, "committee", "届满前 180 天和 60 天提醒换届",
    "登记选举结果以后，再登记委员。", write=Perm.COMMITTEE_WRITE, add="登记换届结果",
    beside=(
        ("委员", "red_property.committee_member_list", Perm.REGISTER_READ),
        ("认定红色业委会", "red_property.red_assessment_new", Perm.COMMITTEE_ASSESS),
        ("利益冲突", "red_property.tie_list", Perm.REGISTER_READ),
    ),
)  # fmt: skip
hang(LISTING, "/committees", Perm.REGISTER_READ)
PARTY_HINTS = {
    "has_party_group": "委员里的党员成立了党小组", "secretary_sits": "小区党支部书记是这一届的委员",
}  # fmt: skip
HINTS = {"term_until": "每届任期不超过 5 年", "seats": "单数", "filed_on": "选举之日起 30 日内备案"}


def _committee(committee_id: int, *, to_write: bool = False) -> tuple[Committee, Any]:
    found = stored.committee(committee_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(committee_id, clock.today())
    if to_write and not viewer().holds_area(Perm.COMMITTEE_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/committees/<int:committee_id>")
@requires(Perm.REGISTER_READ)
def committee_detail(committee_id: int) -> ResponseReturnValue:
    """One term."""
    return _detail(*_committee(committee_id), MemberForm(formdata=None))


def _detail(committee: Committee, row: Any, member_form: MemberForm, status: int = 200) -> ResponseReturnValue:
    today = clock.today()
    terms, members = book_on(today).terms, stored.members_of(committee.id)
    assessments, held = stored.assessments_of(committee.id), ties.of_committee(committee.id, today)
    return page(
        "red_property/committee_detail.html",
        status=status,
        committee=committee,
        line=CommitteeLine(row, today),
        place=areas().path(row.community),
        members=members,
        last_day=last_day,
        criteria=findings([row], today)[0].criteria,
        assessments=assessments,
        ties=[TieLine(one, today) for one in held],
        filed_late=rules.filed_late(committee.elected_on, committee.filed_on, today, terms),
        renewal=None if row.is_followed else rules.renewal_stage(committee.term_end, today, terms),
        left=(committee.term_end - today).days,
        entries=[told(one) for one in _history(committee, members, assessments, held)],
        year=today.year,
        may_write=viewer().holds_area(Perm.COMMITTEE_WRITE, row.community),
        may_assess=viewer().holds_area(Perm.COMMITTEE_ASSESS, row.community) and row.is_serving,
        form=member_form,
        assess_form=BaseForm(formdata=None),
    )


def _history(committee: Committee, members: Any, assessments: Any, held: Any) -> list[AuditEntry]:
    return history(
        ("red_property_committee", [committee.id]),
        ("red_property_committee_member", [one.id for one, _ in members]),
        ("red_property_red_assessment", [one.id for one in assessments]),
        ("red_property_company_tie", [one.id for one in held]),
    )


def _facts(form: Any) -> dict[str, Any]:
    term_end: date | None = day_after(form.term_until.data)
    names = ("elected_on", "seats", "filed_on")
    return {"term_end": term_end} | {name: getattr(form, name).data for name in names}


@bp.route("/committees/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_new() -> ResponseReturnValue:
    """The next term of a compound of the viewer's."""
    form = CommitteeForm()
    compounds = {str(one.id): one for one in stored.writable_compounds(viewer())}
    offered = ((key, f"{areas().short(one.community)} {one.name}") for key, one in compounds.items())
    form.compound_id.choices = options(offered, "请选小区")

    def deed(saved: Any) -> None:
        by, at = actor(), clock.now()
        compound = compounds[form.compound_id.data]
        body = services.committee_body(compound, by=by, at=at)
        made = services.elect_committee(body, compound, by=by, at=at, **_facts(form))
        saved.to = url_for(".committee_detail", committee_id=made.id)

    answer = saved_form(form, None, deed, "换届结果登记好了，接着登记委员", lambda saved: str(saved.to))
    return answer or form_page(form, "登记换届结果", [("业委会", LISTING.address)], submit="登记", hints=HINTS)


@bp.route("/committees/<int:committee_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_edit(committee_id: int) -> ResponseReturnValue:
    """Correct a term, or add its filing."""
    committee, row = _committee(committee_id, to_write=True)
    form = CommitteeForm()
    del form.compound_id
    form.versioned(committee)
    if request.method == "GET":
        form.elected_on.data, form.term_until.data = committee.elected_on, last_day(committee.term_end)
        form.seats.data, form.filed_on.data = committee.seats, committee.filed_on
    crumbs = _crumbs(committee, row)
    answer = saved_form(
        form, committee,
        lambda saved: services.change_committee(committee, by=actor(), at=clock.now(), **_facts(form)),
        "业委会已修改", lambda saved: crumbs[1][1],
    )  # fmt: skip
    return answer or form_page(form, f"修改{row.compound}第 {committee.term_no} 届", crumbs, submit="保存", hints=HINTS)


def _crumbs(committee: Committee, row: Any) -> list[tuple[str, str]]:
    here = url_for(".committee_detail", committee_id=committee.id)
    return [("业委会", LISTING.address), (f"{row.compound}第 {committee.term_no} 届", here)]


@bp.route("/committees/<int:committee_id>/party-side", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_party_side(committee_id: int) -> ResponseReturnValue:
    """Whether there is a party group, and the branch secretary a member."""
    committee, row = _committee(committee_id, to_write=True)
    form = PartySideForm()
    if request.method == "GET":
        form.has_party_group.data, form.secretary_sits.data = stored.party_side(committee_id)
    crumbs = _crumbs(committee, row)

    def deed(saved: Any) -> None:
        group, secretary = bool(form.has_party_group.data), bool(form.secretary_sits.data)
        services.tell_party_side(
            committee, has_party_group=group, secretary_sits=secretary, by=actor(), at=clock.now()
        )

    answer = saved_form(form, None, deed, "党建情况已记下", lambda saved: crumbs[1][1])
    return answer or form_page(form, "党建情况", crumbs, submit="保存", hints=PARTY_HINTS)


@bp.route("/committees/<int:committee_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_removal(committee_id: int) -> ResponseReturnValue:
    """Ask, then take away a term that came by mistake."""
    committee, row = _committee(committee_id, to_write=True)
    crumbs = _crumbs(committee, row)
    return removal_page(committee, crumbs[1][0], services.remove_committee, crumbs=crumbs)


@bp.post("/committees/<int:committee_id>/members")
@requires(Perm.COMMITTEE_WRITE)
def committee_member_add(committee_id: int) -> ResponseReturnValue:
    """A member takes a seat."""
    committee, row = _committee(committee_id, to_write=True)
    form = MemberForm()

    def deed(saved: Any) -> None:
        by, at = actor(), clock.now()
        person = services.person_called(form.name.data or "", form.phone.data or "", by=by, at=at)
        party = bool(form.is_party_member.data)
        seat = services.Seat(form.position.data or "", party, form.valid_from.data)
        services.seat_member(committee, person, seat, by=by, at=at)

    answer = saved_form(form, None, deed, "委员登记好了", lambda saved: _crumbs(committee, row)[1][1])
    return answer or _detail(committee, row, form, 422)
