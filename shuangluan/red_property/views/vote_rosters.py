"""The roster of a vote: its houses page by page, one row by hand, and its counting units once it froze (RP-22)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import page_number
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property.forms.votes import StepForm, UnitForm
from shuangluan.red_property.models import OwnersVote, RosterUnit
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import rosters as queries
from shuangluan.red_property.queries import votes as stored
from shuangluan.red_property.rules import vote_lines
from shuangluan.red_property.rules.electorate import AREA_BASIS_LABEL, UNIT_STATUS_LABEL
from shuangluan.red_property.rules.rosters import masked
from shuangluan.red_property.rules.vote_plans import FAULT_LABEL
from shuangluan.red_property.rules.vote_words import UNIT_KIND_LABEL
from shuangluan.red_property.rules.votes import VoteState
from shuangluan.red_property.services import rosters
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.vote_pages import find
from shuangluan.red_property.views.vote_plans import removal_page

SIZE = 50


@bp.get("/votes/<int:vote_id>/roster")
@requires(Perm.VOTE_READ)
def roster_list(vote_id: int) -> ResponseReturnValue:
    """The houses with the area that counts; names are masked for who may not write them."""
    vote = find(vote_id)
    return page("red_property/roster_list.html", block="rows", **_shown(vote))


def _shown(vote: OwnersVote) -> dict[str, Any]:
    roster = queries.roster_of(vote)
    words = request.args.get("q", "").strip()
    rows = [row for row in roster.rows if words in row.stored.unit or words in row.names] if words else roster.rows
    number = page_number(request.args.get("page", "1"))
    writes = stored.vote(vote.id, viewer=viewer(), permission=Perm.VOTE_WRITE) is not None
    drawn = rows[(number - 1) * SIZE : number * SIZE]
    return {
        "vote": vote,
        "rows": [_line(row, show_names=writes) for row in drawn],
        "count": len(rows),
        "pages": -(-len(rows) // SIZE) or 1,
        "number": number,
        "words": words,
        "electorate": roster.electorate,
        "faults": [f"{unit}{FAULT_LABEL[code]}" for code, unit in roster.electorate.errors[:20]],
        "same_names": roster.same_names if writes else [],
        "may_edit": writes and vote.state is VoteState.DRAFT,
        "area": vote_lines.area,
    }


def _line(row: queries.Row, *, show_names: bool) -> dict[str, Any]:
    unit, one = row.as_rule, row.stored
    basis = unit.basis
    return {
        "id": one.id,
        "unit": one.unit,
        "kind": UNIT_KIND_LABEL[one.kind] + ("（有证）" if one.titled else ""),
        "status": UNIT_STATUS_LABEL[one.status],
        "area": vote_lines.area(unit.areas[basis]) if basis else "",
        "basis": AREA_BASIS_LABEL[basis] if basis else "没有面积",
        "owners": row.names if show_names else masked(row.names),
    }


@bp.route("/votes/<int:vote_id>/roster/new", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def roster_unit_new(vote_id: int) -> ResponseReturnValue:
    """A row by hand."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    form = UnitForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                rosters.add_unit(vote, form.values, by=actor(), at=clock.now())
                saved.to = url_for(".roster_list", vote_id=vote_id)
            return done("已加入名册", to=saved.to)
        except RuleBroken as broken:
            form.refuse(_beside(broken))
    return _unit_page(vote, form, None)


@bp.route("/votes/<int:vote_id>/roster/<int:unit_id>", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def roster_unit_edit(vote_id: int, unit_id: int) -> ResponseReturnValue:
    """Correct a row."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    row = stored.unit(unit_id, vote_id) or abort(404)
    form = UnitForm(obj=row if request.method == "GET" else None)
    form.versioned(row)
    if request.method == "GET":
        _fill(form, row)
    elif form.validate():
        try:
            with saving(form, row):
                rosters.change_unit(vote, row, form.values, by=actor(), at=clock.now())
            return done("名册已修改", to=url_for(".roster_list", vote_id=vote_id))
        except RuleBroken as broken:
            form.refuse(_beside(broken))
    return _unit_page(vote, form, row)


@bp.route("/votes/<int:vote_id>/roster/<int:unit_id>/removal", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def roster_unit_removal(vote_id: int, unit_id: int) -> ResponseReturnValue:
    """Ask, then take a row away."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    row = stored.unit(unit_id, vote_id) or abort(404)
    form, to = StepForm(), url_for(".roster_list", vote_id=vote_id)
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                rosters.remove_unit(vote, row, by=actor(), at=clock.now())
                saved.to = to
            return done("已从名册去掉", to=to)
        except RuleBroken as broken:
            form.refuse(broken)
    return removal_page(vote, form, f"从名册去掉 {row.unit}", "去掉", "去掉以后这套房不参加表决。", to)


def _fill(form: UnitForm, row: RosterUnit) -> None:
    owners = queries.owners_of(row.owners)
    form.owners.data = "、".join(one.name for one in owners)
    form.tails.data = "、".join(one.tail for one in owners if one.tail)
    for name in ("registered", "surveyed", "contract"):
        area_x100 = getattr(row, f"{name}_x100")
        form[name].data = vote_lines.area(area_x100) if area_x100 else ""


def _beside(broken: RuleBroken) -> RuleBroken:
    """The field of the form that a column's refusal is about."""
    return RuleBroken(broken.reason, (broken.field or "").removesuffix("_x100") or None)


def _unit_page(vote: OwnersVote, form: UnitForm, row: RosterUnit | None) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return page("red_property/roster_unit_form.html", block="dialog", status=status, vote=vote, form=form, row=row)
