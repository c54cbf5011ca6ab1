"""Companies and contracts; a contract maintains the kernel's service, which scopes a liaison (RP-5, D20)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, places, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, CompoundService, Organisation, OrganisationKind
from shuangluan.red_property.models import Company, CompanyParty, CompanyVisit, Contract, Instructor
from shuangluan.red_property.rules import companies, sentences
from shuangluan.red_property.rules.companies import CompanyKind, ContractKind, Span


def register_company(
    organisation: Organisation, *, credit_code: str, kind: CompanyKind, by: audit.Actor, at: datetime
) -> Company:
    """What is known of a company beyond its name. Raises RuleBroken for a wrong or used credit code."""
    if organisation.kind is not OrganisationKind.COMPANY:
        raise RuleBroken("这个单位不是物业服务企业", "organisation")
    code = companies.check_credit_code(credit_code)
    if db.session.scalar(select(Company.id).where(Company.credit_code == code)) is not None:
        raise RuleBroken("这个统一社会信用代码已经登记过", "credit_code")
    company = Company(organisation_id=organisation.id, credit_code=code, kind=kind)
    audit.created(sentences.COMPANY_REGISTERED, company, by=by, at=at)
    return company


def add_company(
    name: str, *, credit_code: str, kind: CompanyKind, by: audit.Actor, at: datetime, stars: int | None = None
) -> Company:
    """A company with its organisation; one that is known by name alone is completed.

    Raises RuleBroken for a wrong or used credit code, and for a name that is registered with another one.
    """
    known = db.session.scalar(
        select(Organisation).where(Organisation.kind == OrganisationKind.COMPANY, Organisation.name == name)
    )
    if known is not None and db.session.scalar(select(Company.id).where(Company.organisation_id == known.id)):
        raise RuleBroken(f"“{name}”已经登记过，请打开它修改", "name")
    companies.check_credit_code(credit_code)
    organisation = known or places.add_organisation(
        kind=OrganisationKind.COMPANY, name=name, by=by, at=at, valid_from=clock.local_day(at)
    )
    company = register_company(organisation, credit_code=credit_code, kind=kind, by=by, at=at)
    company.stars = stars
    db.session.flush()
    return company


def change_company(
    company: Company,
    *,
    name: str,
    credit_code: str,
    kind: CompanyKind,
    stars: int | None,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Correct a company. Raises RuleBroken for a wrong or used credit code, and a name another company has."""
    code = companies.check_credit_code(credit_code)
    twin = select(Company.id).where(Company.credit_code == code, Company.id != company.id)
    if db.session.scalar(twin) is not None:
        raise RuleBroken("这个统一社会信用代码是另一家企业的", "credit_code")
    organisation = db.session.get_one(Organisation, company.organisation_id)
    before = organisation.name
    places.rename_organisation(organisation, name, by=by, at=at)
    with audit.changing(sentences.COMPANY_CHANGED, company, by=by, at=at) as beside:
        company.credit_code, company.kind, company.stars = code, kind, stars
        if before != name:
            beside["name"] = [before, name]


def remove_company(company: Company, *, by: audit.Actor, at: datetime) -> None:
    """Take away what was entered of a company by mistake; its name stays for those who point at it.

    Raises RuleBroken where it has, or had, contracts, party units, instructors or visits.
    """
    kept = ((Contract, "合同"), (CompanyParty, "党组织"), (Instructor, "指导员"), (CompanyVisit, "走访"))
    for row, noun in kept:
        held = select(row.id).where(row.organisation_id == company.organisation_id).limit(1)
        if db.session.scalar(held) is not None:
            raise RuleBroken(f"这家企业登记过{noun}，不能删除；写错的请修改")
    with audit.removing(sentences.COMPANY_REMOVED, company, by=by, at=at):
        removal.delete(company.credit_code, company)


def sign_contract(
    organisation: Organisation,
    compound: Compound,
    *,
    kind: ContractKind,
    valid_from: date,
    by: audit.Actor,
    at: datetime,
    valid_to: date | None = None,
    fee_text: str = "",
    filed_on: date | None = None,
) -> Contract:
    """A contract and the service that goes with it. Raises RuleBroken where another company serves then."""
    others = db.session.execute(
        select(CompoundService.valid_from, CompoundService.valid_to).where(
            CompoundService.compound_id == compound.id
        )
    )
    companies.check_contract(Span(valid_from, valid_to), [Span(*row) for row in others])
    service = places.serve_compound(organisation, compound, valid_from=valid_from, by=by, at=at)
    service.valid_to = valid_to
    contract = Contract(
        organisation_id=organisation.id,
        compound_id=compound.id,
        service_id=service.id,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        fee_text=fee_text,
        filed_on=filed_on,
    )
    audit.created(sentences.CONTRACT_SIGNED, contract, by=by, at=at)
    return contract


def end_contract(contract: Contract, *, last_day: date, reason: str, by: audit.Actor, at: datetime) -> None:
    """End a contract: its service ends the same day, and with it what its liaison sees (RP-53)."""
    if last_day < contract.valid_from:
        raise RuleBroken("最后一天不能早于合同的第一天", "last_day")
    if not reason.strip():
        raise RuleBroken("终止合同要写明原因", "reason")
    end = date.fromordinal(last_day.toordinal() + 1)
    if contract.valid_to is not None and contract.valid_to < end:
        raise RuleBroken("合同在这一天以前已经到期", "last_day")
    service = db.session.get_one(CompoundService, contract.service_id)
    with audit.changing(sentences.CONTRACT_ENDED, contract, by=by, at=at):
        contract.valid_to = service.valid_to = end
        contract.ended_reason = reason


def change_contract(
    contract: Contract,
    *,
    kind: ContractKind,
    valid_from: date,
    valid_to: date | None,
    fee_text: str,
    filed_on: date | None,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Correct a contract that was entered wrongly; its service has the same days afterwards (D20).

    Raises RuleBroken where another company serves the compound on one of the days.
    """
    others = db.session.execute(
        select(CompoundService.valid_from, CompoundService.valid_to).where(
            CompoundService.compound_id == contract.compound_id, CompoundService.id != contract.service_id
        )
    )
    companies.check_contract(Span(valid_from, valid_to), [Span(*row) for row in others])
    service = db.session.get_one(CompoundService, contract.service_id)
    with audit.changing(sentences.CONTRACT_CHANGED, contract, by=by, at=at):
        contract.kind, contract.fee_text, contract.filed_on = kind, fee_text, filed_on
        contract.valid_from, contract.valid_to = valid_from, valid_to
        service.valid_from, service.valid_to = valid_from, valid_to


def remove_contract(contract: Contract, *, by: audit.Actor, at: datetime) -> None:
    """Take away a contract that came by mistake, with its service; RuleBroken with what points at it."""
    service = db.session.get_one(CompoundService, contract.service_id)
    with audit.removing(sentences.CONTRACT_REMOVED, contract, by=by, at=at):
        removal.delete("这份合同", contract)
        db.session.delete(service)
