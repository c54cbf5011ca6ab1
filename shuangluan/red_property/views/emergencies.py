"""应急维修: the register, one repair with its papers, each step of its course, its sheet (RP-31)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.funds import AccountsForm, DropForm, EmergencyForm, StepForm
from shuangluan.red_property.models import Emergency
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import emergency_register as stored
from shuangluan.red_property.queries.books import register_terms_on
from shuangluan.red_property.queries.resolutions import resolution as resolution_of
from shuangluan.red_property.rules.emergencies import EMERGENCY_LABEL, OPEN, EmergencyState
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.services import emergencies as services
from shuangluan.red_property.services.emergencies import Fault, Step
from shuangluan.red_property.tables.funds import EMERGENCIES, EmergencyLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, saved_form, told

LISTING = Listing(
    SLICE, EMERGENCIES, stored.SOURCE, EmergencyLine, "emergency",
    "危及安全的不用业主表决：业委会审核，街道或居委会确认，修好后公示账目",
    "电梯、消防、外立面这样等不得表决的，在这里申请。", write=Perm.EMERGENCY_APPLY, add="申请应急维修",
)  # fmt: skip
hang(LISTING, "/emergencies", Perm.REGISTER_READ)
HINTS = {
    "kind": "不在其中的，按一般维修由业主表决",
    "place": "如 2号楼1单元",
    "estimate": "估算的；修好公示账目时写实际花的",
}
S = EmergencyState
FILE_HINT = "签字盖章的纸，拍照或扫描成 jpg、png、pdf"


@dataclass(frozen=True)
class Course:
    """A step as its page asks for it."""

    title: str
    permission: Perm
    hints: dict[str, str]
    message: str


COURSES = {
    "review": Course(
        "登记业委会审核", Perm.EMERGENCY_REVIEW, {"scan": f"{FILE_HINT}；要有业委会委员签字"}, "业委会审核登记好了"
    ),
    "confirmation": Course("确认应急维修", Perm.EMERGENCY_CONFIRM, {"scan": FILE_HINT}, "已确认，可以动用维修资金"),
    "accounts": Course(
        "登记账目公示", Perm.EMERGENCY_APPLY, {"scan": "公示的账目和费用清单，拍照或扫描成 jpg、png、pdf"},
        "应急维修已办结",
    ),
}
NEXT = {S.APPLIED: "review", S.REVIEWED: "confirmation", S.CONFIRMED: "accounts"}


def _emergency(emergency_id: int, permission: str = "") -> tuple[Emergency, Any]:
    today = clock.today()
    found = stored.emergency(emergency_id, viewer=viewer(), day=today) or abort(404)
    if permission and not stored.may(viewer(), permission, emergency_id, today):
        abort(404)
    return found, stored.standing(emergency_id, today)


@bp.get("/emergencies/<int:emergency_id>")
@requires(Perm.REGISTER_READ)
def emergency_detail(emergency_id: int) -> ResponseReturnValue:
    """One repair: where it stands, its three papers, what the fund paid for it."""
    return page("red_property/emergency_detail.html", **_shown(*_emergency(emergency_id)))


@bp.get("/emergencies/<int:emergency_id>/print")
@requires(Perm.REGISTER_READ)
def emergency_print(emergency_id: int) -> ResponseReturnValue:
    """应急维修审批表 on A4, to be signed on paper."""
    return page("red_property/emergency_print.html", **_shown(*_emergency(emergency_id)))


def _shown(emergency: Emergency, row: Any) -> dict[str, Any]:
    today, who = clock.today(), viewer()
    files = stored.papers(emergency)
    names = stored.names([emergency.reviewed_by_id, emergency.confirmed_by_id, emergency.posted_by_id])
    found = resolution_of(emergency.resolution_id, viewer=who) if emergency.resolution_id else None
    return {
        "emergency": emergency, "line": EmergencyLine(row, today), "place": areas().path(row.community),
        "compound": row.compound, "kind": register_terms_on(emergency.found_on).emergency_kinds[emergency.kind],
        "papers": [
            ("业委会审核", emergency.reviewed_on, emergency.review_note, names.get(emergency.reviewed_by_id or 0, ""),
             files.get(emergency.review_paper_id or 0)),
            ("街道或居委会确认", emergency.confirmed_on, emergency.confirm_note,
             names.get(emergency.confirmed_by_id or 0, ""), files.get(emergency.confirm_paper_id or 0)),
            ("账目公示", emergency.posted_on, emergency.post_note, names.get(emergency.posted_by_id or 0, ""),
             files.get(emergency.accounts_paper_id or 0)),
        ],
        "steps": _steps(emergency), "yuan": yuan, "uses": stored.uses_of(emergency.id),
        "resolution": found[0] if found else None, "step": _next(emergency),
        "may_drop": emergency.state in OPEN and stored.may(who, Perm.EMERGENCY_APPLY, emergency.id, today),
        "entries": [told(one) for one in history((Emergency.__tablename__, [emergency.id]))], "year": today.year,
    }  # fmt: skip


def _next(emergency: Emergency) -> tuple[str, str] | None:
    """Address and name of the next step, where it is the viewer's to take."""
    step = NEXT.get(emergency.state, "")
    if not step or not stored.may(viewer(), COURSES[step].permission, emergency.id, clock.today()):
        return None
    return url_for(f".emergency_{step}", emergency_id=emergency.id), COURSES[step].title


