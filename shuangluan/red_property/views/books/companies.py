"""A company with its contracts, its party units and its instructors; a contract and its end (RP-5, RP-34, RP-53)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, places, teams
from shuangluan.kernel.models import Compound, Organisation, OrganisationKind, PartyUnitKind
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms import books as forms
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.models import Company, Contract
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import companies as queries
from shuangluan.red_property.queries import compounds as places_of
from shuangluan.red_property.rules.companies import (
    COMPANY_KIND_LABEL,
    CONTRACT_KIND_LABEL,
    COVER_LABEL,
    CompanyKind,
    ContractKind,
    Span,
    cover,
)
from shuangluan.red_property.services import cover as covering
from shuangluan.red_property.tables.books import COVER_TONE, day_after, last_day
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.books.deed import Crumb, asked, timeline


def _company(organisation_id: int) -> Organisation:
    return queries.company(organisation_id, viewer=viewer()) or abort(404)


def _contract(contract_id: int, *, to_write: bool = False) -> tuple[Contract, Compound, Organisation]:
    found = queries.contract(contract_id, viewer=viewer()) or abort(404)
    if to_write and not viewer().holds_area(Perm.COMPANY_WRITE, found[1].community):
        abort(404)
    return found


def _crumbs(company: Organisation | None = None) -> list[Crumb]:
    first = [("物业企业", url_for(".company_list"))]
    return [*first, (company.name, url_for(".company_detail", company_id=company.id))] if company else first


@bp.get("/companies/<int:company_id>")
@requires(Perm.COMPANY_READ)
def company_detail(company_id: int) -> ResponseReturnValue:
    """A company: its facts, what it serves, how the party covers it, what was done."""
    company, today = _company(company_id), clock.today()
    known = queries.register_of(company.id)
    units, instructors = queries.units_of(company.id), queries.instructors_of(company.id)
    contracts = queries.contracts_of(company.id, viewer=viewer())
    now = [
        sum(unit.closed_on is None and Span(row.valid_from, row.valid_to).holds(today) for row, unit in units),
        sum(Span(row.valid_from, row.valid_to).holds(today) for row, _ in instructors),
    ]
    covered = cover(*now)
    return page(
        "red_property/company_detail.html",
        company=company,
        known=known,
        kind=COMPANY_KIND_LABEL[known.kind] if known else "",
        cover=(COVER_LABEL[covered], COVER_TONE[covered]),
        why=f"在 {now[0]} 个党组织里，有 {now[1]} 名在任指导员",
        units=units, instructors=instructors, contracts=contracts,
        contract_kinds=CONTRACT_KIND_LABEL,
        last_day=last_day,
        today=today,
        entries=timeline([company, *([known] if known else []), *(row for row, _ in units),
                          *(row for row, _ in instructors), *(row for row, _ in contracts)]),
        year=today.year,
    )  # fmt: skip


@bp.route("/companies/new", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_new() -> ResponseReturnValue:
    """Register a company."""
    form = forms.CompanyForm()
    del form.stars

    def do(deed: dict[str, Any]) -> Company:
        made = places.add_organisation(
            kind=OrganisationKind.COMPANY, name=form.name.data or "", valid_from=clock.today(), **deed
        )
        kind = CompanyKind(form.kind.data)
        return services.register_company(made, credit_code=form.credit_code.data or "", kind=kind, **deed)

    return asked(
        form, do, title="登记物业企业", submit="登记", said="企业登记好了，接着登记合同和党组织", crumbs=_crumbs(),
        to=lambda made: url_for(".company_detail", company_id=made.organisation_id),
        hints={"credit_code": "18 位，分公司有自己的代码"},
    )  # fmt: skip


@bp.route("/companies/<int:company_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def company_edit(company_id: int) -> ResponseReturnValue:
    """Correct what is known of a company; its name stays."""
    company = _company(company_id)
    known = queries.register_of(company.id)
    form = forms.CompanyForm(obj=None if request.method == "POST" else known)
    del form.name

    def do(deed: dict[str, Any]) -> Company:
        return services.change_company(
            company, credit_code=form.credit_code.data or "", kind=CompanyKind(form.kind.data), stars=form.stars.data,
            **deed,
        )

    return asked(
        form, do, title=f"修改{company.name}", submit="保存", said="企业已修改", crumbs=_crumbs(company), record=known,
        to=url_for(".company_detail", company_id=company_id), hints={"stars": "年度评价的星级，0 到 5，没有就空着"},
    )  # fmt: skip


@bp.route("/companies/<int:company_id>/units/new", methods=["GET", "POST"])
@requires(Perm.COVER_WRITE)
def company_unit_new(company_id: int) -> ResponseReturnValue:
    """The company belongs to a party unit, known or new."""
    company = _company(company_id)
    form, known = forms.UnitForm(), {str(one.id): one for one in queries.party_units()}
    form.party_unit_id.choices = options(((key, one.name) for key, one in known.items()), "新的党组织，写名称")

    def do(deed: dict[str, Any]) -> object:
        since = form.data["valid_from"]
        unit = known.get(form.party_unit_id.data or "") or teams.add_party_unit(
            kind=PartyUnitKind(form.kind.data), name=form.name.data or "", founded_on=since, **deed
        )
        return covering.join_unit(company, unit, valid_from=since, **deed)

    return asked(
        form, do, title=f"登记{company.name}的党组织", submit="登记", said="党组织登记好了", crumbs=_crumbs(company),
        to=url_for(".company_detail", company_id=company_id),
        hints={"party_unit_id": "几家企业联合建的支部，各家都选同一个", "name": "列表里没有时才写"},
    )  # fmt: skip


@bp.route("/companies/<int:company_id>/instructors/new", methods=["GET", "POST"])
@requires(Perm.COVER_WRITE)
def instructor_new(company_id: int) -> ResponseReturnValue:
    """Send a 党建指导员."""
    company, form = _company(company_id), forms.InstructorForm()

    def do(deed: dict[str, Any]) -> object:
        person = covering.person_named(form.name.data or "", form.phone.data or "", **deed)
        basis, since = form.basis.data or "", form.data["valid_from"]
        return covering.send_instructor(company, person, basis=basis, valid_from=since, **deed)

    return asked(
        form, do, title=f"给{company.name}选派党建指导员", submit="选派", said="指导员登记好了",
        crumbs=_crumbs(company), to=url_for(".company_detail", company_id=company_id),
    )  # fmt: skip


@bp.route("/companies/<int:company_id>/units/<int:row_id>/end", methods=["GET", "POST"])
@requires(Perm.COVER_WRITE)
def company_unit_end(company_id: int, row_id: int) -> ResponseReturnValue:
    """The company leaves a party unit."""
    company = _company(company_id)
    row = next((one for one, _ in queries.units_of(company.id) if one.id == row_id), None) or abort(404)
    return _end(company, row, "登记退出党组织")


@bp.route("/companies/<int:company_id>/instructors/<int:row_id>/end", methods=["GET", "POST"])
@requires(Perm.COVER_WRITE)
def instructor_end(company_id: int, row_id: int) -> ResponseReturnValue:
    """An instructor's last day."""
    company = _company(company_id)
    row = next((one for one, _ in queries.instructors_of(company.id) if one.id == row_id), None) or abort(404)
    return _end(company, row, "结束指导员的选派")


