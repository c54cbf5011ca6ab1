"""Paper of a vote: the result sheet, and the sheets with owners' names, whose printing is recorded (RP-64, PIPL 51)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, page
from shuangluan.red_property.forms.votes import SheetForm
from shuangluan.red_property.models import OwnersVote, VoteResult
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import result_sheets
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.rosters import groups_of, rows_of
from shuangluan.red_property.rules import sentences, vote_lines
from shuangluan.red_property.rules.votes import VoteState
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.vote_pages import find, shown

OF_ALL = "2007"  # the row of the law that counts agreement against all owners
CONSENT = "consent"  # what no majority decides: every interested owner signs (RP-30)
SHEETS = {"delivery": "选票送达签收表", "attendance": "业主签到表", CONSENT: "有利害关系业主签名表"}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a sheet: a counting unit with its houses, or one house of the roster."""

    number: int
    names: str
    units: Sequence[str]
    area_x100: int | None


@bp.get("/votes/<int:vote_id>/result")
@requires(Perm.VOTE_READ)
def vote_result(vote_id: int) -> ResponseReturnValue:
    """The result with its numbers, its lines and the procedure; a count that is not final says so on the sheet."""
    vote = find(vote_id)
    context = sheet_context(vote)
    shares = {one.id: shares_of(one) for found in context["results"].values() for one in found}
    return page("red_property/vote_result.html", **context, is_final=vote.state is VoteState.FINAL, shares=shares)


def sheet_context(vote: OwnersVote) -> dict[str, Any]:
    """What stands on a result sheet, with the document that was handed out; the 404 page before any count."""
    if not queries.counts(vote.id):
        abort(404)
    handed_out = result_sheets.editions(vote.id)
    return shown(vote) | {"document": handed_out[-1] if handed_out else None}


def shares_of(one: VoteResult) -> tuple[tuple[str, str], tuple[str, str]]:
    """Persons, then area: what part took part, and what part of the base agreed, cut and never rounded (RP-27)."""
    of_all = one.threshold_row == OF_ALL
    persons = one.persons_total if of_all else one.participating_persons
    area = one.area_total_x100 if of_all else one.participating_area_x100
    return (
        (_share(one.participating_persons, one.persons_total), _share(one.agreeing_persons, persons)),
        (_share(one.participating_area_x100, one.area_total_x100), _share(one.agreeing_area_x100, area)),
    )


def _share(part: int, base: int) -> str:
    return vote_lines.percent(part, base).lstrip("=") if base else "—"


@requires(Perm.VOTE_WRITE)
def vote_sheet(vote_id: int, which: str) -> ResponseReturnValue:
    """Ask what the sheet is for, then draw it with the names and record that it was drawn."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    title = SHEETS[which]
    lines = _lines(vote_id, which)
    form = SheetForm()
    back = url_for(".roster_list" if which == CONSENT else ".vote_delivery", vote_id=vote_id)
    if not lines:
        abort(404)
    if form.validate_on_submit():
        with audit.transaction():
            detail = {"sheet": title, "rows": len(lines), "reason": form.reason.data}
            audit.noted(sentences.VOTE_PRINTED, vote, by=actor(), at=clock.now(), detail=detail)
        return page(
            "red_property/vote_sheet.html", vote=vote, title=title, lines=lines, which=which, back=back,
            area=vote_lines.area, motions=queries.motions(vote_id), local=clock.local,
        )  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/vote_sheet_ask.html", status=status, vote=vote, form=form, title=title, count=len(lines),
        which=which, back=back, action=url_for(".vote_sheet", vote_id=vote_id, which=which),
    )  # fmt: skip


def _lines(vote_id: int, which: str) -> list[SheetLine]:
    """The counting units, known from the publicity on; for signatures the houses of the roster as they were brought."""
    if which != CONSENT:
        return [SheetLine(one.number, one.names, one.units, one.area_x100) for one in groups_of(vote_id)]
    return [
        SheetLine(place, row.names, (row.stored.unit,), next(iter(row.as_rule.areas.values()), None))
        for place, row in enumerate(rows_of(vote_id), 1)
    ]


for _which in SHEETS:
    bp.add_url_rule(
        f"/votes/<int:vote_id>/sheets/{_which}", view_func=vote_sheet, methods=["GET", "POST"],
        defaults={"which": _which},
    )  # fmt: skip
