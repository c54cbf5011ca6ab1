"""The registers beside the roster: contracts, certificates, hours of training; each as a page and as a workbook."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, saved_views, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.registers import REGISTERS, Register
from shuangluan.kernel.tables import BadParameter, Column, Options, Table, page_of, total_text
from shuangluan.kernel.web import actor, download, page, viewer, wants_fragment
from shuangluan.workforce import tables
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.certificate_register import CERTIFICATES
from shuangluan.workforce.queries.contract_register import CONTRACTS
from shuangluan.workforce.queries.hours_register import HOURS
from shuangluan.workforce.queries.sources import Reckoned, Source
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp

LIST = "workforce/register_list.html"
FIRST_YEAR = 2017


@dataclass(frozen=True)
class RowDeed:
    """What can be done with a row from the list: a form in the drawer, another page, or at once where it is posted."""

    label: str
    address: str
    opens: str = "drawer"  # drawer, page, post
    version: int = 0  # of the row, for what is posted


@dataclass(frozen=True)
class Kind:
    """A register: its declaration, where its rows come from, its endpoints, what it says, who may take it out.

    `write` is the permission to add to it, under the words `add`; `part` stands in the address of its export and in
    the name of its file; `template` is the page around the list; `deeds` what can be done with a row, `picks` what
    with those ticked: (value, words) of the buttons that send them to `picks_url`; `nothing` is said of an empty list.
    """

    table: Table
    source: Source | Reckoned
    endpoint: str
    about: str
    line: Callable[[Any, date], Any] = tables.FactLine
    export: Perm = Perm.WORKER_EXPORT
    write: str = ""
    add: str = ""
    new: str = ""  # of the form's endpoint, where it is not the list's
    part: Mapping[str, Any] = field(default_factory=dict)
    template: str = LIST
    title: str = ""  # of a list that is one record's: its name in the head and in the file
    deeds: Callable[[Any], Sequence[RowDeed]] | None = None
    picks: Sequence[tuple[str, str]] = ()
    picks_url: str = ""
    pick_form: str = ""  # the form of the page that the ticks belong to, where it asks for more than which
    options: Mapping[str, Options] | None = None  # of filters whose choices are not declared once
    nothing: tuple[str, str] = ("这里没有记录", "换一个标签看看。")

    @property
    def name(self) -> str:
        """What stands over it."""
        return self.title or self.table.name

    @property
    def register(self) -> Register | None:
        """Into which its workbook can be brought back."""
        return REGISTERS.get(self.table.key)


CONTRACT = Kind(
    tables.CONTRACTS, CONTRACTS, "contract",
    "每份合同一行。到期前 60 日提醒续签；连续两次固定期限以后签无固定期限（劳动合同法第十四条）",
)  # fmt: skip
CERTIFICATE = Kind(
    tables.CERTIFICATES, CERTIFICATES, "certificate",
    "每本证书一行。登记每三年一次，到期前三个月内续登；过期或没有登记的不发津贴",
)  # fmt: skip
HOUR = Kind(tables.HOURS, HOURS, "hours", "每人一行。只算签到的场次，今年一月一日到今天")


def year_options(last: int) -> Options:
    """The years that a list can be narrowed to, from `last` back to the first year of the district's appraisals."""
    return [(str(year), f"{year} 年") for year in range(last, FIRST_YEAR - 1, -1)]


