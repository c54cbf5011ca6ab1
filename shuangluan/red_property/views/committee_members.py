"""业委会委员: the list over all committees, a member, corrected, leaving, removed (RP-5)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.registers import LastDayForm, MemberEditForm
from shuangluan.red_property.models import CommitteeMember
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committee_members as stored
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.services import Seat
from shuangluan.red_property.tables.committee_members import COMMITTEE_MEMBERS, CommitteeMemberLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import LAST_DAY, detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, COMMITTEE_MEMBERS, stored.SOURCE, CommitteeMemberLine, "committee_member",
    "每位委员一行；在任按最近一届和任职日期算", "在业委会的页面上登记委员，或导入表格。", write=Perm.COMMITTEE_WRITE,
)  # fmt: skip
hang(LISTING, "/committee-members", Perm.REGISTER_READ)
HINTS = {
    "position": "如 主任、副主任、委员",
    "valid_from": "一般是选举日期；补选的写补选日期",
    "last_day": "还在任的空着",
}


def _member(member_id: int, *, to_write: bool = False) -> tuple[CommitteeMember, Any]:
    found = stored.member(member_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(member_id, clock.today())
    if to_write and not viewer().holds_area(Perm.COMMITTEE_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/committee-members/<int:committee_member_id>")
@requires(Perm.REGISTER_READ)
def committee_member_detail(committee_member_id: int) -> ResponseReturnValue:
    """One member: of which term, as what, since when, what was done."""
    found, row = _member(committee_member_id)
    line, term = CommitteeMemberLine(row, clock.today()), f"{row.compound}第 {row.term_no} 届"
    facts = (
        ("业委会", term, url_for(".committee_detail", committee_id=row.committee_id)),
        ("社区", areas().path(row.community), ""),
        ("职务", row.position, ""),
        ("党员", "是" if row.is_party_member else "否", ""),
        ("任职日期", row.valid_from, ""),
        ("最后一天", line.until or "在任", ""),
    )
    may = viewer().holds_area(Perm.COMMITTEE_WRITE, row.community)
    end = url_for(".committee_member_end", committee_member_id=found.id)
    acts = [("离任", end)] if may and found.valid_to is None else []
    return detail_page(LISTING, line, facts, found, under=f"{term}业委会{row.position}", may_write=may, acts=acts)


def _crumbs(row: Any) -> list[tuple[str, str]]:
    return [
        (f"{row.compound}第 {row.term_no} 届", url_for(".committee_detail", committee_id=row.committee_id)),
        (row.person, url_for(".committee_member_detail", committee_member_id=row.id)),
    ]


@bp.route("/committee-members/<int:committee_member_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_member_edit(committee_member_id: int) -> ResponseReturnValue:
    """Correct a member."""
    found, row = _member(committee_member_id, to_write=True)
    form: Any = MemberEditForm()
    form.versioned(found)
    if request.method == "GET":
        form.position.data, form.is_party_member.data = found.position, found.is_party_member
        form.valid_from.data, form.last_day.data = found.valid_from, last_day(found.valid_to)
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        seat = Seat(
            form.position.data, bool(form.is_party_member.data), form.valid_from.data, day_after(form.last_day.data)
        )
        services.correct_member(found, seat, by=actor(), at=clock.now())

    answer = saved_form(form, found, deed, "委员已修改", lambda saved: crumbs[-1][1])
    return answer or form_page(form, f"修改{row.person}", crumbs, submit="保存", hints=HINTS)


@bp.route("/committee-members/<int:committee_member_id>/end", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_member_end(committee_member_id: int) -> ResponseReturnValue:
    """A member leaves; the seat is free again."""
    found, row = _member(committee_member_id, to_write=True)
    form = LastDayForm()
    form.versioned(found)
    if request.method == "GET":
        form.last_day.data = clock.today()
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.unseat_member(found, last_day=form.data["last_day"], by=actor(), at=clock.now())

    answer = saved_form(form, found, deed, "委员已离任", lambda saved: crumbs[0][1])
    return answer or form_page(form, f"{row.person}离任", crumbs, submit="记下", hints=LAST_DAY)


@bp.route("/committee-members/<int:committee_member_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def committee_member_removal(committee_member_id: int) -> ResponseReturnValue:
    """Ask, then take away a member who came by mistake."""
    found, row = _member(committee_member_id, to_write=True)
    return removal_page(found, row.person, services.remove_member, crumbs=_crumbs(row))
