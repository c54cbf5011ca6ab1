"""物业服务行业党委: one unit at the district, and the units under it (RP-71)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.models import PartyUnit
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.sector import ParentForm, SectorForm
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import party_units, sector
from shuangluan.red_property.rules.spans import last_day
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.registers import form_page, saved_form, told

NAME = "双滦区物业服务行业党委"
HINTS = {"founded_on": "批复成立的那天", "parent_id": "归物业服务行业党委，或归社区大党委"}


@bp.get("/sector-committee")
@requires(Perm.REGISTER_READ)
def sector_detail() -> ResponseReturnValue:
    """The committee with its members; the units of companies that stand under it and those that do not."""
    unit, today = sector.sector_committee(), clock.today()
    units = party_units.active(viewer(), today)
    return page(
        "red_property/sector_detail.html",
        unit=unit, name=NAME, members=sector.members_of(unit) if unit else [], last_day=last_day, year=today.year,
        under=[one for one in units if unit and one.parent_id == unit.id],
        others=[one for one in units if not unit or one.parent_id != unit.id],
        entries=[told(one) for one in history(*sector.entries_about(unit))] if unit else [],
    )  # fmt: skip


def _crumbs() -> list[tuple[str, str]]:
    return [("物业服务行业党委", url_for(".sector_detail"))]


@bp.route("/sector-committee/new", methods=["GET", "POST"])
@requires(Perm.SECTOR_WRITE)
def sector_new() -> ResponseReturnValue:
    """Register the founding."""
    form: Any = SectorForm()
    if request.method == "GET":
        form.name.data = NAME

    def deed(saved: Saved) -> None:
        services.found_sector(form.name.data, founded_on=form.founded_on.data, by=actor(), at=clock.now())

    answer = saved_form(form, None, deed, "行业党委登记好了，接着登记委员", lambda saved: _crumbs()[0][1])
    return answer or form_page(form, "登记行业党委", _crumbs(), submit="登记", hints=HINTS)


@bp.route("/party-units/<int:unit_id>/parent", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def unit_parent(unit_id: int) -> ResponseReturnValue:
    """What a unit of companies stands under: the sector's committee or a community's."""
    unit: PartyUnit = party_units.unit(unit_id, viewer=viewer(), day=clock.today()) or abort(404)
    form: Any = ParentForm()
    form.versioned(unit)
    offered = {str(one.id): one for one in sector.parents(clock.today())}
    form.parent_id.choices = options(((key, one.name) for key, one in offered.items()), "没有上级")
    if request.method == "GET":
        form.parent_id.data = str(unit.parent_id or "")

    def deed(saved: Saved) -> None:
        services.place_unit(unit, offered.get(form.parent_id.data), by=actor(), at=clock.now())

    here = url_for(".unit_detail", unit_id=unit.id)
    crumbs = [("企业党组织", url_for(".unit_list")), (unit.name, here)]
    answer = saved_form(form, unit, deed, "上级党组织已改", lambda saved: here)
    return answer or form_page(form, "改上级党组织", crumbs, submit="保存", hints=HINTS)
