"""小区台账 and 楼栋台账: lists and their workbooks, a compound with its buildings, and what is changed there."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.grid import rules, tables
from shuangluan.grid.forms.places import BuildingForm, CompoundForm
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import compound_register as stored
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.views.blueprint import SLICE, bp
from shuangluan.kernel import clock, places, timeline
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import AuditEntry, Building, Compound, CompoundKind
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import KIND_LABEL, areas
from shuangluan.kernel.web import actor, done, page, saving, viewer

COMPOUNDS = Listing(
    SLICE, tables.COMPOUNDS, stored.COMPOUNDS, tables.CompoundLine, "compound",
    "诉求、网格和物业都按这里的名称；户数以社区登记为准", "登记第一个，或者把现成的表导入进来。", empty="还没有小区",
    write=Perm.COMPOUND_WRITE, add="登记小区", export=Perm.COMPOUND_EXPORT, action=rules.COMPOUNDS_EXPORTED,
)  # fmt: skip
BUILDINGS = Listing(
    SLICE, tables.BUILDINGS, stored.BUILDINGS, tables.BuildingLine, "building",
    "楼栋和单元在各小区的页面里登记和修改", "在小区的页面里登记，或者把现成的表导入进来。", empty="还没有楼栋",
    export=Perm.COMPOUND_EXPORT, action=rules.BUILDINGS_EXPORTED,
)  # fmt: skip
hang(COMPOUNDS, "/compounds", Perm.COMPOUND_READ)
hang(BUILDINGS, "/buildings", Perm.COMPOUND_READ)


def _compound(compound_id: int, *, to_write: bool = False) -> Compound:
    found = stored.compound(compound_id, viewer=viewer(), day=clock.today()) or abort(404)
    if to_write and not viewer().holds_area(Perm.COMPOUND_WRITE, found.community):
        abort(404)
    return found


def _building(building_id: int) -> tuple[Building, Compound]:
    found = stored.building(building_id, viewer=viewer(), day=clock.today()) or abort(404)
    return found, _compound(found.compound_id, to_write=True)


@bp.get("/compounds/<int:compound_id>")
@requires(Perm.COMPOUND_READ)
def compound_detail(compound_id: int) -> ResponseReturnValue:
    """A compound: its facts, its buildings, what kinds it was of, what was done to it."""
    return _detail(_compound(compound_id), BuildingForm(formdata=None))


def _detail(compound: Compound, form: BuildingForm, status: int = 200) -> ResponseReturnValue:
    kinds, buildings, now = stored.kinds_of(compound.id), stored.buildings_in(compound.id), clock.now()
    numbers = {one.id: one.number for one in buildings}
    present = next((one.kind for one in kinds if one.valid_from <= clock.today()), None)
    return page(
        "grid/compound_detail.html",
        status=status,
        compound=compound,
        community=areas().name(compound.community),
        place=areas().path(compound.community),
        kind=KIND_LABEL[present] if present else "",
        kinds=[(one, KIND_LABEL[one.kind]) for one in kinds],
        buildings=buildings,
        open_appeals=stored.open_appeals_in(compound.id, Seen(viewer(), now)),
        entries=[_entry(one, numbers) for one in stored.compound_history(compound.id, list(numbers))],
        year=clock.today().year,
        may_write=viewer().holds_area(Perm.COMPOUND_WRITE, compound.community),
        form=form,
    )


def _entry(one: AuditEntry, numbers: Mapping[int, str]) -> dict[str, Any]:
    """A line of the timeline: what was done to what, by whom in which capacity, and what differs since."""
    told = numbers.get(one.record_id or 0, "") if one.record_kind == "building" else ""
    gone = one.changes["number"][0] if one.action == "kernel.compound.building_removed" else ""
    line = timeline.told(one)
    title = " ".join(part for part in (line["title"], told, gone) if part)
    return line | {"title": title, "lines": tables.changes(one.changes)}


@bp.route("/compounds/new", methods=["GET", "POST"])
@requires(Perm.COMPOUND_WRITE)
def compound_new() -> ResponseReturnValue:
    """Register a compound in one of the viewer's communities."""
    form = CompoundForm()
    form.offer(a.code for prefix in viewer().areas(Perm.COMPOUND_WRITE) for a in areas().communities(prefix))
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                made = places.add_compound(
                    community=form.community.data,
                    name=form.name.data,
                    kind=CompoundKind(form.kind.data),
                    households=form.households.data,
                    has_property=form.has_property.data,
                    address=form.address.data or "",
                    valid_from=clock.today(),
                    by=actor(),
                    at=clock.now(),
                )
                saved.to = url_for(".compound_detail", compound_id=made.id)
            return done("小区登记好了，接着登记楼栋", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("grid/compound_form.html", status=status, form=form, compound=None)


@bp.route("/compounds/<int:compound_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPOUND_WRITE)
def compound_edit(compound_id: int) -> ResponseReturnValue:
    """Correct a compound; a changed kind counts from today and keeps its reason (RP-5)."""
    compound = _compound(compound_id, to_write=True)
    kinds = stored.kinds_of(compound.id)
    present = next((one.kind for one in kinds if one.valid_from <= clock.today()), None)
    form = CompoundForm()
    form.correct(compound, present)
    if form.validate_on_submit():
        try:
            with saving(form, compound):
                _correct(compound, form)
            return done("小区已修改", to=url_for(".compound_detail", compound_id=compound_id))
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("grid/compound_form.html", status=status, form=form, compound=compound)


def _correct(compound: Compound, form: CompoundForm) -> None:
    who, at = actor(), clock.now()
    places.change_compound(
        compound, name=form.name.data, households=form.households.data, has_property=form.has_property.data,
        address=form.address.data or "", by=who, at=at,
    )  # fmt: skip
    kind, reason = CompoundKind(form.kind.data), form.kind_reason.data or ""
    places.change_compound_kind(compound, kind, valid_from=clock.local_day(at), reason=reason, by=who, at=at)


@bp.route("/compounds/<int:compound_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMPOUND_WRITE)
def compound_removal(compound_id: int) -> ResponseReturnValue:
    """Ask, then take away a compound that came by mistake."""
    compound = _compound(compound_id, to_write=True)
    back = url_for(".compound_detail", compound_id=compound_id)
    told = "小区和它的类型记录一起删除，不能恢复；变更记录里留着名称。"
    return _removal(compound, compound.name, places.remove_compound, told, back, url_for(".compound_list"))


def _removal(
    record: Building | Compound, name: str, remove: Callable[..., None], told: str, back: str, to: str
) -> ResponseReturnValue:
    form = BaseForm()
    form.versioned(record)
    if form.validate_on_submit():
        try:
            with saving(form, record) as saved:
                remove(record, by=actor(), at=clock.now())
                saved.to = to
            return done(f"“{name}”已删除", to=to)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    template = "grid/place_removal.html"
    return page(template, block="dialog", status=status, form=form, name=name, told=told, back=back)


@bp.post("/compounds/<int:compound_id>/buildings")
@requires(Perm.COMPOUND_WRITE)
def building_new(compound_id: int) -> ResponseReturnValue:
    """A further building."""
    compound, form = _compound(compound_id, to_write=True), BuildingForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                saved.to = url_for(".compound_detail", compound_id=compound_id)
                number, entrances = form.number.data, form.entrances.data
                places.add_building(compound, number, entrances=entrances, by=actor(), at=clock.now())
            return done("楼栋登记好了", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return _detail(compound, form, 422)


@bp.route("/buildings/<int:building_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPOUND_WRITE)
def building_edit(building_id: int) -> ResponseReturnValue:
    """Correct a building's number and how many entrances it has."""
    building, compound = _building(building_id)
    form = BuildingForm()
    form.versioned(building)
    back = url_for(".compound_detail", compound_id=compound.id)
    if form.validate_on_submit():
        try:
            with saving(form, building):
                number, entrances = form.number.data, form.entrances.data
                places.change_building(building, number, entrances=entrances, by=actor(), at=clock.now())
            return done("楼栋已修改", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    elif request.method == "GET":
        form.number.data, form.entrances.data = building.number, len(places.entrances_of(building))
    status = 422 if request.method == "POST" else 200
    return page("grid/building_form.html", status=status, form=form, building=building, compound=compound, back=back)


@bp.route("/buildings/<int:building_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMPOUND_WRITE)
def building_removal(building_id: int) -> ResponseReturnValue:
    """Ask, then take away a building that came by mistake."""
    building, compound = _building(building_id)
    to, told = url_for(".compound_detail", compound_id=compound.id), "楼栋和它的单元一起删除，不能恢复。"
    back = url_for(".building_edit", building_id=building_id)
    return _removal(building, f"{compound.name}{building.number}", places.remove_building, told, back, to)