class Listing:
    """What the address asks of a register. Raises BadParameter for what it may not ask."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.viewer, self.now = kind, viewer(), clock.now()
        self.day = clock.local_day(self.now)
        self.asked = kind.table.asked(request.args, kind.options)
        area = self.asked.extra.get("area")
        if area is not None and area not in areas():
            raise BadParameter("没有这个区划，在页面上方的查看范围里重新选")
        held = (area,) if area and kind.source.is_placed else self.viewer.home_areas
        self.scope = "、".join(areas().path(code) for code in held) or self.viewer.line

    def shown(self) -> dict[str, Any]:
        """What the template gets."""
        source, asked = self.kind.source, self.asked
        counts = source.tally(asked, self.viewer, self.day)
        rows = [self.kind.line(row, self.day) for row in source.page_rows(asked, self.viewer, self.day)]
        return {
            "asked": asked,
            "page": page_of(rows, counts[asked.view], asked),
            "counts": {key: total_text(count) for key, count in counts.items()},
            "scope_line": self.scope,
            "about": self.kind.about,
            "name": self.kind.name,
            "kind": self.kind,
            "add_url": url_for(f"workforce.{self.kind.new or self.kind.endpoint}_new") if self.kind.add else "",
            "export_url": url_for(f"workforce.{self.kind.endpoint}_export", **self.kind.part),
            "saved": [
                (one.label, one.search(asked.extra.get("area")), None)
                for one in saved_views.views_of(self.kind.table.key, viewer=self.viewer)
            ],
            "save_url": url_for("overview.view_add"),
            "share": saved_views.share_name(self.viewer),
            "token": secrets.token_urlsafe(12),
        }

    def everything(self) -> list[Any]:
        """Every row of the list, in words. Raises RuleBroken where there are more than go out at once."""
        source, most = self.kind.source, sheets.MOST_ROWS
        ids = source.all_ids(self.asked, self.viewer, self.day, most)
        if len(ids) > most:
            raise RuleBroken(f"超过 {most:,} 行，一次导不出来；先按街道或社区缩小范围")
        return [self.kind.line(row, self.day) for row in source.in_batches(ids, self.day)]

    def exported(self) -> ResponseReturnValue:
        """The same list as a workbook, recorded."""
        lines, name = self.everything(), self.kind.name
        notes = [f"{self.scope}，共 {len(lines):,} 行，截至 {self.day}", self.kind.about]
        notes += [f"条件：{'；'.join(self.asked.said)}"] if self.asked.said else []
        fields = self.kind.register.fields(self.viewer, self.day) if self.kind.register else ()
        sheet = sheets.Sheet(name, notes, self._columns(fields), lines, fields)
        body = sheets.written(sheet, by=self.viewer.name, at=self.now)
        detail = {"register": name, "rows": len(lines), "area": self.scope, "conditions": self.asked.said}
        with audit.transaction():
            audit.noted(sentences.REGISTER_EXPORTED, None, by=actor(), at=self.now, detail=detail)
        return download(body, f"{name}-{clock.local(self.now):%Y%m%d-%H%M}.xlsx")


    def _columns(self, fields: Sequence[Field]) -> list[Column]:
        """The columns that are shown, and those without which the workbook could not be brought back."""
        needed = {one.label for one in fields if one.required}
        return [one for one in self.kind.table.columns if one in self.asked.columns or one.label in needed]


def register_page(kind: Kind, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The list as the address asks for it, within its page; `more` is what the page says besides."""
    template = LIST if wants_fragment() else kind.template  # what a fragment draws is the same around every list
    return page(template, block=["rows", "beside"], status=status, **Listing(kind).shown(), **more)


@bp.get("/contracts")
@requires(Perm.WORKER_READ)
def contract_list() -> ResponseReturnValue:
    """劳动合同台账."""
    return register_page(CONTRACT)


@bp.post("/contracts/export")
@requires(Perm.WORKER_EXPORT)
def contract_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(CONTRACT).exported()


@bp.get("/certificates")
@requires(Perm.WORKER_READ)
def certificate_list() -> ResponseReturnValue:
    """持证名册 with what expires."""
    return register_page(CERTIFICATE)


@bp.post("/certificates/export")
@requires(Perm.WORKER_EXPORT)
def certificate_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(CERTIFICATE).exported()


@bp.get("/training-hours")
@requires(Perm.WORKER_READ)
def hours_list() -> ResponseReturnValue:
    """Who is short of hours this year."""
    return register_page(HOUR)


@bp.post("/training-hours/export")
@requires(Perm.WORKER_EXPORT)
def hours_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(HOUR).exported()