def _end(company: Organisation, row: Any, title: str) -> ResponseReturnValue:
    form = forms.EndForm()
    return asked(
        form, lambda deed: covering.end(row, last_day=form.data["last_day"], **deed), title=title, submit="登记",
        said="已登记最后一天", crumbs=_crumbs(company), record=row,
        to=url_for(".company_detail", company_id=company.id),
    )  # fmt: skip


@bp.route("/contracts/new", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def contract_new() -> ResponseReturnValue:
    """Register a contract; the service that scopes a liaison begins with it (D20)."""
    form = forms.ContractForm()
    offered = {str(one.id): one for one in places_of.compounds_in(viewer(), Perm.COMPANY_WRITE)}
    known = {str(one.id): one for one in queries.companies()}
    form.compound_id.choices = options(
        ((key, f"{one.name}（{areas().short(one.community)}）") for key, one in offered.items()), "请选择"
    )
    form.organisation_id.choices = options(((key, one.name) for key, one in known.items()), "请选择")

    def do(deed: dict[str, Any]) -> Contract:
        return services.sign_contract(
            known[form.organisation_id.data], offered[form.compound_id.data], kind=ContractKind(form.kind.data),
            valid_from=form.data["valid_from"], valid_to=day_after(form.data["last_day"]),
            fee_text=form.fee_text.data or "", filed_on=form.data["filed_on"], **deed,
        )  # fmt: skip

    return asked(
        form, do, title="登记物业合同", submit="登记", said="合同登记好了",
        crumbs=[("物业合同", url_for(".contract_list"))],
        to=lambda made: url_for(".contract_detail", contract_id=made.id),
        hints={"last_day": "不定期的合同空着", "fee_text": "如 高层 1.2 元/㎡·月"},
    )  # fmt: skip


@bp.get("/contracts/<int:contract_id>")
@requires(Perm.COMPANY_READ)
def contract_detail(contract_id: int) -> ResponseReturnValue:
    """A contract: its two sides, its days, what was done."""
    contract, compound, company = _contract(contract_id)
    may_write = viewer().holds_area(Perm.COMPANY_WRITE, compound.community)
    return page(
        "red_property/contract_detail.html",
        contract=contract, compound=compound, company=company,
        community=areas().path(compound.community),
        kind=CONTRACT_KIND_LABEL[contract.kind],
        last_day=last_day(contract.valid_to),
        is_running=Span(contract.valid_from, contract.valid_to).holds(clock.today()),
        may_write=may_write,
        may_end=may_write and (contract.valid_to is None or contract.valid_to > clock.today()),
        entries=timeline([contract]),
        year=clock.today().year,
    )  # fmt: skip


def _contract_crumbs(contract: Contract, compound: Compound) -> list[Crumb]:
    here = url_for(".contract_detail", contract_id=contract.id)
    return [("物业合同", url_for(".contract_list")), (compound.name, here)]


@bp.route("/contracts/<int:contract_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def contract_edit(contract_id: int) -> ResponseReturnValue:
    """Correct kind, fee and filing; its days move only by ending it."""
    contract, compound, _ = _contract(contract_id, to_write=True)
    form = forms.ContractEditForm(obj=None if request.method == "POST" else contract)

    def do(deed: dict[str, Any]) -> None:
        services.change_contract(
            contract, kind=ContractKind(form.kind.data), fee_text=form.fee_text.data or "",
            filed_on=form.data["filed_on"], **deed,
        )  # fmt: skip

    return asked(
        form, do, title=f"修改{compound.name}的合同", submit="保存", said="合同已修改", record=contract,
        crumbs=_contract_crumbs(contract, compound), to=url_for(".contract_detail", contract_id=contract_id),
    )  # fmt: skip


@bp.route("/contracts/<int:contract_id>/end", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def contract_end(contract_id: int) -> ResponseReturnValue:
    """End a contract with its reason; its liaison sees the compound no longer from the next day (RP-53)."""
    contract, compound, company = _contract(contract_id, to_write=True)
    form = forms.ContractEndForm()

    def do(deed: dict[str, Any]) -> None:
        services.end_contract(contract, last_day=form.data["last_day"], reason=form.reason.data or "", **deed)

    return asked(
        form, do, title=f"终止{company.name}在{compound.name}的合同", submit="终止合同", said="合同已终止",
        crumbs=_contract_crumbs(contract, compound), record=contract,
        to=url_for(".contract_detail", contract_id=contract_id),
        hints={"last_day": "从第二天起，这家企业的专员看不到这个小区"},
    )  # fmt: skip
