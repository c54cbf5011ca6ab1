"""物业企业 and 物业合同 as registers that take workbooks (RP-5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Register, Standing, Values
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register, contract_register
from shuangluan.red_property.registers.places import (
    community_field,
    company_of,
    compound_field,
    compound_of,
    lengths,
    placed,
)
from shuangluan.red_property.rules import companies as rules
from shuangluan.red_property.rules.companies import COMPANY_KIND_LABEL, CONTRACT_KIND_LABEL, CompanyKind, ContractKind
from shuangluan.red_property.rules.spans import day_after, last_day

COMPANY_KINDS = tuple((kind.value, label) for kind, label in COMPANY_KIND_LABEL.items())
CONTRACT_KINDS = tuple((kind.value, label) for kind, label in CONTRACT_KIND_LABEL.items())
COMPANY_KEYS = ("name", "credit_code", "kind", "stars")
CONTRACT_KEYS = ("kind", "valid_from", "valid_until", "fee_text", "filed_on")


def company_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a company."""
    return (
        Field("name", "企业名称", required=True, width=28, synonyms=("物业企业", "物业公司", "公司名称", "单位名称")),
        Field("credit_code", "统一社会信用代码", Kind.CODE, required=True, width=22, synonyms=("信用代码",)),
        Field("kind", "企业类型", Kind.CHOICE, required=True, options=COMPANY_KINDS, synonyms=("类型", "企业性质")),
        Field("stars", "星级", Kind.WHOLE, unit="星", synonyms=("评定星级", "星级评定")),
    )


def _company_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    found = company_register.known(row["credit_code"] for row in rows if row.get("credit_code"))
    named = company_register.named(row["name"] for row in rows if row.get("name"))
    return [_company_answer(row, found, named) for row in rows]


def _company_answer(row: Values, found: Mapping[str, Any], named: Mapping[str, Any]) -> Answer:
    problems = lengths(row, {"name": 80})
    code = row.get("credit_code")
    try:
        if code:
            rules.check_credit_code(code)
    except RuleBroken as broken:
        problems.append(("credit_code", broken.reason))
    if row.get("stars") is not None and not 0 <= row["stars"] <= 5:
        problems.append(("stars", "星级是 0 到 5"))
    stands = found.get(str(code))
    twin = named.get(str(row.get("name")))
    if twin is not None and (stands is None or twin.company_id != stands.id):
        problems.append(("name", "这个名称登记的是另一个信用代码，请核对"))
    if stands is None:
        return Answer(problems=tuple(problems))
    values = {key: getattr(stands, key) for key in COMPANY_KEYS} | {"kind": stands.kind.value}
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _add_company(row: Values, by: audit.Actor, at: datetime) -> int:
    made = services.add_company(
        row["name"], credit_code=row["credit_code"], kind=CompanyKind(row["kind"]), stars=row.get("stars"), by=by,
        at=at,
    )  # fmt: skip
    return made.id


