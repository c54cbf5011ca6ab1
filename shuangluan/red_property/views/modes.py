"""议事方式: the register, one with its history, changed, corrected, removed (RP-5, RP-14)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.posts import ModeForm
from shuangluan.red_property.models import CompoundMode
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import modes as stored
from shuangluan.red_property.rules.words import MODE_LABEL, Mode
from shuangluan.red_property.tables.deliberation import MODES, ModeLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.deliberation import offer_compounds
from shuangluan.red_property.views.registers import detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, MODES, stored.SOURCE, ModeLine, "mode", "没有登记过的小区，有物业合同的按三方议事，没有的不议事",
    "从来没有变更过的小区不在这里。", write=Perm.COMMITTEE_WRITE, add="变更议事方式",
)  # fmt: skip
hang(LISTING, "/modes", Perm.REGISTER_READ)
HINTS = {
    "mode": "没有在履行的物业合同时是两方议事；不议事的月份不计入应开",
    "valid_from": "当月 1 日的方式决定这个月应不应开会",
    "reason": "如 物业合同终止，新企业还没有选定",
}


def _mode(mode_id: int, *, to_write: bool = False) -> tuple[CompoundMode, Any]:
    found = stored.mode(mode_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(mode_id, clock.today())
    if to_write and not viewer().holds_area(Perm.COMMITTEE_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/modes/<int:mode_id>")
@requires(Perm.REGISTER_READ)
def mode_detail(mode_id: int) -> ResponseReturnValue:
    """One mode: of which compound, since when, why, what was done."""
    found, row = _mode(mode_id)
    line = ModeLine(row, clock.today())
    facts = (
        ("小区", row.compound, url_for(".compound_detail", compound_id=row.compound_id)),
        ("社区", areas().path(row.community), ""),
        ("从哪天起", row.valid_from, ""),
        ("最后一天", line.until or "到下次变更为止", ""),
        ("原因", row.reason, ""),
    )
    may = viewer().holds_area(Perm.COMMITTEE_WRITE, row.community)
    return detail_page(LISTING, line, facts, found, under=MODE_LABEL[row.mode], may_write=may)


@bp.route("/modes/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def mode_new() -> ResponseReturnValue:
    """The mode of a compound from a day on."""
    form = ModeForm()
    held = offer_compounds(form)

    def deed(saved: Saved) -> None:
        compound = held[form.data["compound_id"]]
        made = services.set_mode(compound, by=actor(), at=clock.now(), **_facts(form))
        saved.to = url_for(".mode_detail", mode_id=made.id)

    return saved_form(form, None, deed, "议事方式已变更", lambda saved: str(saved.to)) or form_page(
        form, "变更议事方式", [("议事方式", LISTING.address)], submit="变更", hints=HINTS
    )


def _facts(form: ModeForm) -> dict[str, Any]:
    said = form.data
    return {"mode": Mode(said["mode"]), "valid_from": said["valid_from"], "reason": said["reason"]}


def _crumbs(row: Any) -> list[tuple[str, str]]:
    return [("议事方式", LISTING.address), (row.compound, url_for(".mode_detail", mode_id=row.id))]


@bp.route("/modes/<int:mode_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def mode_edit(mode_id: int) -> ResponseReturnValue:
    """Correct a mode."""
    found, row = _mode(mode_id, to_write=True)
    form: Any = ModeForm()
    del form.compound_id
    form.versioned(found)
    if request.method == "GET":
        form.mode.data, form.valid_from.data, form.reason.data = found.mode.value, found.valid_from, found.reason
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.correct_mode(found, by=actor(), at=clock.now(), **_facts(form))

    return saved_form(form, found, deed, "议事方式已修改", lambda saved: crumbs[-1][1]) or form_page(
        form, f"修改{row.compound}的议事方式", crumbs, submit="保存", hints=HINTS
    )


@bp.route("/modes/<int:mode_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def mode_removal(mode_id: int) -> ResponseReturnValue:
    """Ask, then take away a mode that came by mistake: the one before it goes on."""
    found, row = _mode(mode_id, to_write=True)
    return removal_page(found, f"{row.compound}的议事方式", services.remove_mode, crumbs=_crumbs(row))
