"""两代表一委员: register, recommendation, election, end, 推荐表 to print (WF-21, WF-163, WF-200)."""

from collections.abc import Callable
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms.delegates import RecommendationForm, SeatEndForm, SeatForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import delegates
from shuangluan.workforce.queries.delegate_register import REGISTER
from shuangluan.workforce.queries.delegates import Seat
from shuangluan.workforce.queries.dossier import dossier
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, DelegateKind
from shuangluan.workforce.tables import SEX_LABEL
from shuangluan.workforce.tables.delegates import DELEGATES, SeatLine, standing_words
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.registers import Kind, Listing, shown_page
from shuangluan.workforce.views.training import who

KIND = Kind(
    DELEGATES, REGISTER, "delegate",
    "每个席位一行，一人可以有几个席位；只从社区“两委”干部里推荐，人数看“数据总览”",
    line=SeatLine, sheets="delegates", add=("登记推荐", "workforce.delegate_new", Perm.DELEGATE_EDIT),
)  # fmt: skip


@bp.get("/delegates")
@requires(Perm.WORKER_READ)
def delegate_list() -> ResponseReturnValue:
    """One row a seat."""
    return shown_page(KIND)


@bp.post("/delegates/export")
@requires(Perm.WORKER_EXPORT)
def delegate_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(KIND).exported()


def _form() -> RecommendationForm:
    form = RecommendationForm()
    form.offer(delegates.delegate_rules(clock.today()).levels)
    return form


@bp.get("/delegates/new")
@requires(Perm.DELEGATE_EDIT)
def delegate_new() -> ResponseReturnValue:
    """A blank recommendation; the file of a worker fills in the number."""
    form = _form()
    form.staff_no.data = request.args.get("staff_no", "")[:20]
    return page("workforce/delegate_form.html", form=form)


@bp.post("/delegates")
@requires(Perm.DELEGATE_EDIT)
def delegate_add() -> ResponseReturnValue:
    """登记推荐."""
    form = _form()
    if form.validate_on_submit():
        said = services.Recommendation(
            DelegateKind(form.kind.data), form.level.data, str(form.term.data), form.recommended_on.data,
            str(form.reason.data),
        )  # fmt: skip
        try:
            with saving(form) as saved:
                worker = delegates.worker_of_number(str(form.staff_no.data), viewer=viewer())
                if worker is None:
                    raise RuleBroken("你的范围里没有这个编号的工作者，请在名册里查", "staff_no")
                made = services.recommend_delegate(worker, said, **who())
                saved.to = url_for(".delegate_detail", delegate_id=made.id)
            return done("已登记推荐", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return page("workforce/delegate_form.html", status=422, form=form)


def _seat(delegate_id: int, permission: Perm = Perm.WORKER_READ) -> Seat:
    return delegates.seat(delegate_id, viewer=viewer(), permission=permission) or abort(404)


def _shown(found: Seat) -> dict[str, Any]:
    record, worker = found.record, found.worker
    day = clock.today()
    return {
        "record": record,
        "worker": worker,
        "community": areas().name(worker.community),
        "seat": f"{record.level}{DELEGATE_LABEL[record.kind]}",
        "standing": standing_words(record.elected_on, record.ended_on, day),
        "positions": "、".join(delegates.positions_held(worker.id, record.recommended_on)),
    }


@bp.get("/delegates/<int:delegate_id>")
@requires(Perm.WORKER_READ)
def delegate_detail(delegate_id: int) -> ResponseReturnValue:
    """A recommendation with its history, and the other seats of the same person."""
    found = _seat(delegate_id)
    day = clock.today()
    others = [
        (f"{one.level}{DELEGATE_LABEL[one.kind]}", one, standing_words(one.elected_on, one.ended_on, day))
        for one in delegates.seats_of(found.worker.id)
        if one.id != delegate_id
    ]
    trail = [(clock.local(entry.at), said, entry.actor_name) for entry, said in delegates.trail(found.record)]
    return page("workforce/delegate_detail.html", **_shown(found), others=others, trail=trail)


@bp.get("/delegates/<int:delegate_id>/sheet")
@requires(Perm.WORKER_READ)
def delegate_sheet(delegate_id: int) -> ResponseReturnValue:
    """推荐表 on A4, without identity numbers (WF-115)."""
    found = _seat(delegate_id)
    file = dossier(found.worker, clock.today(), with_sanctions=False)
    ratings = "，".join(f"{one.year} 年{one.rating}" for one in file.results[-3:] if one.confirmed_on)
    return page(
        "workforce/delegate_print.html", **_shown(found), file=file, sex=SEX_LABEL[found.worker.sex],
        ratings=ratings, printed_at=f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        back=url_for(".delegate_detail", delegate_id=delegate_id),
    )  # fmt: skip


def _take(found: Seat, form: BaseForm, title: str, deed: Callable[[], object]) -> ResponseReturnValue:
    """Ask, or do one deed; refused, the page says why."""
    record, status = found.record, 200
    back = url_for(".delegate_detail", delegate_id=record.id)
    if form.is_submitted():
        status = 422
        if form.validate_on_submit():
            try:
                with saving(form, record):
                    deed()
                return done(f"已{title}", to=back)
            except RuleBroken as broken:
                form.refuse(broken)
    form.versioned(record)
    return page(
        "workforce/delegate_step.html", block="dialog", status=status, form=form, title=title, back=back,
        crumb=found.worker.person.name,
    )  # fmt: skip


@bp.route("/delegates/<int:delegate_id>/seat", methods=["GET", "POST"])
@requires(Perm.DELEGATE_EDIT)
def delegate_seat(delegate_id: int) -> ResponseReturnValue:
    """当选."""
    found, form = _seat(delegate_id, Perm.DELEGATE_EDIT), SeatForm()
    return _take(
        found, form, "登记当选",
        lambda: services.seat_delegate(found.record, elected_on=form.elected_on.data, on=clock.today(), **who()),
    )  # fmt: skip


@bp.route("/delegates/<int:delegate_id>/end", methods=["GET", "POST"])
@requires(Perm.DELEGATE_EDIT)
def delegate_end(delegate_id: int) -> ResponseReturnValue:
    """The seat ends, or there was none."""
    found, form = _seat(delegate_id, Perm.DELEGATE_EDIT), SeatEndForm()
    title = "登记任期结束" if found.record.elected_on else "登记没有当选"
    return _take(
        found, form, title, lambda: services.end_delegate(found.record, ended_on=form.ended_on.data, **who())
    )
