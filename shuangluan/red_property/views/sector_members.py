"""行业党委委员: the list and its workbook, a member, seated, corrected, leaving, removed (RP-71)."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.registers import LastDayForm
from shuangluan.red_property.forms.sector import SectorMemberEditForm, SectorMemberForm
from shuangluan.red_property.models import SectorMember
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import sector as stored
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.party import SECTOR_MEMBERS, MemberLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import LAST_DAY, detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, SECTOR_MEMBERS, stored.SOURCE, MemberLine, "sector_member", "全区只有一个物业服务行业党委，这里是它的委员",
    "由区委组织部登记。", write=Perm.SECTOR_WRITE, add="登记委员",
    beside=(("行业党委", "red_property.sector_detail", Perm.REGISTER_READ),),
)  # fmt: skip
hang(LISTING, "/sector-committee/members", Perm.REGISTER_READ)
HINTS = {"phone": "同名时用来认人", "position": "如 书记、副书记、委员", "last_day": "还在任的空着"}


def _member(member_id: int) -> tuple[SectorMember, Any]:
    found = stored.member(member_id) or abort(404)
    return found, stored.standing(member_id, clock.today())


@bp.get("/sector-committee/members/<int:sector_member_id>")
@requires(Perm.REGISTER_READ)
def sector_member_detail(sector_member_id: int) -> ResponseReturnValue:
    """One member: as what, from where, since when, what was done."""
    found, row = _member(sector_member_id)
    line = MemberLine(row, clock.today())
    facts = (
        ("职务", row.position, ""),
        ("所在企业或部门", row.home, ""),
        ("从哪天起", row.valid_from, ""),
        ("最后一天", line.until or "在任", ""),
    )
    may = viewer().can(Perm.SECTOR_WRITE)
    ends = [("离任", url_for(".sector_member_end", sector_member_id=found.id))] if may and not found.valid_to else []
    return detail_page(LISTING, line, facts, found, under=f"行业党委{row.position}", may_write=may, acts=ends)


@bp.route("/sector-committee/members/new", methods=["GET", "POST"])
@requires(Perm.SECTOR_WRITE)
def sector_member_new() -> ResponseReturnValue:
    """A member of the committee, which is registered first."""
    unit = stored.sector_committee()
    if unit is None:
        return redirect(url_for(".sector_new"))
    form: Any = SectorMemberForm()

    def deed(saved: Saved) -> None:
        by, at = actor(), clock.now()
        person = services.person_called(form.name.data, form.phone.data or "", by=by, at=at)
        made = services.seat_in_sector(
            unit, person, position=form.position.data, home=form.home.data or "", valid_from=form.valid_from.data,
            by=by, at=at,
        )  # fmt: skip
        saved.to = url_for(".sector_member_detail", sector_member_id=made.id)

    answer = saved_form(form, None, deed, "委员登记好了", lambda saved: str(saved.to))
    return answer or form_page(form, "登记委员", _crumbs(), submit="登记", hints=HINTS)


def _crumbs(row: Any = None) -> list[tuple[str, str]]:
    here = [] if row is None else [(row.person, url_for(".sector_member_detail", sector_member_id=row.id))]
    return [("行业党委委员", LISTING.address), *here]


@bp.route("/sector-committee/members/<int:sector_member_id>/edit", methods=["GET", "POST"])
@requires(Perm.SECTOR_WRITE)
def sector_member_edit(sector_member_id: int) -> ResponseReturnValue:
    """Correct a member."""
    found, row = _member(sector_member_id)
    form: Any = SectorMemberEditForm()
    form.versioned(found)
    if request.method == "GET":
        form.position.data, form.home.data = found.position, found.home
        form.valid_from.data, form.last_day.data = found.valid_from, last_day(found.valid_to)
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.correct_in_sector(
            found, position=form.position.data, home=form.home.data or "", valid_from=form.valid_from.data,
            valid_to=day_after(form.last_day.data), by=actor(), at=clock.now(),
        )  # fmt: skip

    answer = saved_form(form, found, deed, "委员已修改", lambda saved: crumbs[-1][1])
    return answer or form_page(form, f"修改{row.person}", crumbs, submit="保存", hints=HINTS)


@bp.route("/sector-committee/members/<int:sector_member_id>/end", methods=["GET", "POST"])
@requires(Perm.SECTOR_WRITE)
def sector_member_end(sector_member_id: int) -> ResponseReturnValue:
    """The last day of a member."""
    found, row = _member(sector_member_id)
    form = LastDayForm()
    form.versioned(found)
    if request.method == "GET":
        form.last_day.data = clock.today()
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.unseat_in_sector(found, last_day=form.data["last_day"], by=actor(), at=clock.now())

    answer = saved_form(form, found, deed, "委员已离任", lambda saved: crumbs[-1][1])
    return answer or form_page(form, f"{row.person}离任", crumbs, submit="记下", hints=LAST_DAY)


@bp.route("/sector-committee/members/<int:sector_member_id>/removal", methods=["GET", "POST"])
@requires(Perm.SECTOR_WRITE)
def sector_member_removal(sector_member_id: int) -> ResponseReturnValue:
    """Ask, then take away a member who came by mistake."""
    found, row = _member(sector_member_id)
    return removal_page(found, row.person, services.remove_from_sector, crumbs=_crumbs(row))
