"""企业走访: the register, one visit with its history, recorded, corrected, the help done; 三集中 (RP-67)."""

from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, exported, hang, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.visits import HelpForm, VisitForm
from shuangluan.red_property.models import CompanyVisit
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register, concentration
from shuangluan.red_property.queries import visits as stored
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.tables.visits import CONCENTRATION, VISITS, ConcentrationLine, VisitLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, VISITS, stored.SOURCE, VisitLine, "visit", "大走访大调研：每家企业每次走访一行",
    "走访以后登记员工、党员和反映的问题。", write=Perm.VISIT_WRITE, add="登记走访",
    beside=(("三集中", "red_property.concentration_list", Perm.VISIT_READ),),
)  # fmt: skip
hang(LISTING, "/visits", Perm.VISIT_READ)
HINTS = {
    "done_note": "怎样落实的；没有办成的也写明",
    "visitors": "几个人用顿号分开", "formal_members": "3 名以上可以单独组建党组织", "promised_due_on": "有答应的事才写",
}  # fmt: skip
STEPS = Listing(
    SLICE, CONCENTRATION, concentration.SOURCE, ConcentrationLine, "concentration", "", "先在“物业企业”里登记企业。",
    write=Perm.VISIT_WRITE, beside=(("企业走访", "red_property.visit_list", Perm.VISIT_READ),),
)  # fmt: skip


@bp.get("/concentration")
@requires(Perm.VISIT_READ)
def concentration_list() -> ResponseReturnValue:
    """One line per company, those that nobody has visited for long first."""
    months = book_on(clock.today()).terms.visit_months
    about = f"集中摸排、集中组建、集中选派；最久没有走访的在前，{months} 个月没有走访的列在“该走访”"
    return listed(replace(STEPS, about=about))


@bp.post("/concentration/export")
@requires(Perm.REGISTER_EXPORT)
def concentration_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(STEPS)


def _visit(visit_id: int) -> tuple[CompanyVisit, Any]:
    today = clock.today()
    found = stored.visit(visit_id, viewer=viewer(), day=today) or abort(404)
    return found, stored.standing(found.id, today)


def _crumbs(row: Any) -> list[tuple[str, str]]:
    here = url_for(".visit_detail", visit_id=row.id)
    return [("企业走访", LISTING.address), (f"{row.company} {row.visited_on}", here)]


@bp.get("/visits/<int:visit_id>")
@requires(Perm.VISIT_READ)
def visit_detail(visit_id: int) -> ResponseReturnValue:
    """One visit: what was found, what was promised, what was done."""
    found, row = _visit(visit_id)
    return page(
        "red_property/visit_detail.html",
        visit=found, line=VisitLine(row, clock.today()), year=clock.today().year,
        entries=[told(one) for one in history((CompanyVisit.__tablename__, [found.id]))],
    )  # fmt: skip


@bp.route("/visits/new", methods=["GET", "POST"])
@requires(Perm.VISIT_WRITE)
def visit_new() -> ResponseReturnValue:
    """A visit to a company that the viewer may see."""
    form = VisitForm()
    companies = {str(one.id): one for one in company_register.writable(viewer(), clock.today())}
    form.organisation_id.choices = options(((key, one.name) for key, one in companies.items()), "请选企业")
    if request.method == "GET":
        form.visited_on.data, form.visitors.data = clock.today(), viewer().name
        form.organisation_id.data = request.args.get("company", "")

    def deed(saved: Saved) -> None:
        company = companies[form.organisation_id.data]
        made = services.record_visit(company, form.facts, by=actor(), at=clock.now())
        saved.to = url_for(".visit_detail", visit_id=made.id)

    answer = saved_form(form, None, deed, "走访登记好了", lambda saved: str(saved.to))
    return answer or form_page(form, "登记走访", [("企业走访", LISTING.address)], submit="登记", hints=HINTS)


@bp.route("/visits/<int:visit_id>/edit", methods=["GET", "POST"])
@requires(Perm.VISIT_WRITE)
def visit_edit(visit_id: int) -> ResponseReturnValue:
    """Correct what was entered."""
    found, row = _visit(visit_id)
    form = VisitForm()
    del form.organisation_id
    form.versioned(found)
    if request.method == "GET":
        form.fill(found)
    crumbs = _crumbs(row)
    answer = saved_form(
        form, found, lambda saved: services.correct_visit(found, form.facts, by=actor(), at=clock.now()),
        "走访已修改", lambda saved: crumbs[-1][1],
    )  # fmt: skip
    return answer or form_page(form, "修改走访", crumbs, submit="保存", hints=HINTS)


@bp.route("/visits/<int:visit_id>/help", methods=["GET", "POST"])
@requires(Perm.VISIT_WRITE)
def visit_help(visit_id: int) -> ResponseReturnValue:
    """The promised help was given."""
    found, row = _visit(visit_id)
    form: Any = HelpForm()
    form.versioned(found)
    if request.method == "GET":
        form.done_on.data, form.done_note.data = found.done_on or clock.today(), found.done_note
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.finish_help(
            found, done_on=form.done_on.data, note=form.done_note.data or "", by=actor(), at=clock.now()
        )

    answer = saved_form(form, found, deed, "已办结", lambda saved: crumbs[-1][1])
    return answer or form_page(form, "办结答应的事", crumbs, submit="办结", hints=HINTS, about=found.promised)


@bp.route("/visits/<int:visit_id>/removal", methods=["GET", "POST"])
@requires(Perm.VISIT_WRITE)
def visit_removal(visit_id: int) -> ResponseReturnValue:
    """Ask, then take away a visit that came by mistake."""
    found, row = _visit(visit_id)
    crumbs = _crumbs(row)
    return removal_page(found, crumbs[-1][0], services.remove_visit, crumbs=crumbs)
