"""A committee of one term with its members (RP-5, RP-11)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms import books as forms
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.models import Committee
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committees as queries
from shuangluan.red_property.queries import compounds as places_of
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.committees import COMMITTEE_LABEL, committee_state, filed_late, renewal_stage
from shuangluan.red_property.services import cover as covering
from shuangluan.red_property.tables.books import COMMITTEE_TONE, day_after, last_day
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.books.deed import Crumb, asked, timeline


def _committee(committee_id: int, *, to_write: bool = False) -> tuple[Committee, Compound]:
    found = queries.committee(committee_id, viewer=viewer(), day=clock.today()) or abort(404)
    if to_write and not viewer().holds_area(Perm.COMMITTEE_WRITE, found[1].community):
        abort(404)
    return found


def _crumbs(committee: Committee, compound: Compound) -> list[Crumb]:
    here = url_for(".committee_detail", committee_id=committee.id)
    return [("业委会", url_for(".committee_list")), (f"{compound.name}第{committee.term_no}届", here)]


@bp.get("/committees/<int:committee_id>")
@requires(Perm.COMMITTEE_READ)
def committee_detail(committee_id: int) -> ResponseReturnValue:
    """A term: its days, its members, whether it is filed and must be renewed."""
    committee, compound = _committee(committee_id)
    today, members = clock.today(), queries.members_of(committee.id)
    terms, state = book_on(today).terms, committee_state(committee.elected_on, committee.term_end, today)
    return page(
        "red_property/committee_detail.html",
        committee=committee, compound=compound, community=areas().path(compound.community), members=members,
        state=(COMMITTEE_LABEL[state], COMMITTEE_TONE[state]),
        sitting=sum(one.valid_to is None for one, _ in members),
        party=sum(one.valid_to is None and one.is_party_member for one, _ in members),
        last_day=last_day, stage=renewal_stage(committee.term_end, today, terms),
        is_filed_late=filed_late(committee.elected_on, committee.filed_on, today, terms), file_days=terms.file_days,
        may_write=viewer().holds_area(Perm.COMMITTEE_WRITE, compound.community),
        entries=timeline([committee, *(one for one, _ in members)]), year=today.year,
    )  # fmt: skip


@bp.route("/committees/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_new() -> ResponseReturnValue:
    """The next term of a compound's committee; the first one founds it."""
    form = forms.CommitteeForm()
    offered = {str(one.id): one for one in places_of.compounds_in(viewer(), Perm.COMMITTEE_WRITE)}
    form.compound_id.choices = options(
        ((key, f"{one.name}（{areas().short(one.community)}）") for key, one in offered.items()), "请选择"
    )

    def do(deed: dict[str, Any]) -> Committee:
        compound = offered[form.compound_id.data]
        return services.elect_committee(
            services.committee_organisation(compound, since=form.data["elected_on"], **deed), compound,
            elected_on=form.data["elected_on"], term_end=day_after(form.data["last_day"]), seats=form.data["seats"],
            filed_on=form.data["filed_on"], **deed,
        )  # fmt: skip

    return asked(
        form, do, title="登记业委会新一届", submit="登记", said="业委会登记好了，接着登记委员",
        crumbs=[("业委会", url_for(".committee_list"))],
        to=lambda made: url_for(".committee_detail", committee_id=made.id),
        hints={"seats": "单数，如 5、7"},
    )  # fmt: skip


@bp.route("/committees/<int:committee_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_edit(committee_id: int) -> ResponseReturnValue:
    """Correct seats, the end of the term, filing."""
    committee, compound = _committee(committee_id, to_write=True)
    form = forms.CommitteeEditForm(obj=None if request.method == "POST" else committee)
    if request.method == "GET":
        form.last_day.data = last_day(committee.term_end)

    def do(deed: dict[str, Any]) -> None:
        services.change_committee(
            committee, seats=form.data["seats"], term_end=day_after(form.data["last_day"]),
            filed_on=form.data["filed_on"], **deed,
        )  # fmt: skip

    return asked(
        form, do, title=f"修改{compound.name}第{committee.term_no}届业委会", submit="保存", said="业委会已修改",
        crumbs=_crumbs(committee, compound), record=committee,
        to=url_for(".committee_detail", committee_id=committee_id),
    )  # fmt: skip


@bp.route("/committees/<int:committee_id>/members/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def member_new(committee_id: int) -> ResponseReturnValue:
    """A member takes his seat."""
    committee, compound = _committee(committee_id, to_write=True)
    form = forms.MemberForm()
    if request.method == "GET":
        form.valid_from.data = committee.elected_on

    def do(deed: dict[str, Any]) -> None:
        person = covering.person_named(form.name.data or "", form.phone.data or "", **deed)
        services.seat_member(
            committee, person, form.position.data, is_party_member=form.is_party_member.data,
            valid_from=form.data["valid_from"], **deed,
        )  # fmt: skip

    return asked(
        form, do, title=f"登记{compound.name}业委会委员", submit="登记", said="委员登记好了",
        crumbs=_crumbs(committee, compound), to=url_for(".committee_detail", committee_id=committee_id),
    )  # fmt: skip


@bp.route("/committees/<int:committee_id>/members/<int:member_id>/end", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def member_end(committee_id: int, member_id: int) -> ResponseReturnValue:
    """A member leaves."""
    committee, compound = _committee(committee_id, to_write=True)
    member, form = queries.member(member_id, committee.id) or abort(404), forms.EndForm()

    def do(deed: dict[str, Any]) -> None:
        services.unseat_member(member, last_day=form.data["last_day"], **deed)

    return asked(
        form, do, title="登记委员离任", submit="登记离任", said="已登记离任", crumbs=_crumbs(committee, compound),
        to=url_for(".committee_detail", committee_id=committee_id),
    )  # fmt: skip
