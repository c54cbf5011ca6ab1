"""提升计划: the register, one plan with milestones and photos, what is decided and corrected (RP-5, RP-36)."""

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.meetings import PhotosForm
from shuangluan.red_property.forms.upgrades import MilestoneForm, PlanForm
from shuangluan.red_property.models import UpgradeMilestone, UpgradePlan
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds, evaluations, files
from shuangluan.red_property.queries import upgrade_register as stored
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.rules.showcases import TRACK_LABEL, Track
from shuangluan.red_property.rules.upgrades import is_overdue
from shuangluan.red_property.services import MilestoneFacts, PlanFacts
from shuangluan.red_property.tables.upgrades import PLANS, PlanLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, PLANS, stored.SOURCE, PlanLine, "plan",
    "老旧定向、回迁规范、标准精准、新建智慧；节点过了日期没有完成的算逾期", "登记计划以后，再加节点。",
    write=Perm.UPGRADE_WRITE, add="登记计划",
)  # fmt: skip
hang(LISTING, "/upgrade-plans", Perm.REGISTER_READ)
HINTS = {
    "track": "老旧定向、回迁规范、标准精准、新建智慧；改用别的要写原因",
    "funding": "没有资金的写 0",
}


def _plan(plan_id: int, *, to_write: bool = False) -> tuple[UpgradePlan, Any]:
    found = stored.plan(plan_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(plan_id, clock.today())
    if to_write and not viewer().holds_area(Perm.UPGRADE_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/upgrade-plans/<int:plan_id>")
@requires(Perm.REGISTER_READ)
def plan_detail(plan_id: int) -> ResponseReturnValue:
    """One plan: its milestones with those that are overdue, its photos, its history."""
    return _shown(*_plan(plan_id))


def _shown(plan: UpgradePlan, row: Any, status: int = 200, **forms: Any) -> Response:
    today, steps = clock.today(), stored.milestones_of(plan.id)
    names = {one.id: one.name for one in steps}
    about = (
        ("red_property_upgrade_plan", [plan.id]), ("red_property_upgrade_milestone", [one.id for one in steps]),
    )  # fmt: skip
    return page(
        "red_property/upgrade_plan_detail.html",
        status=status,
        plan=plan,
        line=PlanLine(row, today),
        place=areas().path(row.community),
        track=TRACK_LABEL[plan.track],
        funding=yuan(plan.funding_fen),
        steps=[(one, is_overdue(one.due_on, one.done_on, today)) for one in steps],
        photos=stored.photos_of(plan),
        entries=[_told(one, names) for one in history(*about)],
        year=today.year,
        may_write=viewer().holds_area(Perm.UPGRADE_WRITE, row.community),
        form=forms.get("form") or MilestoneForm(formdata=None),
        photos_form=forms.get("photos_form") or PhotosForm(formdata=None),
    )


def _told(entry: AuditEntry, names: Mapping[int, str]) -> dict[str, Any]:
    """A line of the timeline; of a milestone with its name."""
    is_step = entry.record_kind == UpgradeMilestone.__tablename__
    return told(entry) | ({"text": names.get(entry.record_id or 0, "")} if is_step else {})


def _facts(form: Any) -> PlanFacts:
    said = {name: form[name].data or "" for name in ("title", "reason", "items", "funding_source")}
    return PlanFacts(
        track=Track(form.track.data), funding_fen=form.funding.fen, decided_on=form.decided_on.data, **said
    )


@bp.route("/upgrade-plans/new", methods=["GET", "POST"])
@requires(Perm.UPGRADE_WRITE)
def plan_new() -> ResponseReturnValue:
    """A plan for a compound of the viewer's."""
    form = PlanForm()
    known = {str(one.id): one for one in compounds.named_in(viewer(), Perm.UPGRADE_WRITE)}
    form.compound_id.choices = options(
        ((key, f"{areas().short(one.community)} {one.name}") for key, one in known.items()), "请选小区"
    )

    def deed(saved: Saved) -> None:
        made = services.decide_plan(known[form.compound_id.data], _facts(form), by=actor(), at=clock.now())
        saved.to = url_for(".plan_detail", plan_id=made.id)

    answer = saved_form(form, None, deed, "计划登记好了，接着加节点", lambda saved: str(saved.to))
    return answer or form_page(form, "登记提升计划", [("提升计划", LISTING.address)], submit="登记", hints=_hints())


def _hints() -> dict[str, str]:
    return HINTS | {"items": evaluations.usual_upgrade(clock.today())}


def _crumbs(plan: UpgradePlan) -> list[tuple[str, str]]:
    return [("提升计划", LISTING.address), (plan.title, url_for(".plan_detail", plan_id=plan.id))]


@bp.route("/upgrade-plans/<int:plan_id>/edit", methods=["GET", "POST"])
@requires(Perm.UPGRADE_WRITE)
def plan_edit(plan_id: int) -> ResponseReturnValue:
    """Correct a plan; the compound stays."""
    plan, _ = _plan(plan_id, to_write=True)
    form = PlanForm()
    del form.compound_id
    form.versioned(plan)
    if request.method == "GET":
        for name in ("title", "reason", "items", "funding_source", "decided_on"):
            form[name].data = getattr(plan, name)
        form.track.data = plan.track.value
        form.funding.data = f"{plan.funding_fen // 100}.{plan.funding_fen % 100:02d}"
    crumbs = _crumbs(plan)
    answer = saved_form(
        form, plan, lambda saved: services.change_plan(plan, _facts(form), by=actor(), at=clock.now()),
        "计划已修改", lambda saved: crumbs[1][1],
    )  # fmt: skip
    return answer or form_page(form, f"修改{plan.title}", crumbs, submit="保存", hints=_hints())


@bp.route("/upgrade-plans/<int:plan_id>/removal", methods=["GET", "POST"])
@requires(Perm.UPGRADE_WRITE)
def plan_removal(plan_id: int) -> ResponseReturnValue:
    """Ask, then take away a plan that came by mistake."""
    plan, _ = _plan(plan_id, to_write=True)
    return removal_page(
        plan, plan.title, services.remove_plan, crumbs=_crumbs(plan), told_also="计划和它的节点一起删除。"
    )


def _step_facts(form: Any) -> MilestoneFacts:
    return MilestoneFacts(form.name.data or "", form.due_on.data, form.done_on.data, form.note.data or "")


@bp.post("/upgrade-plans/<int:plan_id>/milestones")
@requires(Perm.UPGRADE_WRITE)
def milestone_add(plan_id: int) -> ResponseReturnValue:
    """A further step of a plan."""
    plan, row = _plan(plan_id, to_write=True)
    form = MilestoneForm()
    here = _crumbs(plan)[1][1]

    def deed(saved: Saved) -> None:
        services.set_milestone(plan, _step_facts(form), by=actor(), at=clock.now())

    answer = saved_form(form, None, deed, "节点加好了", lambda saved: here)
    return answer or _shown(plan, row, 422, form=form)


def _milestone(plan: UpgradePlan, milestone_id: int) -> UpgradeMilestone:
    return stored.milestone(plan.id, milestone_id) or abort(404)


@bp.route("/upgrade-plans/<int:plan_id>/milestones/<int:milestone_id>/edit", methods=["GET", "POST"])
@requires(Perm.UPGRADE_WRITE)
def milestone_edit(plan_id: int, milestone_id: int) -> ResponseReturnValue:
    """Move a step, or say since when it is done (`done=1`: today is proposed)."""
    plan, _ = _plan(plan_id, to_write=True)
    one, form = _milestone(plan, milestone_id), MilestoneForm()
    form.versioned(one)
    if request.method == "GET":
        form.name.data, form.due_on.data, form.note.data = one.name, one.due_on, one.note
        form.done_on.data = one.done_on or (clock.today() if request.args.get("done") else None)
    crumbs = _crumbs(plan)
    answer = saved_form(
        form, one,
        lambda saved: services.change_milestone(plan, one, _step_facts(form), by=actor(), at=clock.now()),
        "节点已修改", lambda saved: crumbs[1][1],
    )  # fmt: skip
    hints = {"done_on": "完成了才写；照片在计划的页面上传"}
    return answer or form_page(form, one.name, crumbs, submit="保存", hints=hints)


@bp.route("/upgrade-plans/<int:plan_id>/milestones/<int:milestone_id>/removal", methods=["GET", "POST"])
@requires(Perm.UPGRADE_WRITE)
def milestone_removal(plan_id: int, milestone_id: int) -> ResponseReturnValue:
    """Ask, then take away a step that came by mistake."""
    plan, _ = _plan(plan_id, to_write=True)
    one, crumbs = _milestone(plan, milestone_id), _crumbs(plan)

    def remove(record: UpgradeMilestone, **deed: Any) -> None:
        services.remove_milestone(plan, record, **deed)

    back = [(name, crumbs[1][1]) for name, _ in crumbs]
    return removal_page(one, one.name, remove, crumbs=back)


@bp.post("/upgrade-plans/<int:plan_id>/photos")
@requires(Perm.UPGRADE_WRITE)
def plan_photos(plan_id: int) -> ResponseReturnValue:
    """Photos of what was done."""
    plan, row = _plan(plan_id, to_write=True)
    form, here = PhotosForm(), _crumbs(plan)[1][1]
    if form.validate():
        try:
            with attachments.stored(current_app.config["DATA_DIR"], form.uploads) as kept, saving(form) as saved:
                for upload, name in kept:
                    attachments.attach(plan.matter, upload, name, purpose=files.PHOTO, by=actor(), at=clock.now())
                saved.to = here
            return done("照片传好了", to=here)
        except RuleBroken as broken:
            form.refuse(broken)
    return _shown(plan, row, 422, photos_form=form)
