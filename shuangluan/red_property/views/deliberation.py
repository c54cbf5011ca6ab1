"""How a compound deliberates: its committees, substitutes, modes and contracts (RP-5)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.posts import MeetingDayForm
from shuangluan.red_property.models import CompoundMode, MeetingDay, Substitute
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, deliberation, fund_register, meeting_days, months
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL
from shuangluan.red_property.rules.months import MONTH_LABEL
from shuangluan.red_property.rules.spans import last_day
from shuangluan.red_property.rules.words import MODE_LABEL
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.months import TONE
from shuangluan.red_property.views.registers import form_page, saved_form, told


def _compound(compound_id: int, permission: Perm) -> Compound:
    return compounds.compound(compound_id, viewer=viewer(), permission=permission) or abort(404)


@bp.get("/compounds/<int:compound_id>")
@requires(Perm.REGISTER_READ)
def compound_detail(compound_id: int) -> ResponseReturnValue:
    """Who serves a compound, who speaks for its owners, how it deliberates, and what was before."""
    today = clock.today()
    compound = compounds.compound_seen(compound_id, viewer=viewer(), day=today) or abort(404)
    standing = compounds.standings([compound.id], today, book_on(today).terms)[compound.id]
    modes, substitutes = deliberation.modes_of(compound.id), deliberation.substitutes_of(compound.id)
    days, fund = meeting_days.days_of(compound.id), fund_register.of_compound(compound.id)
    fixed = meeting_days.fixed_day([compound.id], today)
    about = (
        (MeetingDay.__tablename__, [one.id for one in days]),
        (CompoundMode.__tablename__, [one.id for one in modes]),
        (Substitute.__tablename__, [one.id for one in substitutes]),
    )
    return page(
        "red_property/compound_detail.html",
        compound=compound, community=areas().path(compound.community), standing=standing,
        mode=MODE_LABEL[standing.mode], modes=[(one, MODE_LABEL[one.mode]) for one in modes],
        terms=deliberation.terms_of(compound.id), contracts=deliberation.contracts_of(compound.id),
        substitutes=[(one, SUBSTITUTE_LABEL[one.kind]) for one in substitutes], last_day=last_day,
        may_write=viewer().holds_area(Perm.COMMITTEE_WRITE, compound.community),
        entries=[told(one) for one in history(*about)] if modes or substitutes or days else [], year=today.year,
        days=days, fixed=f"每月 {fixed} 日" if fixed else "没有固定", fund=fund,
        may_open=viewer().holds_area(Perm.REGISTER_READ, compound.community),
        strip=months.strip(viewer(), compound.id, today), labels=MONTH_LABEL, tones=TONE,
    )  # fmt: skip


def offer_compounds(form: Any) -> dict[str, Compound]:
    """Let a form choose among the compounds whose owners' side the viewer writes down; one may come in the address."""
    held = {str(one.id): one for one in compounds.named_in(viewer(), Perm.COMMITTEE_WRITE)}
    named = ((key, f"{areas().short(one.community)} {one.name}") for key, one in held.items())
    form.compound_id.choices = options(named, "请选小区")
    if request.method == "GET":
        form.compound_id.data = request.args.get("compound", "")
    return held


def _crumbs(compound: Compound) -> list[tuple[str, str]]:
    here = url_for(".compound_detail", compound_id=compound.id)
    return [("业委会", url_for(".committee_list")), (compound.name, here)]


@bp.route("/compounds/<int:compound_id>/meeting-day", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def compound_meeting_day(compound_id: int) -> ResponseReturnValue:
    """联席会日 from a day on."""
    compound, form = _compound(compound_id, Perm.COMMITTEE_WRITE), MeetingDayForm()
    crumbs = _crumbs(compound)

    def deed(saved: Saved) -> None:
        said = form.data
        services.set_meeting_day(
            compound, said["day_of_month"], valid_from=said["valid_from"], by=actor(), at=clock.now()
        )

    return saved_form(form, None, deed, "联席会日已定", lambda saved: crumbs[-1][1]) or form_page(
        form, f"定{compound.name}的联席会日", crumbs, submit="定下",
        hints={"day_of_month": "1 到 28；遇到休息日顺延到下一个工作日。不再固定的空着"},
    )  # fmt: skip
