"""社区, 小区 and 物业企业 as columns of a sheet: under every name that people write, and whose they are."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, Organisation
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Values
from shuangluan.red_property.queries import company_register, contract_register


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    found = areas().communities()
    return (*((one.code, one.name) for one in found), *((one.code, one.short) for one in found))


@lru_cache(maxsize=1)
def area_names() -> tuple[tuple[str, str], ...]:
    """Streets and communities under the names that people write; a short name means the community."""
    return (*_names(), *((one.code, one.name) for one in areas().streets()))


def community_field() -> Field:
    """万和城社区 as well as 万和城."""
    return Field("community", "社区", Kind.CHOICE, required=True, options=_names(), synonyms=("所属社区", "社区名称"))


def compound_field() -> Field:
    """The name of a compound, which is one only together with its community."""
    return Field("compound", "小区", required=True, width=24, synonyms=("小区名称", "小区（楼院）", "楼院名称"))


def keys_of(rows: Sequence[Values], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The keys of those rows that fill all of the names."""
    return [tuple(row[name] for name in names) for row in rows if all(row.get(name) for name in names)]


def placed(row: Values, compounds: Mapping[Any, Any], permission: str, viewer: Viewer) -> list[tuple[str, str]]:
    """What forbids a row for its place: another's community, or no such compound."""
    code, name = row.get("community"), row.get("compound")
    if code and not viewer.holds_area(permission, code):
        return [("community", f"{areas().name(code)}不在你的范围里，这一行不能由你导入")]
    if code and name and (code, name) not in compounds:
        return [("compound", f"{areas().name(code)}没有“{name}”，请先登记这个小区，或照小区台账改名称")]
    return []


def compound_of(row: Values) -> Compound:
    """The compound of a checked row."""
    place = (row["community"], row["compound"])
    return contract_register.compounds_named([place])[place]


def company_of(row: Values) -> Organisation:
    """The company of a checked row. Raises RuleBroken where it was removed since the check."""
    key = company_register.named([row["company"]])[row["company"]].id
    company = company_register.company_organisation(key)
    if company is None:
        raise RuleBroken(f"没有登记“{row['company']}”，请先登记这家企业", "company")
    return company


def lengths(row: Values, most: Mapping[str, int]) -> list[tuple[str, str]]:
    """The texts of a row that do not fit."""
    return [(key, f"最多 {n} 个字，请改短") for key, n in most.items() if len(row.get(key) or "") > n]
