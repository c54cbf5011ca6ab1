"""流转环节台账 and 回访评价台账: the lists that figures of legs and of answers open, and their workbooks (GR-73)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from shuangluan.grid import rules
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import figures
from shuangluan.grid.queries.answer_register import ANSWERS, AnswerLine
from shuangluan.grid.queries.book import catalogue_on
from shuangluan.grid.queries.leg_register import LEGS, LegLine
from shuangluan.grid.queries.register import Seen, with_compound_named
from shuangluan.grid.queries.sources import Reader, Source
from shuangluan.grid.tables import ANSWERS as ANSWER_TABLE
from shuangluan.grid.tables import LEGS as LEG_TABLE
from shuangluan.grid.tables import options
from shuangluan.grid.views.blueprint import bp
from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import Figure, period_of
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter, Table, page_of
from shuangluan.kernel.web import actor, download, page, viewer, wants_fragment


@dataclass(frozen=True)
class Kind:
    """One of the two registers: its declaration, where its rows come from, its addresses, what its trail entry is."""

    table: Table
    source: Source
    line: Callable[[Any, Reader], Any]
    register: figures.Register
    template: str
    endpoint: str
    definition: str
    exported: str


LEG_LIST = Kind(
    LEG_TABLE, LEGS, LegLine, figures.Register.LEGS, "grid/leg_list.html", "grid.leg",
    "每个流转环节一行：派给谁、几时要签收、几时签收；一件诉求可以有几行", rules.LEGS_EXPORTED,
)  # fmt: skip
ANSWER_LIST = Kind(
    ANSWER_TABLE, ANSWERS, AnswerLine, figures.Register.ANSWERS, "grid/answer_list.html", "grid.answer",
    "每位应回访的诉求人一行：办结时的最后一次评价；诉求人的姓名已遮盖", rules.ANSWERS_EXPORTED,
)  # fmt: skip


class Listing:
    """What the address asks of a register. Raises BadParameter for what it may not ask."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.viewer, self.now = kind, viewer(), clock.now()
        self.seen = Seen(self.viewer, self.now)
        self.catalogue = catalogue_on(self.seen.day)
        self.asked = kind.table.asked(request.args, options(self.catalogue, request.args.get("domain", "")))
        self.area = self.asked.extra.get("area")
        if self.area is not None and self.area not in areas():
            raise BadParameter("没有这个区划，在页面上方的查看范围里重新选")

    @property
    def _framed(self) -> dict[str, Any]:
        try:
            period = period_of(self.asked.extra.get("period", ""), self.seen.day)
        except ValueError as wrong:
            raise BadParameter(str(wrong)) from None
        whole = {"viewer": self.viewer, "area": self.area, "period": period, "now": self.now}
        return whole | {"catalogue": self.catalogue}

    @cached_property
    def figure(self) -> Figure | None:
        """The figure whose list it is."""
        key = self.asked.extra.get("figure")
        return figures.figure(key, **self._framed) if key else None

    @cached_property
    def figure_ids(self) -> Select[Any] | None:
        """The very ids that the figure counts, or those it is a share of (D6)."""
        key, part = self.asked.extra.get("figure"), self.asked.extra.get("part", "n")
        return figures.figure_rows(key, part, register=self.kind.register, **self._framed) if key else None

    @property
    def reader(self) -> Reader:
        """Who reads the rows."""
        return Reader(self.now, self.catalogue, is_body=not self.viewer.areas(Perm.APPEAL_READ))

    @property
    def scope(self) -> str:
        """Over what: the chosen area, or what the reader answers for."""
        held = (self.area,) if self.area else self.viewer.home_areas
        return "、".join(areas().path(code) for code in held) or self.viewer.line

    def shown(self) -> dict[str, Any]:
        """What the templates get."""
        rows, total = self.kind.source.page(self.asked, self.seen, self.figure_ids)
        reader = self.reader
        return {
            "asked": with_compound_named(self.asked, self.seen),
            "page": page_of([self.kind.line(row, reader) for row in rows], total, self.asked),
            "figure": self.figure,
            "definition": self.kind.definition,
            "scope_line": self.scope,
            "moment": clock.local(self.now),
            "export_url": url_for(f"{self.kind.endpoint}_export"),
            "beside": wants_fragment(),
        }

    def workbook(self, ids: list[int]) -> bytes:
        """The list as a workbook: what it is, over what, under which conditions, as of when."""
        about = f"，{self.figure.label}" if self.figure else ""
        notes = [f"{self.scope}{about}，共 {len(ids):,} 条，截至 {clock.local(self.now):%Y-%m-%d %H:%M}"]
        notes += [f"条件：{'；'.join(self.asked.said)}"] if self.asked.said else []
        notes.append(self.figure.definition if self.figure else self.kind.definition)
        reader = self.reader
        lines = (self.kind.line(row, reader) for row in self.kind.source.in_batches(ids))
        sheet = sheets.Sheet(f"{self.kind.table.name}台账", notes, self.asked.columns, lines)
        return sheets.written(sheet, by=self.viewer.name, at=self.now)

    def record(self, count: int) -> dict[str, Any]:
        """What the trail keeps of an export (E11)."""
        return {
            "rows": count,
            "area": self.scope,
            "view": self.asked.extra.get("figure", ""),
            "conditions": self.asked.said,
            "columns": [column.label for column in self.asked.columns],
        }


@bp.get("/legs")
@requires(Perm.APPEAL_READ)
def leg_list() -> ResponseReturnValue:
    """Legs of the appeals that the viewer sees."""
    return page(LEG_LIST.template, block=["rows", "beside"], **Listing(LEG_LIST).shown())


@bp.get("/answers")
@requires(Perm.APPEAL_READ)
def answer_list() -> ResponseReturnValue:
    """What reporters said of the closed appeals that the viewer sees."""
    return page(ANSWER_LIST.template, block=["rows", "beside"], **Listing(ANSWER_LIST).shown())


@bp.post("/legs/export")
@requires(Perm.APPEAL_EXPORT)
def leg_export() -> ResponseReturnValue:
    """The same list of legs as a workbook."""
    return _export(LEG_LIST)


@bp.post("/answers/export")
@requires(Perm.APPEAL_EXPORT)
def answer_export() -> ResponseReturnValue:
    """The same list of answers as a workbook."""
    return _export(ANSWER_LIST)


def _export(kind: Kind) -> ResponseReturnValue:
    """Its filters, its order, its columns, its masks; recorded (E10, E11)."""
    listing = Listing(kind)
    ids = kind.source.all_ids(listing.asked, listing.seen, sheets.MOST_ROWS, listing.figure_ids)
    if len(ids) > sheets.MOST_ROWS:
        raise RuleBroken(f"超过 {sheets.MOST_ROWS:,} 条，一次导不出来；先按日期或社区缩小范围，再分几次导出")
    body = listing.workbook(ids)
    with audit.transaction():
        audit.noted(kind.exported, None, by=actor(), at=listing.now, detail=listing.record(len(ids)))
    name = f"{kind.table.name}台账-{clock.local(listing.now):%Y%m%d-%H%M}.xlsx"
    return download(body, name)
