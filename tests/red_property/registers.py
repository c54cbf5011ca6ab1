"""Builders of the registers: companies with valid codes, contracts, through the services."""

from datetime import date
from typing import Any

from shuangluan.extensions import db
from shuangluan.imports import services as imports
from shuangluan.kernel import clock
from shuangluan.kernel.models import ImportState, Organisation, SheetImport
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.red_property import services
from shuangluan.red_property.models import Company, Contract
from shuangluan.red_property.rules.companies import CompanyKind, ContractKind
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier
from tests.kept import kept

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DEED: dict[str, Any] = {"by": build.TOWN, "at": build.FOUNDED}


def code(number: int) -> str:
    """The number-th invented 统一社会信用代码, with its check digit (GB 32100-2015)."""
    body = f"91130803MA{number:07d}"
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


@kept
def a_company(name: str = "锦绣物业公司", number: int = 1, **more: Any) -> Company:
    """A registered company."""
    facts = {"credit_code": code(number), "kind": CompanyKind.LOCAL} | more
    return saved(lambda: services.add_company(name, **facts, **DEED))


def body(company: Company) -> Organisation:
    """The kernel's row of a company."""
    return db.session.get_one(Organisation, company.organisation_id)


@kept
def a_contract(
    company: Company, name: str = "锦绣苑", since: date = date(2025, 1, 1), until: date | None = None, **more: Any
) -> Contract:
    """A contract with a compound of the town; `until` is the first day after it."""
    facts = {"kind": ContractKind.CHOSEN, "valid_from": since, "valid_to": until} | more
    return saved(lambda: services.sign_contract(body(company), build.compound(name), **facts, **DEED))


def now() -> dict[str, Any]:
    """By the town, at the test's now."""
    return {"by": build.TOWN, "at": clock.now()}


def brought(carrier: Carrier, register: str, body: bytes) -> SheetImport:
    """An import of a workbook, its columns taken as they were found."""
    one = carrier.brings(register, body)
    if one.state is ImportState.MATCHING:
        fields = REGISTERS[register].fields(build.viewer(carrier.username), clock.today())
        carrier.deed(imports.match_columns, one, one.match, fields)
    return carrier.seen(one.id)