def _steps(emergency: Emergency) -> list[tuple[str, str, str]]:
    days = (clock.local_day(emergency.applied_at), emergency.reviewed_on, emergency.confirmed_on, emergency.posted_on)
    names = ("申请", "业委会审核", "街道或居委会确认", "账目公示")
    found = [(name, str(day or ""), "ok" if day else "") for name, day in zip(names, days, strict=True)]
    if emergency.state in OPEN:
        place = next(n for n, day in enumerate(days) if day is None)
        found[place] = (names[place], "待办", "now")
    return found


@bp.route("/emergencies/new", methods=["GET", "POST"])
@requires(Perm.EMERGENCY_APPLY)
def emergency_new() -> ResponseReturnValue:
    """Apply for a repair that cannot wait; `resolution=` names the resolution it comes from."""
    form, today = EmergencyForm(), clock.today()
    held = {str(one.id): one for one in stored.compounds(viewer(), Perm.EMERGENCY_APPLY, today)}
    waiting = {str(one.id): one for one in stored.resolutions_waiting([one.id for one in held.values()])}
    form.compound_id.choices = options(
        ((key, f"{areas().short(one.community)} {one.name}") for key, one in held.items()), "请选小区"
    )
    form.kind.choices = options(register_terms_on(today).emergency_kinds.items(), "请选择")
    form.resolution_id.choices = options(((key, one.text[:40]) for key, one in waiting.items()), "不是联席会议定的")
    asked = waiting.get(request.args.get("resolution", ""))
    if request.method == "GET" and asked is not None:
        form.resolution_id.data, form.text.data = str(asked.id), asked.text
        form.compound_id.data = str(next(iter(stored.compounds_of(asked) & {one.id for one in held.values()}), ""))

    def deed(saved: Any) -> None:
        said = form.data
        fault = Fault(said["kind"], said["title"] or "", said["place"], said["text"], said["found_on"],
                      form.estimate.fen)  # fmt: skip
        made = services.apply_emergency(
            held[said["compound_id"]], fault, resolution=waiting.get(said["resolution_id"]), by=actor(), at=clock.now()
        )
        saved.to = url_for(".emergency_detail", emergency_id=made.id)

    answer = saved_form(form, None, deed, "应急维修申请好了，等业委会审核", lambda saved: str(saved.to))
    return answer or form_page(
        form, "申请应急维修", [("应急维修", LISTING.address)], submit="申请", hints=HINTS
    )


@requires(Perm.EMERGENCY_REVIEW)
def emergency_review(emergency_id: int) -> ResponseReturnValue:
    """业委会审核: the paper that its members signed."""
    return _step(emergency_id, "review", StepForm(), services.review_emergency)


@requires(Perm.EMERGENCY_CONFIRM)
def emergency_confirmation(emergency_id: int) -> ResponseReturnValue:
    """街道或居委会确认, by another person."""
    return _step(emergency_id, "confirmation", StepForm(), services.confirm_emergency)


@requires(Perm.EMERGENCY_APPLY)
def emergency_accounts(emergency_id: int) -> ResponseReturnValue:
    """What it cost, as it was posted."""
    form: Any = AccountsForm()
    return _step(
        emergency_id, "accounts", form,
        lambda found, step, **more: services.post_accounts(found, step, cost_fen=form.cost.fen, **more),
    )  # fmt: skip


for _step_name, _view in (
    ("review", emergency_review), ("confirmation", emergency_confirmation), ("accounts", emergency_accounts),
):  # fmt: skip
    bp.add_url_rule(f"/emergencies/<int:emergency_id>/{_step_name}", view_func=_view, methods=["GET", "POST"])


def _step(emergency_id: int, name: str, form: Any, deed: Callable[..., None]) -> ResponseReturnValue:
    """One step with its paper, in one transaction; the file is gone again where it is refused."""
    course = COURSES[name]
    emergency, row = _emergency(emergency_id, course.permission)
    form.versioned(emergency)
    here, at = url_for(".emergency_detail", emergency_id=emergency_id), clock.now()
    if form.validate_on_submit() and form.upload:
        folder = current_app.config["DATA_DIR"]
        try:
            with attachments.stored(folder, [form.upload]) as kept, saving(form, emergency) as saved:
                paper = attachments.attach(emergency.matter, *kept[0], purpose=name, by=actor(), at=at)
                deed(emergency, Step(form.on.data, form.note.data or "", paper), by=actor(), at=at)
                saved.to = here
            return done(course.message, to=here)
        except RuleBroken as broken:
            form.refuse(broken)
    crumbs = [("应急维修", LISTING.address), (emergency.title, here)]
    about = f"{row.compound}，{EMERGENCY_LABEL[emergency.state]}"
    return form_page(form, course.title, crumbs, submit="登记", hints=course.hints, multipart=True, about=about)


@bp.route("/emergencies/<int:emergency_id>/withdrawal", methods=["GET", "POST"])
@requires(Perm.EMERGENCY_APPLY)
def emergency_withdrawal(emergency_id: int) -> ResponseReturnValue:
    """It was none, or is mended otherwise."""
    emergency, _ = _emergency(emergency_id, Perm.EMERGENCY_APPLY)
    form: Any = DropForm()
    form.versioned(emergency)
    here = url_for(".emergency_detail", emergency_id=emergency_id)

    def deed(saved: Any) -> None:
        services.drop_emergency(emergency, reason=form.reason.data or "", by=actor(), at=clock.now())

    answer = saved_form(form, emergency, deed, "应急维修已撤销", lambda saved: here)
    crumbs = [("应急维修", LISTING.address), (emergency.title, here)]
    return answer or form_page(form, "撤销应急维修", crumbs, submit="撤销")
