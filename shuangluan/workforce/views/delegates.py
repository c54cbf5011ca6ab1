"""两代表一委员: the list, a record with its history, its form and its sheet (WF-21, WF-220)."""

from collections.abc import Callable
from functools import partial

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.extensions import Base
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history, told
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.delegates import DelegateForm
from shuangluan.workforce.models import Delegate, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import channels
from shuangluan.workforce.queries import delegates as stored
from shuangluan.workforce.queries.file_sheet import basics
from shuangluan.workforce.rules.channels import VERDICT_LABEL, Judgement
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, STANDING_LABEL, standing
from shuangluan.workforce.tables.delegates import DELEGATES, STANDING_TONE, SeatLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.dossier import file_of

HINTS = {
    "term": "如 第九届",
    "elected_on": "还没有选举的留空",
    "ended_on": "任期的最后一天；没有当选的，填明确没有当选的那天",
}


def _listing() -> Listing:
    day = clock.today()
    stands = channels.standing(viewer(), day)
    levels = stored.levels(day)
    return Listing(
        SLICE, DELEGATES, stored.seats_by_verdict(stands), partial(SeatLine, stands=stands), "delegate",
        "每个席位一行；一个人有几个席位就有几行，人数在数据总览里按人算", write=Perm.DELEGATE_EDIT, add="登记推荐",
        options={"level": [(one, one) for one in levels]},
    )  # fmt: skip


@bp.get("/delegates")
@requires(Perm.WORKER_READ)
def delegate_list() -> ResponseReturnValue:
    """Seats and recommendations of the viewer's workers."""
    return listed(_listing())


@bp.post("/delegates/export")
@requires(Perm.WORKER_EXPORT)
def delegate_export() -> ResponseReturnValue:
    """The same as a workbook, which can be imported again."""
    return exported(_listing())


def _found(delegate_id: int, permission: Perm = Perm.WORKER_READ) -> tuple[Delegate, Worker]:
    found = stored.delegate(delegate_id, viewer=viewer(), permission=permission) or abort(404)
    return found[0], found[1]


def _title(one: Delegate) -> str:
    return f"{one.level}{DELEGATE_LABEL[one.kind]}（{one.term}）"


@bp.get("/delegates/<int:delegate_id>")
@requires(Perm.WORKER_READ)
def delegate_detail(delegate_id: int) -> ResponseReturnValue:
    """One record with what was done."""
    one, worker = _found(delegate_id)
    now = standing(one.elected_on, one.ended_on, clock.today())
    others = [other for other in stored.seats_of(worker.id) if other.id != one.id]
    return page(
        "workforce/delegate_detail.html", one=one, worker=worker, title=_title(one),
        place=areas().path(worker.community), state=(STANDING_LABEL[now], STANDING_TONE[now]), year=clock.today().year,
        may_write=viewer().holds_area(Perm.DELEGATE_EDIT, worker.community),
        conditions=_conditions(one, worker),
        others=[(_title(other), url_for(".delegate_detail", delegate_id=other.id)) for other in others],
        entries=[told(entry) for entry in history((Delegate.__tablename__, [one.id]))],
    )  # fmt: skip


def _conditions(one: Delegate, worker: Worker) -> Judgement | None:
    """The channel of the seat as it stands today; None where the rules have none for it, or she has left."""
    found = channels.channels_of(worker, clock.today(), channels.hidden_from(viewer()))
    return next((each for each in found if each.channel.key == one.kind.value), None)


def _offered(form: DelegateForm) -> DelegateForm:
    day = clock.today()
    members = stored.committee_members(viewer(), day)
    named = ((str(one.id), f"{areas().short(one.community)} {one.name}") for one in members)
    form.offer(named, stored.delegate_rules(day).levels)
    return form


def _saved(form: BaseForm, record: Base | None, deed: Callable[[], int], message: str) -> ResponseReturnValue | None:
    """One deed in one transaction; None where the form is wrong or a rule forbids it."""
    if not form.validate_on_submit():
        return None
    try:
        with saving(form, record) as saved:
            saved.to = url_for(".delegate_detail", delegate_id=deed())
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    return done(message, to=str(saved.to))


def _form(form: DelegateForm, title: str, crumbs: list[tuple[str, str]]) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return page(
        "workforce/register_form.html", status=status, form=form, title=title, hints=HINTS,
        crumbs=[("两代表一委员", url_for(".delegate_list")), *crumbs],
    )  # fmt: skip


@bp.route("/delegates/new", methods=["GET", "POST"])
@requires(Perm.DELEGATE_EDIT)
def delegate_new() -> ResponseReturnValue:
    """Register a recommendation; `worker` in the address chooses whom."""
    form = _offered(DelegateForm())
    if request.method == "GET":
        form.worker_id.data = request.args.get("worker", "")

    def deed() -> int:
        chosen = int(form.worker_id.data)
        worker = queries.worker(chosen, viewer=viewer(), permission=Perm.DELEGATE_EDIT) or abort(404)
        return services.recommend_delegate(worker, form.seat(), by=actor(), at=clock.now()).id

    return _saved(form, None, deed, "推荐已登记") or _form(form, "登记推荐", [])


@bp.route("/delegates/<int:delegate_id>/edit", methods=["GET", "POST"])
@requires(Perm.DELEGATE_EDIT)
def delegate_edit(delegate_id: int) -> ResponseReturnValue:
    """Enter the election or the end, or correct."""
    one, worker = _found(delegate_id, Perm.DELEGATE_EDIT)
    form = _offered(DelegateForm(obj=one))
    del form.worker_id
    form.versioned(one)
    if request.method == "GET":
        form.kind.data = one.kind.value

    def deed() -> int:
        services.change_delegate(one, worker, form.seat(), by=actor(), at=clock.now())
        return one.id

    here = (worker.person.name, url_for(".delegate_detail", delegate_id=one.id))
    return _saved(form, one, deed, "已修改") or _form(form, f"修改{_title(one)}", [here])


@bp.route("/delegates/<int:delegate_id>/removal", methods=["GET", "POST"])
@requires(Perm.DELEGATE_EDIT)
def delegate_removal(delegate_id: int) -> ResponseReturnValue:
    """Ask, then take away what was entered by mistake."""
    one, worker = _found(delegate_id, Perm.DELEGATE_EDIT)
    form = BaseForm()
    form.versioned(one)
    if form.validate_on_submit():
        with saving(form, one) as saved:
            services.remove_delegate(one, by=actor(), at=clock.now())
            saved.to = url_for(".delegate_list")
        return done("已删除", to=str(saved.to))
    status = 422 if request.method == "POST" else 200
    return page(
        "workforce/delegate_removal.html", block="dialog", status=status, form=form, one=one, worker=worker,
        title=_title(one),
    )  # fmt: skip


@bp.get("/delegates/<int:delegate_id>/sheet")
@requires(Perm.WORKER_READ)
def delegate_sheet(delegate_id: int) -> ResponseReturnValue:
    """推荐表 on A4, with the facts of the file; identity number and telephone masked."""
    one, worker = _found(delegate_id)
    now = clock.local(clock.now())
    return page(
        "workforce/delegate_sheet_print.html", one=one, worker=worker, title=f"{DELEGATE_LABEL[one.kind]}人选推荐表",
        seat=_title(one), conditions=_conditions(one, worker), verdict_label=VERDICT_LABEL,
        basics=basics(file_of(worker.id)), printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip
