"""A register as a page: declared once, drawn as a list or as its rows, handed out as a workbook (4.5, D26).

A slice declares `Slice` once and a `Listing` for each register, which it hangs up at an address; where a page needs
more than that, its views call `listed` and `exported`.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from werkzeug.wrappers import Response

from shuangluan.kernel import audit, clock, saved_views, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import Figure
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.registers import REGISTERS, Register
from shuangluan.kernel.sources import Reckoned, Source
from shuangluan.kernel.tables import Asked, BadParameter, Column, Options, Table, total_text
from shuangluan.kernel.web import actor, download, own_path, page, scope_line, viewer, wants_fragment

FRAME = "register.html"
Counted = tuple[Figure, Select[Any]]  # a figure and the very ids that it counts


@dataclass(frozen=True)
class Slice:
    """What the registers of a slice have in common.

    `export` is the permission to take one out, `exported` the action by which the trail tells it. `counted` finds the
    figure that an address names, of the list at an address, and raises BadParameter for what is none; empty where no
    figure opens a list.
    """

    blueprint: Blueprint
    export: str
    exported: str
    ending: str = ""  # 台账: what follows a register's name over its list and in its file
    counted: Callable[[Mapping[str, str], str], Counted] | None = None


@dataclass(frozen=True)
class RowDeed:
    """What can be done with a row from the list: a form in the drawer, another page, or at once where it is posted.

    Without an address it is only said: who else does it.
    """

    label: str
    address: str
    opens: str = "drawer"  # drawer, page, post
    version: int = 0  # of the row, for what is posted


@dataclass(frozen=True)
class Listing:
    """A register: its declaration, where its rows come from and how each is put, what the page says and offers.

    `noun` names its endpoints: `…_list`, `…_export`, `…_new` (or that of `new`); `about` says what a row is; `empty`
    and `nothing` stand in place of rows. `write` is the permission to add one, under the words `add`; who may take the
    list out, and what the trail calls that, is the slice's to say, unless `export` and `action` do. A list that is one
    record's has its own `title`, and `part` stands in the address of its export. `beside` are further pages: (what it
    says, endpoint, permission). `deeds` is what can be done with a row, `picks` what with those ticked: (value, words)
    of the buttons that send them to `picks_url`; `pick_form` is the form of the page that the ticks belong to, where
    it asks for more than which.
    """

    of: Slice
    table: Table
    source: Source | Reckoned
    line: Callable[[Any, date], Any]
    noun: str
    about: str
    nothing: str = "换一个标签看看。"
    empty: str = ""  # what is said over `nothing`, where the name of the register does not say it
    write: str = ""
    add: str = ""
    new: str = ""
    export: str = ""
    action: str = ""
    title: str = ""
    part: Mapping[str, Any] = field(default_factory=dict)
    beside: Sequence[tuple[str, str, str]] = ()
    in_clear: tuple[str, str, str] | None = None  # the same for the export that shows what this one masks
    warning: str = ""  # a sentence above the list
    template: str = FRAME  # the page around the list
    options: Mapping[str, Options] | None = None  # of filters whose choices are not declared once
    deeds: Callable[[Any], Sequence[RowDeed]] | None = None
    picks: Sequence[tuple[str, str]] = ()
    picks_url: str = ""
    pick_form: str = ""

    @property
    def name(self) -> str:
        """What stands over it and names its file."""
        return self.title or self.table.name + self.of.ending

    @property
    def address(self) -> str:
        """Of the list."""
        return self._url("list")

    @property
    def add_url(self) -> str:
        """Of the form of a new record; empty where rows come from elsewhere."""
        return url_for(f"{self.of.blueprint.name}.{self.new or self.noun}_new") if self.add else ""

    @property
    def export_url(self) -> str:
        """Of its workbook."""
        return self._url("export")

    @property
    def exporter(self) -> str:
        """Who may take it out."""
        return self.export or self.of.export

    @property
    def register(self) -> Register | None:
        """Into which its workbook can be brought back."""
        return REGISTERS.get(self.table.key)

    def _url(self, part: str) -> str:
        return url_for(f"{self.of.blueprint.name}.{self.noun}_{part}", **self.part)


class Reading:
    """What the address asks of a register. Raises BadParameter for what it may not ask."""

    def __init__(self, one: Listing) -> None:
        self.one, self.viewer, self.now = one, viewer(), clock.now()
        self.day = clock.local_day(self.now)
        self.asked: Asked = one.table.asked(request.args, one.options)
        self.scope = scope_line(is_narrowed=one.source.is_placed)
        counted = self._counted()
        self.figure = counted[0] if counted else None
        self.ids = counted[1] if counted else None

    def _counted(self) -> Counted | None:
        """The figure whose list it is, with the very ids that it counts (D6)."""
        if "figure" not in self.asked.extra:
            return None
        if self.one.of.counted is None:
            raise BadParameter("这张名单不按数字打开，请从菜单进入")
        return self.one.of.counted(self.asked.extra, self.one.address)

    def shown(self) -> dict[str, Any]:
        """What the template gets."""
        found, counts = self.one.source.page(self.asked, self.viewer, self.day, self.ids)
        return {
            "listing": self.one,
            "asked": self.asked,
            "page": replace(found, rows=[self.one.line(row, self.day) for row in found.rows]),
            "counts": {key: total_text(count) for key, count in counts.items()},
            "figure": self.figure,
            "scope_line": self.scope,
            "moment": clock.local(self.now),
            "saved": self._kept(),
            "save_url": url_for("overview.view_add") if self._is_kept else "",
            "share": saved_views.share_name(self.viewer),
            "token": secrets.token_urlsafe(12),
        }

    @property
    def _is_kept(self) -> bool:
        return self.one.table.key in saved_views.LISTINGS

    def _kept(self) -> list[tuple[str, str, None]]:
        """The reader's saved views as tabs; a fragment does not read them, and some lists keep none."""
        if wants_fragment() or not self._is_kept:
            return []
        kept = saved_views.views_of(self.one.table.key, viewer=self.viewer)
        return [(one.label, one.search(self.asked.extra.get("area")), None) for one in kept]

    def whole(self) -> tuple[int, Iterable[Any]]:
        """How many rows there are, and each in words. Raises RuleBroken where they are more than a workbook takes."""
        most = sheets.MOST_ROWS
        count, rows = self.one.source.whole(self.asked, self.viewer, self.day, most, self.ids)
        if count > most:
            raise RuleBroken(f"超过 {most:,} 条，一次导不出来；先按社区或日期缩小范围")
        return count, (self.one.line(row, self.day) for row in rows)

    @property
    def conditions(self) -> list[str]:
        """What the list is narrowed by, as a line of a workbook; no line where it is by nothing."""
        return [f"条件：{'；'.join(self.asked.said)}"] if self.asked.said else []

    def sheet(self) -> tuple[int, sheets.Sheet]:
        """The list as a sheet, which a register that takes workbooks reads again, and how many rows it has."""
        count, lines = self.whole()
        view = self.figure or self.one.table.view(self.asked.view)
        at = clock.local(self.now)
        said = f"{self.scope}，{view.label if view else '全部'}，共 {count:,} 条，截至 {at:%Y-%m-%d %H:%M}"
        fields = self.one.register.fields(self.viewer, self.day) if self.one.register else ()
        notes = [said, *self.conditions, self.one.about]
        return count, sheets.Sheet(self.one.name, notes, self._columns(fields), lines, fields)

    def _columns(self, fields: Sequence[Field]) -> list[Column]:
        """The columns that are shown, and those without which the workbook could not be brought back."""
        needed = {one.label for one in fields if one.required}
        return [one for one in self.one.table.columns if one in self.asked.columns or one.label in needed]


def hang(one: Listing, path: str, read: str) -> None:
    """Give a register its two addresses: the list at `path` for who may `read` it, its workbook at `path`/export."""

    @requires(read)
    def to_read() -> ResponseReturnValue:
        return listed(one)

    @requires(one.exporter)
    def to_take() -> ResponseReturnValue:
        return exported(one)

    one.of.blueprint.add_url_rule(path, f"{one.noun}_list", to_read)
    one.of.blueprint.add_url_rule(f"{path}/export", f"{one.noun}_export", to_take, methods=["POST"])


def listed(one: Listing, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The list as the address asks for it, within its page; `more` is what the page says besides."""
    template = FRAME if wants_fragment() else one.template  # what a fragment draws is the same around every list
    reading = Reading(one)
    return pushed(page(template, block=["rows", "beside"], status=status, **reading.shown(), **more), reading.asked)


def pushed(answer: Response, asked: Asked) -> Response:
    """The answer of a list; after a filter the browser shows the list's own address, without what was left empty."""
    here = request.path + asked.url()
    if wants_fragment() and own_path(request.headers.get("HX-Current-URL")) != here:
        answer.headers["HX-Push-Url"] = here
    return answer


def exported(one: Listing) -> ResponseReturnValue:
    """The same list as a workbook; the trail says who took it, and under which conditions (E10, E11)."""
    reading = Reading(one)
    count, sheet = reading.sheet()
    asked = reading.asked
    detail = {
        "rows": count, "view": asked.view or asked.extra.get("figure", ""), "conditions": asked.said,
        "columns": [column.label for column in asked.columns],
    }  # fmt: skip
    return taken(one.action or one.of.exported, sheet, detail)


def taken(action: str, sheet: sheets.Sheet, detail: Mapping[str, Any]) -> ResponseReturnValue:
    """A sheet, handed out and recorded."""
    return file_taken(action, sheets.written(sheet, by=viewer().name, at=clock.now()), sheet.title, "xlsx", detail)


def file_taken(action: str, body: bytes, title: str, suffix: str, detail: Mapping[str, Any]) -> ResponseReturnValue:
    """A file under its title and the moment; the trail says who took it, and over what."""
    now = clock.now()
    with audit.transaction():
        audit.noted(action, None, by=actor(), at=now, detail={"title": title, "area": scope_line(), **detail})
    return download(body, f"{title}-{clock.local(now):%Y%m%d-%H%M}.{suffix}")
