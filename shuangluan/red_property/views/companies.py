"""物业企业: the register, one company with its cover and contracts, and what is changed there (RP-5, RP-34)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, teams
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import PartyUnit, PartyUnitKind
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.registers import CompanyForm, InstructorForm, LastDayForm, UnitForm
from shuangluan.red_property.models import Company
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register as stored
from shuangluan.red_property.queries import contract_register
from shuangluan.red_property.queries.sector import sector_committee
from shuangluan.red_property.rules.companies import CompanyKind
from shuangluan.red_property.rules.spans import last_day
from shuangluan.red_property.tables.registers import COMPANIES, CompanyLine, ContractLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import LAST_DAY, form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, COMPANIES, stored.SOURCE, CompanyLine, "company", "党的覆盖由系统按今天的党组织和指导员算出",
    "登记企业以后，再登记它的合同和党组织。", write=Perm.COMPANY_WRITE, add="登记企业",
)  # fmt: skip
hang(LISTING, "/companies", Perm.REGISTER_READ)


def _company(company_id: int) -> Company:
    return stored.company(company_id, viewer=viewer(), day=clock.today()) or abort(404)


@bp.get("/companies/<int:company_id>")
@requires(Perm.REGISTER_READ)
def company_detail(company_id: int) -> ResponseReturnValue:
    """One company: cover with its reason, contracts, party units, instructors, accounts, history."""
    return _detail(_company(company_id))


def _detail(company: Company, status: int = 200, **forms: Any) -> ResponseReturnValue:
    today = clock.today()
    organisation = stored.organisation_of(company)
    units, instructors = stored.units_of(organisation.id), stored.instructors_of(organisation.id)
    entries = history(
        ("red_property_company", [company.id]),
        ("red_property_company_party", [row.id for row, _ in units]),
        ("red_property_instructor", [row.id for row, _ in instructors]),
    )
    unit_form = forms.get("unit_form") or UnitForm(formdata=None)
    offer_units(unit_form)
    return page(
        "red_property/company_detail.html",
        status=status,
        company=company,
        organisation=organisation,
        line=CompanyLine(stored.standing(company.id, today), today),
        contracts=[ContractLine(row, today) for row in contract_register.of_company(organisation.id, today)],
        units=units,
        instructors=instructors,
        liaisons=stored.liaisons(organisation.id, today),
        last_day=last_day,
        entries=[told(one) for one in entries],
        year=today.year,
        unit_form=unit_form,
        instructor_form=forms.get("instructor_form") or InstructorForm(formdata=None),
    )


def offer_units(form: UnitForm) -> None:
    """The party units that a company can join today."""
    form.party_unit_id.choices = options(
        ((str(unit.id), unit.name) for unit in stored.party_units(clock.today())), "新登记一个"
    )


@bp.route("/companies/new", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_new() -> ResponseReturnValue:
    """Register a company."""
    form = CompanyForm()

    def deed(saved: Any) -> None:
        made = services.add_company(by=actor(), at=clock.now(), **_facts(form))
        saved.to = url_for(".company_detail", company_id=made.id)

    answer = saved_form(form, None, deed, "企业登记好了，接着登记合同和党组织", lambda saved: str(saved.to))
    return answer or form_page(form, "登记物业企业", [("物业企业", LISTING.address)], submit="登记", hints=HINTS)


HINTS = {"credit_code": "18 位；分公司有自己的代码", "stars": "最近一次公布的星级"}


def _facts(form: CompanyForm) -> dict[str, Any]:
    stars = int(form.stars.data) if form.stars.data else None
    code = form.credit_code.data or ""
    return {"name": form.name.data, "credit_code": code, "kind": CompanyKind(form.kind.data), "stars": stars}


@bp.route("/companies/<int:company_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_edit(company_id: int) -> ResponseReturnValue:
    """Correct a company."""
    company, form = _company(company_id), CompanyForm()
    form.versioned(company)
    name = stored.organisation_of(company).name
    if request.method == "GET":
        form.name.data, form.credit_code.data, form.kind.data = name, company.credit_code, company.kind.value
        form.stars.data = "" if company.stars is None else str(company.stars)
    here = url_for(".company_detail", company_id=company_id)
    answer = saved_form(
        form, company, lambda saved: services.change_company(company, by=actor(), at=clock.now(), **_facts(form)),
        "企业已修改", lambda saved: here,
    )  # fmt: skip
    crumbs = [("物业企业", LISTING.address), (name, here)]
    return answer or form_page(form, f"修改{name}", crumbs, submit="保存", hints=HINTS)


@bp.route("/companies/<int:company_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_removal(company_id: int) -> ResponseReturnValue:
    """Ask, then take away what was entered of a company by mistake."""
    company = _company(company_id)
    name = stored.organisation_of(company).name
    crumbs = [("物业企业", LISTING.address), (name, url_for(".company_detail", company_id=company_id))]
    return removal_page(company, name, services.remove_company, crumbs=crumbs)


@bp.post("/companies/<int:company_id>/party-units")
@requires(Perm.COMPANY_WRITE)
def company_unit_add(company_id: int) -> ResponseReturnValue:
    """The company belongs to a party unit, perhaps a new one."""
    company, form = _company(company_id), UnitForm()
    offer_units(form)

    def deed(saved: Any) -> None:
        unit = _unit(form)
        organisation = stored.organisation_of(company)
        since: Any = form.valid_from.data
        paper = form.data["basis"] or ""
        services.join_party_unit(organisation, unit, valid_from=since, basis=paper, by=actor(), at=clock.now())

    here = url_for(".company_detail", company_id=company_id)
    answer = saved_form(form, None, deed, "党组织登记好了", lambda saved: here)
    return answer or _detail(company, 422, unit_form=form)


def _unit(form: Any) -> PartyUnit:
    if form.party_unit_id.data:
        return stored.party_unit(int(form.party_unit_id.data)) or abort(404)
    if not form.name.data:
        raise RuleBroken("选一个党组织，或写新党组织的名称", "name")
    kind, since = PartyUnitKind(form.kind.data), form.valid_from.data
    return teams.found_party_unit(
        kind=kind, name=form.name.data, founded_on=since, parent=sector_committee(), by=actor(), at=clock.now()
    )


@bp.post("/companies/<int:company_id>/instructors")
@requires(Perm.COMPANY_WRITE)
def company_instructor_add(company_id: int) -> ResponseReturnValue:
    """An instructor is sent to the company."""
    company, form = _company(company_id), InstructorForm()
    facts: Any = form

    def deed(saved: Any) -> None:
        by, at = actor(), clock.now()
        person = services.person_called(facts.name.data, facts.phone.data or "", by=by, at=at)
        services.send_instructor(
            stored.organisation_of(company), person, valid_from=facts.valid_from.data, basis=facts.basis.data or "",
            by=by, at=at,
        )  # fmt: skip

    here = url_for(".company_detail", company_id=company_id)
    answer = saved_form(form, None, deed, "指导员登记好了", lambda saved: here)
    return answer or _detail(company, 422, instructor_form=form)


@bp.route("/companies/<int:company_id>/party-units/<int:row_id>/end", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_unit_end(company_id: int, row_id: int) -> ResponseReturnValue:
    """The last day of the company in a party unit."""
    company = _company(company_id)
    row = stored.unit_row(company, row_id) or abort(404)
    return _ended(company, row, services.leave_party_unit, "退出党组织")


@bp.route("/companies/<int:company_id>/instructors/<int:row_id>/end", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_instructor_end(company_id: int, row_id: int) -> ResponseReturnValue:
    """The last day of an instructor."""
    company = _company(company_id)
    row = stored.instructor_row(company, row_id) or abort(404)
    return _ended(company, row, services.recall_instructor, "指导员任期结束")


def _ended(company: Company, row: Any, end: Any, title: str) -> ResponseReturnValue:
    form = LastDayForm()
    form.versioned(row)
    if request.method == "GET":
        form.last_day.data = clock.today()
    here = url_for(".company_detail", company_id=company.id)
    name = stored.organisation_of(company).name
    answer = saved_form(
        form, row, lambda saved: end(row, last_day=form.last_day.data, by=actor(), at=clock.now()), f"{title}，已记下",
        lambda saved: here,
    )  # fmt: skip
    crumbs = [("物业企业", LISTING.address), (name, here)]
    return answer or form_page(form, title, crumbs, submit="记下", hints=LAST_DAY)
