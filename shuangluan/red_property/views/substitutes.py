"""业主替代方: the register, one with its history, named, corrected, removed (RP-5, RP-14)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.posts import SubstituteForm
from shuangluan.red_property.models import Substitute
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import substitutes as stored
from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL, SubstituteKind
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.deliberation import SUBSTITUTES, SubstituteLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.deliberation import offer_compounds
from shuangluan.red_property.views.registers import detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, SUBSTITUTES, stored.SOURCE, SubstituteLine, "substitute",
    "没有业委会的小区，由物业管理委员会或业主代表代表业主方到会", "选出业委会以前，由替代方代表业主方。",
    write=Perm.COMMITTEE_WRITE, add="登记替代方",
)  # fmt: skip
hang(LISTING, "/substitutes", Perm.REGISTER_READ)
HINTS = {
    "kind": "只在没有业委会在任期内时登记；会议纪要印“业主方由××代表”",
    "basis": "批复或推选的文件，如 街道办〔2026〕5号",
    "last_day": "选出业委会以前一直有效的空着",
}


def _substitute(substitute_id: int, *, to_write: bool = False) -> tuple[Substitute, Any]:
    found = stored.substitute(substitute_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(substitute_id, clock.today())
    if to_write and not viewer().holds_area(Perm.COMMITTEE_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/substitutes/<int:substitute_id>")
@requires(Perm.REGISTER_READ)
def substitute_detail(substitute_id: int) -> ResponseReturnValue:
    """One substitute: for which compound, on what ground, since when, what was done."""
    found, row = _substitute(substitute_id)
    line, kind = SubstituteLine(row, clock.today()), SUBSTITUTE_LABEL[row.kind]
    facts = (
        ("小区", row.compound, url_for(".compound_detail", compound_id=row.compound_id)),
        ("社区", areas().path(row.community), ""),
        ("替代方", kind, ""),
        ("第一天", row.valid_from, ""),
        ("最后一天", line.until or "选出业委会为止", ""),
        ("依据", row.basis, ""),
    )
    may = viewer().holds_area(Perm.COMMITTEE_WRITE, row.community)
    return detail_page(LISTING, line, facts, found, under=f"业主方由{kind}代表", may_write=may)


@bp.route("/substitutes/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def substitute_new() -> ResponseReturnValue:
    """Who stands for the owners of a compound while there is no committee."""
    form = SubstituteForm()
    held = offer_compounds(form)

    def deed(saved: Saved) -> None:
        compound = held[form.data["compound_id"]]
        made = services.name_substitute(compound, by=actor(), at=clock.now(), **_facts(form))
        saved.to = url_for(".substitute_detail", substitute_id=made.id)

    return saved_form(form, None, deed, "替代方登记好了", lambda saved: str(saved.to)) or form_page(
        form, "登记业主替代方", [("业主替代方", LISTING.address)], submit="登记", hints=HINTS
    )


def _facts(form: SubstituteForm) -> dict[str, Any]:
    said = form.data
    return {
        "kind": SubstituteKind(said["kind"]), "basis": said["basis"], "valid_from": said["valid_from"],
        "valid_to": day_after(said["last_day"]),
    }  # fmt: skip


def _crumbs(row: Any) -> list[tuple[str, str]]:
    here = url_for(".substitute_detail", substitute_id=row.id)
    return [("业主替代方", LISTING.address), (row.compound, here)]


@bp.route("/substitutes/<int:substitute_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def substitute_edit(substitute_id: int) -> ResponseReturnValue:
    """Correct a substitute, or end its days."""
    found, row = _substitute(substitute_id, to_write=True)
    form: Any = SubstituteForm()
    del form.compound_id
    form.versioned(found)
    if request.method == "GET":
        form.kind.data, form.basis.data, form.valid_from.data = found.kind.value, found.basis, found.valid_from
        form.last_day.data = last_day(found.valid_to)
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.correct_substitute(found, by=actor(), at=clock.now(), **_facts(form))

    return saved_form(form, found, deed, "替代方已修改", lambda saved: crumbs[-1][1]) or form_page(
        form, f"修改{row.compound}的业主替代方", crumbs, submit="保存", hints=HINTS
    )


@bp.route("/substitutes/<int:substitute_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def substitute_removal(substitute_id: int) -> ResponseReturnValue:
    """Ask, then take away a substitute that came by mistake."""
    found, row = _substitute(substitute_id, to_write=True)
    return removal_page(found, f"{row.compound}的业主替代方", services.remove_substitute, crumbs=_crumbs(row))
