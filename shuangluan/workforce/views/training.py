"""教育培训: the year's plans and sessions, a session's roster with who signed in (WF-119, WF-200)."""

from decimal import Decimal
from functools import partial
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, RowDeed, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms.training import CallForm, PlanForm, SessionForm
from shuangluan.workforce.models import Training
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import training, training_register
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.rules.states import PLAN_LABEL, PlanState
from shuangluan.workforce.tables.training import PLANS, ROSTER, SESSIONS, PlanLine, SeatLine, SessionLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.registers import year_options


def who() -> dict[str, Any]:
    """Who does it, now."""
    return {"by": actor(), "at": clock.now()}


def asked_year() -> int:
    """The year of the address, this one without. Raises BadParameter for what is none."""
    text = request.args.get("year", "")
    if not text:
        return clock.today().year
    if not (text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
        raise BadParameter("年度要写成 2026 这样的四位年份")
    return int(text)


def hundredths(hours: Decimal | None) -> int:
    """8 or 4.5 as hundredths; what has more places is cut by the form."""
    return int((hours or Decimal(0)) * 100)


def _sessions() -> Listing:
    return Listing(
        SLICE, SESSIONS, training_register.sessions(viewer()), SessionLine, "training", "每场一行；学时只算签到的场次",
        empty="还没有安排培训", nothing="按计划安排场次，或者直接安排一场。", write=Perm.TRAINING_RUN, add="安排培训",
        template="workforce/training_list.html", options={"year": year_options(clock.today().year + 1)},
    )  # fmt: skip


@bp.get("/training")
@requires(Perm.WORKER_READ)
def training_list() -> ResponseReturnValue:
    """The sessions."""
    return listed(_sessions())


@bp.post("/training/export")
@requires(Perm.WORKER_EXPORT)
def training_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_sessions())


def _deeds(line: PlanLine) -> list[RowDeed]:
    plan, found = line.row, []
    if plan.state is PlanState.PUBLISHED and viewer().can(Perm.TRAINING_RUN):
        found.append(RowDeed("安排场次", url_for(".training_new", plan=plan.id), "page"))
    if plan.state is not PlanState.DONE and viewer().can(Perm.EXAM_RUN):
        words = "发布" if plan.state is PlanState.DRAFT else "标为完成"
        found.append(RowDeed(words, url_for(".plan_step", plan_id=plan.id), "post", plan.row_version))
    return found


def _plans() -> Listing:
    return Listing(
        SLICE, PLANS, training_register.plans(viewer()), partial(PlanLine, progress=training.progress(viewer())),
        "plan", "发布以后各街道按计划安排场次；完成人数只算签到的人", empty="还没有培训计划",
        nothing="登记以后发布，各街道按计划安排场次。", write=Perm.EXAM_RUN, add="登记计划",
        template="workforce/plan_list.html", deeds=_deeds, options={"year": year_options(clock.today().year + 1)},
    )  # fmt: skip


@bp.get("/training/plans")
@requires(Perm.WORKER_READ)
def plan_list() -> ResponseReturnValue:
    """The plans against what was done."""
    return listed(_plans())


@bp.post("/training/plans/export")
@requires(Perm.WORKER_EXPORT)
def plan_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_plans())


def _form(form: BaseForm, title: str, *, status: int = 200, back: str = "") -> ResponseReturnValue:
    back = back or url_for(".training_list")
    return page("workforce/training_form.html", status=status, form=form, title=title, back=back)


@bp.get("/training/plans/new")
@requires(Perm.EXAM_RUN)
def plan_new() -> ResponseReturnValue:
    """A blank plan."""
    return _form(PlanForm(data={"year": clock.today().year}), "登记培训计划", back=url_for(".plan_list"))


