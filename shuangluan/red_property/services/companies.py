"""Companies and contracts; a contract maintains the kernel's service, which scopes a liaison (RP-5, D20)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, CompoundService, Organisation, OrganisationKind
from shuangluan.red_property.models import Company, Contract
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
