"""The four lists and their workbooks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, sheets
from shuangluan.kernel.permissions import Viewer, requires
from shuangluan.kernel.tables import Asked, Page, Table
from shuangluan.kernel.web import page, viewer
from shuangluan.red_property import tables
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committees, companies
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.exports import complete, workbook


@dataclass(frozen=True)
class Listed:
    """A list: its declaration, where its rows come from, how a row is told, what its page says."""

    table: Table
    rows: Callable[[Asked, Viewer, date], tuple[Page, dict[str, int]]]
    every: Callable[[Asked, Viewer, date, int], Sequence[Any]]
    line: Callable[[Any, date], Any]
    about: str
    what: str  # one of them, as the export counts it
    said: str  # the definition that stands in the workbook
    add: tuple[str, str, str]  # endpoint, label, permission


def _committee_page(asked: Asked, who: Viewer, day: date) -> tuple[Page, dict[str, int]]:
    return committees.committee_page(asked, who, day, book_on(day).terms)


def _all_committees(asked: Asked, who: Viewer, day: date, most: int) -> Sequence[Any]:
    return committees.all_committees(asked, who, day, book_on(day).terms, most)


LISTS = {
    "companies": Listed(
        tables.COMPANIES, companies.company_page, companies.all_companies, tables.CompanyLine,
        "党的覆盖由党组织和指导员的登记算出，不能手填", "家",
        "每家企业一行；在任何一个未撤销的党组织里为已建党组织，没有党组织而有在任指导员为已派指导员，都没有为空白",
        (".company_new", "登记企业", Perm.COMPANY_WRITE),
    ),
    "contracts": Listed(
        tables.CONTRACTS, companies.contract_page, companies.all_contracts, tables.ContractLine,
        "一个小区同时只有一份合同；物业专员能看哪些小区由合同决定", "份",
        "每份合同一行；履行中按截至当天计算",
        (".contract_new", "登记合同", Perm.COMPANY_WRITE),
    ),
    "committees": Listed(
        tables.COMMITTEES, _committee_page, _all_committees, tables.CommitteeLine,
        "每届一行；届满前 180 天和 60 天提醒换届", "届",
        "每届一行；委员和党员数的是截至当天在任的",
        (".committee_new", "登记新一届", Perm.COMMITTEE_WRITE),
    ),
    "posts": Listed(
        tables.POSTS, committees.post_page, committees.all_posts, tables.PostLine,
        "社区两委成员任义务质量总监；企业负责人中的党员任社区、街道的兼职", "条",
        "每次任职一行",
        (".post_new", "登记任职", Perm.COVER_WRITE),
    ),
}  # fmt: skip


@bp.get("/companies")
@requires(Perm.COMPANY_READ)
def company_list() -> ResponseReturnValue:
    """物业企业."""
    return _list("companies", url_for(".company_export"))


@bp.get("/contracts")
@requires(Perm.COMPANY_READ)
def contract_list() -> ResponseReturnValue:
    """物业合同."""
    return _list("contracts", url_for(".contract_export"))


@bp.get("/committees")
@requires(Perm.COMMITTEE_READ)
def committee_list() -> ResponseReturnValue:
    """业委会."""
    return _list("committees", url_for(".committee_export"))


@bp.get("/cross-posts")
@requires(Perm.COMPANY_READ)
def post_list() -> ResponseReturnValue:
    """交叉任职."""
    return _list("posts", url_for(".post_export"))


def _list(key: str, export_url: str) -> ResponseReturnValue:
    listed, today = LISTS[key], clock.today()
    asked = listed.table.asked(request.args)
    found, counts = listed.rows(asked, viewer(), today)
    endpoint, label, permission = listed.add
    return page(
        "red_property/book_list.html",
        block=["rows", "beside"],
        asked=asked,
        page=replace(found, rows=[listed.line(row, today) for row in found.rows]),
        counts=counts,
        listed=listed,
        export_url=export_url,
        add=(url_for(endpoint), label) if viewer().can(permission) else None,
    )


@bp.post("/companies/export")
@requires(Perm.BOOK_EXPORT)
def company_export() -> ResponseReturnValue:
    """The same list of companies as a workbook."""
    return _export("companies")


@bp.post("/contracts/export")
@requires(Perm.BOOK_EXPORT)
def contract_export() -> ResponseReturnValue:
    """The same list of contracts as a workbook."""
    return _export("contracts")


@bp.post("/committees/export")
@requires(Perm.BOOK_EXPORT)
def committee_export() -> ResponseReturnValue:
    """The same list of committees as a workbook."""
    return _export("committees")


@bp.post("/cross-posts/export")
@requires(Perm.BOOK_EXPORT)
def post_export() -> ResponseReturnValue:
    """The same list of posts as a workbook."""
    return _export("posts")


def _export(key: str) -> ResponseReturnValue:
    listed, today = LISTS[key], clock.today()
    asked = listed.table.asked(request.args)
    rows = complete(listed.every(asked, viewer(), today, sheets.MOST_ROWS))
    return workbook(f"{listed.table.name}台账", asked, listed.said, [listed.line(row, today) for row in rows])