@bp.post("/training/plans/new")
@requires(Perm.EXAM_RUN)
def plan_add() -> ResponseReturnValue:
    """A draft."""
    form = PlanForm()
    if form.validate_on_submit():
        said = services.Course(
            int(form.year.data or 0), str(form.course.data), str(form.body.data), str(form.audience.data),
            hundredths(form.hours.data), form.due_on.data, str(form.doc_no.data),
        )  # fmt: skip
        try:
            with saving(form):
                services.add_plan(said, **who())
            return done("已登记，发布以后可以安排场次", to=url_for(".plan_list"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _form(form, "登记培训计划", status=422, back=url_for(".plan_list"))


@bp.post("/training/plans/<int:plan_id>/step")
@requires(Perm.EXAM_RUN)
def plan_step(plan_id: int) -> ResponseReturnValue:
    """发布, then 完成."""
    plan, form = training.plan(plan_id) or abort(404), BaseForm()
    to = PlanState.PUBLISHED if plan.state is PlanState.DRAFT else PlanState.DONE
    with saving(form, plan):
        services.move_plan(plan, to, **who())
    return done(f"{plan.course}：{PLAN_LABEL[to]}", to=url_for(".plan_list"))


def _session_form() -> SessionForm:
    form = SessionForm()
    held = viewer().areas(Perm.TRAINING_RUN)
    streets = sorted({one.code[:9] for area in held for one in areas().communities(area)})
    form.offer((code, areas().path(code)) for code in dict.fromkeys([*held, *streets]))
    return form


@bp.get("/training/new")
@requires(Perm.TRAINING_RUN)
def training_new() -> ResponseReturnValue:
    """A blank session; of a plan its course and hours stand already."""
    form = _session_form()
    plan = training.plan(request.args.get("plan", 0, type=int))
    if plan is not None:
        form.course.data, form.hours.data = plan.course, Decimal(plan.hours_x100) / 100
    return _form(form, "安排培训")


@bp.post("/training/new")
@requires(Perm.TRAINING_RUN)
def training_add() -> ResponseReturnValue:
    """A session; next its roster."""
    form, plan = _session_form(), training.plan(request.args.get("plan", 0, type=int))
    if form.validate_on_submit():
        said = services.Session(
            form.area.data, str(form.course.data), form.held_on.data, str(form.place.data), hundredths(form.hours.data)
        )
        try:
            with saving(form) as saved:
                made = services.add_training(said, plan, **who())
                saved.to = url_for(".training_detail", training_id=made.id)
            return done("已安排，接着确定参训名单", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return _form(form, "安排培训", status=422)


def _training(training_id: int) -> Training:
    return training.training(training_id, viewer=viewer()) or abort(404)


def _call_form(found: Training) -> CallForm:
    form = CallForm()
    inside = [one for one in areas().communities(found.area) if viewer().holds_area(Perm.TRAINING_RUN, one.code)]
    streets = dict.fromkeys(one.code[:9] for one in inside) if len(found.area) < 9 else {}
    codes = [*streets, *(one.code for one in inside)]
    form.offer([(code, areas().path(code)) for code in codes], grade_scheme_on(clock.today()).payload["posts"])
    return form


def _detail(found: Training, call: CallForm, *, status: int = 200) -> ResponseReturnValue:
    return listed(
        _roster(found), status=status, training=found, call=call, place=areas().name, today=clock.today(),
        plan=training.plan(found.plan_id) if found.plan_id else None,
    )  # fmt: skip


def _roster(found: Training) -> Listing:
    has_begun = clock.today() >= found.held_on
    return Listing(
        SLICE, ROSTER, training_register.roster(found.id), SeatLine, "roster",
        f"{found.held_on}，{areas().name(found.area)}", empty="名单还是空的",
        nothing="选街道、岗位类别，把要参训的人加进名单。", write=Perm.TRAINING_RUN, part={"training_id": found.id},
        title=f"{found.course} 参训名单", template="workforce/training_detail.html",
        picks=(("there", "登记签到"), ("absent", "取消签到")) * has_begun,
        picks_url=url_for(".training_sign", training_id=found.id),
    )  # fmt: skip


@bp.post("/training/<int:training_id>/export")
@requires(Perm.WORKER_EXPORT)
def roster_export(training_id: int) -> ResponseReturnValue:
    """The roster as a workbook."""
    return exported(_roster(_training(training_id)))


@bp.get("/training/<int:training_id>")
@requires(Perm.WORKER_READ)
def training_detail(training_id: int) -> ResponseReturnValue:
    """A session with its roster."""
    found = _training(training_id)
    return _detail(found, _call_form(found))


@bp.post("/training/<int:training_id>/roster")
@requires(Perm.TRAINING_RUN)
def training_call(training_id: int) -> ResponseReturnValue:
    """Put workers on the roster."""
    found = _training(training_id)
    form = _call_form(found)
    if form.validate_on_submit():
        workers = training.callable_workers(
            found, viewer(), area=form.area.data, post=form.post.data, only_short=form.only_short.data,
            day=clock.today(),
        )  # fmt: skip
        try:
            with saving(form):
                count = services.call_workers(found, workers, **who())
            return done(f"名单里加了 {count} 人", to=url_for(".training_detail", training_id=training_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _detail(found, form, status=422)


@bp.post("/training/<int:training_id>/attendance")
@requires(Perm.TRAINING_RUN)
def training_sign(training_id: int) -> ResponseReturnValue:
    """Of those ticked: who was there, or was not after all."""
    found, form = _training(training_id), BaseForm()
    ticked = {int(text) for text in request.form.getlist("pick") if text.isascii() and text.isdigit()}
    seen, is_there = training.seated(found, viewer(), ticked), request.form.get("deed") != "absent"
    asked = f"?{request.query_string.decode()}" if request.query_string else ""
    back = url_for(".training_detail", training_id=training_id) + asked
    with saving(form) as saved:
        saved.to = back
        present, absent = (seen, set[int]()) if is_there else (set[int](), seen)
        services.sign_in(found, present, absent, on=clock.today(), **who())
    return done(f"{'登记签到' if is_there else '取消签到'} {len(seen)} 人", to=back)