def _change_company(company_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    company = company_register.by_id(company_id)
    stands = {
        "name": company_register.organisation_of(company).name, "credit_code": company.credit_code,
        "kind": company.kind.value, "stars": company.stars,
    }  # fmt: skip
    facts = stands | dict(values)
    services.change_company(company, **facts | {"kind": CompanyKind(facts["kind"])}, by=by, at=at)


def _remove_company(company_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_company(company_register.by_id(company_id), by=by, at=at)


def contract_fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of a contract."""
    return (
        compound_field(),
        community_field(),
        Field("company", "物业企业", required=True, width=28, synonyms=("企业名称", "物业公司", "服务企业")),
        Field("kind", "合同类型", Kind.CHOICE, required=True, options=CONTRACT_KINDS, synonyms=("类型",)),
        Field("valid_from", "开始日期", Kind.DATE, required=True, synonyms=("合同开始", "起始日期", "合同起始日期")),
        Field("valid_until", "最后一天", Kind.DATE, synonyms=("到期日期", "合同到期", "截止日期", "终止日期")),
        Field("fee_text", "收费标准", width=24, synonyms=("物业费标准", "收费")),
        Field("filed_on", "备案日期", Kind.DATE, synonyms=("合同备案日期",)),
    )


def _contract_answers(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    keyed = [r for r in rows if r.get("community") and r.get("compound") and r.get("valid_from")]
    found = contract_register.known((r["community"], r["compound"], r["valid_from"]) for r in keyed)
    compounds = contract_register.compounds_named((r["community"], r["compound"]) for r in keyed)
    named = company_register.named(row["company"] for row in rows if row.get("company"))
    return [_contract_answer(row, found, compounds, named, viewer) for row in rows]


def _contract_answer(
    row: Values, found: Mapping[Any, Any], compounds: Mapping[Any, Any], named: Mapping[str, Any], viewer: Viewer
) -> Answer:
    problems = placed(row, compounds, Perm.CONTRACT_WRITE, viewer) + lengths(row, {"fee_text": 120})
    if row.get("company") and row["company"] not in named:
        problems.append(("company", f"没有登记“{row['company']}”，请先登记这家企业，或照物业企业台账改名称"))
    since, until = row.get("valid_from"), row.get("valid_until")
    if since and until and until < since:
        problems.append(("valid_until", "合同的最后一天不能早于第一天"))
    stands = found.get((row.get("community"), row.get("compound"), since))
    if stands is None:
        return Answer(problems=tuple(problems))
    if row.get("company") and row["company"] != stands.company:
        problems.append(("company", f"这一天开始的合同登记的是{stands.company}，请核对"))
    values = {
        "community": stands.community, "compound": stands.compound, "company": stands.company,
        "kind": stands.kind.value, "valid_from": stands.valid_from, "fee_text": stands.fee_text,
        "valid_until": last_day(stands.valid_to), "filed_on": stands.filed_on,
    }  # fmt: skip
    return Answer(Standing(stands.id, stands.row_version, values), tuple(problems))


def _contract_facts(values: Values) -> dict[str, Any]:
    until = values.get("valid_until")
    return {
        "kind": ContractKind(values["kind"]),
        "valid_from": values["valid_from"],
        "valid_to": day_after(until),
        "fee_text": values.get("fee_text") or "",
        "filed_on": values.get("filed_on"),
    }


def _add_contract(row: Values, by: audit.Actor, at: datetime) -> int:
    compound = compound_of(row)
    organisation = company_of(row)
    return services.sign_contract(organisation, compound, by=by, at=at, **_contract_facts(row)).id


def _change_contract(contract_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    contract = contract_register.by_id(contract_id)
    stands = {
        "kind": contract.kind.value, "valid_from": contract.valid_from, "fee_text": contract.fee_text,
        "valid_until": last_day(contract.valid_to),
        "filed_on": contract.filed_on,
    }  # fmt: skip
    said = {key: values[key] for key in CONTRACT_KEYS if key in values}
    services.change_contract(contract, by=by, at=at, **_contract_facts(stands | said))


def _remove_contract(contract_id: int, by: audit.Actor, at: datetime) -> None:
    services.remove_contract(contract_register.by_id(contract_id), by=by, at=at)


COMPANIES = Register(
    key="property_companies",
    name="物业企业台账",
    noun="物业企业",
    record_kind="red_property_company",
    endpoint="red_property.company_list",
    permission=Perm.COMPANY_WRITE,
    natural_keys=(("credit_code",),),
    fields=company_fields,
    look=_company_answers,
    add=_add_company,
    change=_change_company,
    remove=_remove_company,
)
CONTRACTS = Register(
    key="property_contracts",
    name="物业合同台账",
    noun="物业合同",
    record_kind="red_property_contract",
    endpoint="red_property.contract_list",
    permission=Perm.CONTRACT_WRITE,
    natural_keys=(("community", "compound", "valid_from"),),
    fields=contract_fields,
    look=_contract_answers,
    add=_add_contract,
    change=_change_contract,
    remove=_remove_contract,
)
