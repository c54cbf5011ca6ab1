"""How a compound deliberates: its committees, substitutes, modes and contracts (RP-5)."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms import books as forms
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committees, companies
from shuangluan.red_property.queries import compounds as queries
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL, SubstituteKind
from shuangluan.red_property.rules.words import MODE_LABEL, Mode
from shuangluan.red_property.tables import CommitteeLine
from shuangluan.red_property.tables.books import day_after, last_day
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.books.deed import asked, timeline


def _compound(compound_id: int, permission: Perm) -> Compound:
    return queries.compound(compound_id, viewer=viewer(), permission=permission) or abort(404)


@bp.get("/compounds/<int:compound_id>")
@requires(Perm.COMMITTEE_READ)
def compound_detail(compound_id: int) -> ResponseReturnValue:
    """Who serves a compound, who speaks for its owners, how it deliberates, and what was before."""
    compound, today = _compound(compound_id, Perm.COMMITTEE_READ), clock.today()
    standing = queries.standings([compound.id], today, book_on(today).terms)[compound.id]
    terms, modes = committees.terms_of(compound.id, today), committees.modes_of(compound.id)
    substitutes, contracts = committees.substitutes_of(compound.id), companies.contracts_in(compound.id)
    return page(
        "red_property/compound_detail.html",
        compound=compound, community=areas().path(compound.community), standing=standing,
        mode=MODE_LABEL[standing.mode], modes=[(one, MODE_LABEL[one.mode]) for one in modes],
        terms=[CommitteeLine(row, today) for row in terms],
        substitutes=[(one, SUBSTITUTE_LABEL[one.kind]) for one in substitutes],
        contracts=contracts, last_day=last_day,
        may_write=viewer().holds_area(Perm.COMMITTEE_WRITE, compound.community),
        entries=timeline([*modes, *substitutes, *(one for one, _ in contracts)]), year=today.year,
    )  # fmt: skip


@bp.route("/compounds/<int:compound_id>/mode", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def compound_mode(compound_id: int) -> ResponseReturnValue:
    """The mode from a day on."""
    compound, form = _compound(compound_id, Perm.COMMITTEE_WRITE), forms.ModeForm()

    def do(deed: dict[str, Any]) -> None:
        mode, since = Mode(form.mode.data), form.data["valid_from"]
        services.set_mode(compound, mode, valid_from=since, reason=form.reason.data or "", **deed)

    here = url_for(".compound_detail", compound_id=compound_id)
    return asked(
        form, do, title=f"变更{compound.name}的议事方式", submit="变更", said="议事方式已变更", to=here,
        crumbs=[("业委会", url_for(".committee_list")), (compound.name, here)],
        hints={"mode": "没有在履行的物业合同时是两方议事"},
    )  # fmt: skip


@bp.route("/compounds/<int:compound_id>/substitute", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def compound_substitute(compound_id: int) -> ResponseReturnValue:
    """Who stands for the owners while there is no committee."""
    compound, form = _compound(compound_id, Perm.COMMITTEE_WRITE), forms.SubstituteForm()

    def do(deed: dict[str, Any]) -> None:
        services.name_substitute(
            compound, SubstituteKind(form.kind.data), basis=form.basis.data or "", valid_from=form.data["valid_from"],
            valid_to=day_after(form.data["last_day"]), **deed,
        )  # fmt: skip

    here = url_for(".compound_detail", compound_id=compound_id)
    return asked(
        form, do, title=f"登记{compound.name}的业主替代方", submit="登记", said="替代方登记好了", to=here,
        crumbs=[("业委会", url_for(".committee_list")), (compound.name, here)],
        hints={"last_day": "选出业委会以前一直有效的空着"},
    )  # fmt: skip
