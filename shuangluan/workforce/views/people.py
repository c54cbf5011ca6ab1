"""Enrol a worker, change her state, let her go (WF-40)."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, people, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.people import BasicsForm, EnrolForm, LeaveForm, MoveForm, StartForm
from shuangluan.workforce.models import Sex, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.departure import shelter_facts
from shuangluan.workforce.rules.leaving import ExitKind, Ground
from shuangluan.workforce.rules.states import WORKER_LABEL, WorkerState
from shuangluan.workforce.views.blueprint import bp


def _who() -> dict[str, Any]:
    return {"by": actor(), "at": clock.now()}


def _enrol_form() -> EnrolForm:
    form = EnrolForm()
    held = viewer().areas(Perm.WORKER_EDIT)
    form.offer((one.code, areas().path(one.code)) for area in held for one in areas().communities(area))
    return form


@bp.get("/workers/new")
@requires(Perm.WORKER_EDIT)
def worker_new() -> ResponseReturnValue:
    """A blank form."""
    return page("workforce/worker_new.html", form=_enrol_form())


@bp.post("/workers")
@requires(Perm.WORKER_EDIT)
def worker_add() -> ResponseReturnValue:
    """Person and worker in one step; who comes back after leaving keeps her old record (WF-152)."""
    form = _enrol_form()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                worker = _enrol(form)
                saved.to = url_for(".worker_detail", worker_id=worker.id)
            return done("已登记，接着登记学历、经历和任职", to=saved.to or "")
        except RuleBroken as broken:
            form.refuse(broken)
    return page("workforce/worker_new.html", status=422, form=form)


def _enrol(form: EnrolForm) -> Worker:
    number = pii.check_id_number(str(form.id_number.data))
    person = people.person_by_id_number(number) or people.add_person(
        str(form.name.data), id_number=number, phone=str(form.phone.data or ""), **_who()
    )
    facts = services.WorkerFacts(
        sex=Sex.MALE if int(number[16]) % 2 else Sex.FEMALE, birth_date=pii.birth_date(number),
        community=form.community.data, entry_date=form.entry_date.data, entry_channel=form.entry_channel.data,
        retire_class=form.retire_class.data, political_status=form.political_status.data or "",
        party_on=form.party_on.data, ethnicity=form.ethnicity.data or "", hukou=form.hukou.data or "",
        state=WorkerState(form.state.data),
    )  # fmt: skip
    return services.enrol_worker(person, facts, **_who())


def _worker(worker_id: int) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=Perm.WORKER_EDIT) or abort(404)


def _asked(worker: Worker, form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    form.versioned(worker)
    return page("workforce/entry.html", block="dialog", status=status, worker=worker, form=form, title=title)


@bp.get("/workers/<int:worker_id>/basics")
@requires(Perm.WORKER_EDIT)
def worker_basics_ask(worker_id: int) -> ResponseReturnValue:
    """The basic facts as they stand."""
    worker = _worker(worker_id)
    return _asked(worker, BasicsForm(obj=worker), "修改基本情况")


@bp.post("/workers/<int:worker_id>/basics")
@requires(Perm.WORKER_EDIT)
def worker_basics(worker_id: int) -> ResponseReturnValue:
    """Put them right."""
    worker, form = _worker(worker_id), BasicsForm()
    if form.validate_on_submit():
        try:
            with saving(form, worker):
                basics = services.Basics(
                    form.birth_date.data, form.archive_birth_date.data, form.political_status.data or "",
                    form.entry_channel.data, form.retire_class.data, form.party_on.data, form.ethnicity.data or "",
                    form.hukou.data or "",
                )  # fmt: skip
                services.edit_basics(worker, basics, **_who())
            return done("基本情况已修改", to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, "修改基本情况", status=422)


@bp.get("/workers/<int:worker_id>/state")
@requires(Perm.WORKER_EDIT)
def worker_state_ask(worker_id: int) -> ResponseReturnValue:
    """The moves that are open."""
    worker = _worker(worker_id)
    form = MoveForm()
    form.offer(worker.state)
    return _asked(worker, form, "变更状态")


@bp.post("/workers/<int:worker_id>/state")
@requires(Perm.WORKER_EDIT)
def worker_state(worker_id: int) -> ResponseReturnValue:
    """转正, 离岗, 停职 and back."""
    worker, form = _worker(worker_id), MoveForm()
    form.offer(worker.state)
    if form.validate_on_submit():
        to = WorkerState(form.state.data)
        try:
            with saving(form, worker):
                services.move_worker(worker, to, **_who())
            return done(f"已改为{WORKER_LABEL[to]}", to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, "变更状态", status=422)


@bp.get("/workers/<int:worker_id>/start")
@requires(Perm.WORKER_EDIT)
def worker_start_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for the first working day of somebody 拟聘."""
    worker = _worker(worker_id)
    return _asked(worker, StartForm(data={"entry_date": worker.entry_date}), "办理入职")


@bp.post("/workers/<int:worker_id>/start")
@requires(Perm.WORKER_EDIT)
def worker_start(worker_id: int) -> ResponseReturnValue:
    """拟聘 → 试用, with a check valid that day (WF-113)."""
    worker, form = _worker(worker_id), StartForm()
    if form.validate_on_submit():
        try:
            with saving(form, worker):
                services.start_worker(worker, entry_date=form.entry_date.data, **_who())
            return done("已入职，接着登记任职和合同", to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, "办理入职", status=422)


@bp.get("/workers/<int:worker_id>/exit")
@requires(Perm.WORKER_EDIT)
def worker_exit_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for kind, day, document and ground."""
    return _asked(_worker(worker_id), LeaveForm(), "办理退出")


@bp.post("/workers/<int:worker_id>/exit")
@requires(Perm.WORKER_EDIT)
def worker_exit(worker_id: int) -> ResponseReturnValue:
    """退出: closes contract, appointments and grades to come."""
    worker, form = _worker(worker_id), LeaveForm()
    if form.validate_on_submit():
        try:
            with saving(form, worker):
                departure = services.Departure(
                    ExitKind(form.kind.data), form.day.data, str(form.doc_no.data),
                    Ground(form.ground.data) if form.ground.data else None, was_helped=form.was_helped.data,
                    noticed_on=form.noticed_on.data, is_paid_instead=form.is_paid_instead.data,
                    **shelter_facts(worker, form.day.data),
                )  # fmt: skip
                services.leave_worker(worker, departure, **_who())
            return done("已办理退出", to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, "办理退出", status=422)
