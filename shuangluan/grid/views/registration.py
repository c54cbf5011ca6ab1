"""登记诉求 on the desktop: one form, its advice beside it, one more after it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.grid import queries, rules, services
from shuangluan.grid.forms.registration import RegistrationForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import Spot
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.intake import Intake
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer, requires
from shuangluan.kernel.web import done, page, viewer, wants_fragment

TEMPLATE = "grid/appeal_new.html"
FOUND_BY = {
    "grid_worker": "patrol", "grid_leader": "patrol", "property_liaison": "resident", "district_org": "superior",
}  # fmt: skip


@bp.route("/appeals/new", methods=["GET", "POST"])
@requires(Perm.APPEAL_REGISTER)
def appeal_new() -> ResponseReturnValue:
    """The form, its advice while it is typed (htmx), and its saving."""
    intake = Intake(RegistrationForm, **_start(viewer()))
    if request.method == "GET":
        intake.look()
        return _shown(intake, ["advice", "submit"])
    to = intake.submit(_facts, _after)
    return done(intake.message, to=to) if to else _shown(intake, "registration")


def _shown(intake: Intake, block: str | list[str]) -> ResponseReturnValue:
    if intake.where is not None:
        intake.form.place.data = intake.where.label
    return page(
        TEMPLATE,
        block=block,
        places=[] if wants_fragment() else queries.compounds(intake.viewer, intake.day, limit=queries.IN_A_LIST + 1),
        key=intake.where.key if intake.where else "",
        apart=wants_fragment() and request.method == "GET",
        **intake.shown,
    )


def _start(who: Viewer) -> dict[str, object]:
    """What the form begins with: now, and what this role usually reports."""
    role = next((grant.role for grant in who.roles(Perm.APPEAL_REGISTER)), "")
    found = role in {"grid_worker", "grid_leader"}
    return {
        "reporter_kind": (rules.ReporterKind.GRID_WORKER if found else rules.ReporterKind.RESIDENT).value,
        "source": FOUND_BY.get(role, "call_visit"),
        "discovered_at": clock.wall(clock.now()).replace(second=0, microsecond=0),
    }


def _facts(intake: Intake) -> services.AppealFacts:
    form, where = intake.form, intake.where
    assert isinstance(form, RegistrationForm)
    assert where is not None
    if where.place is None and not form.address_text.data:
        raise RuleBroken(f"{where.label}没有小区名，写明具体位置，如“市场路口东侧”", "address_text")
    return services.AppealFacts(
        title=form.title.data or "",
        description=form.description.data,
        category=form.category.data,
        source=form.source.data,
        place=where.place,
        community=where.community,
        address_text=_address(where, form.address_text.data or ""),
        discovered_at=intake.found_at,
        reporter=services.ReporterFacts(
            kind=form.kind,
            name=form.reporter_name.data or _own_name(intake, form),
            phone=form.reporter_phone.data or "",
            wants_reply=form.wants_reply.data,
            hide_from_handler=form.hide_from_handler.data,
        ),
        level=rules.Level(form.level.data) if form.level.data else None,
        recurs_of_id=intake.former(),
    )


def _own_name(intake: Intake, form: RegistrationForm) -> str:
    """A finding without a name is the registrar's own."""
    return intake.viewer.name if form.kind is rules.ReporterKind.GRID_WORKER else ""


def _address(where: Spot, more: str) -> str:
    """宝鼎花园6号楼 东侧坡道: the place with what was added to it."""
    base = where.place.text if where.place else ""
    return f"{base} {more}".strip() if more else base


def _after(appeal: Appeal, where: Spot) -> str:
    """The appeal's page; or the same form for the next one at the same place."""
    if request.form.get("then") == "another":
        return url_for("grid.appeal_new", place=where.key)
    return url_for("grid.appeal_detail", appeal_id=appeal.id)
