"""The roster as an address asks for it: read once, drawn as a page, a fragment or a workbook."""

import secrets
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from flask import url_for
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from shuangluan.kernel import clock, saved_views
from shuangluan.kernel.figures import Figure
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Asked, BadParameter, Options, page_of, total_text
from shuangluan.kernel.web import scope_line, viewer, wants_fragment
from shuangluan.workforce import tables
from shuangluan.workforce.queries import figures, register
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.tables import WORKERS

PAST = (
    "这是当天的名册：在册、职务、合同按登记的起止日期，学历和证书只算当天以前已核验的，等级按当天以前已记入的；"
    "以后补登的任职和合同也按它们的日期列入"
)
DEFINITION = "每名社区工作者一行；岗位类别和等级按当天有效的等级记录，学历和证书只算已核验的最高一项；电话已遮盖"


def _as_of(text: str, today: date) -> date:
    """The day 截至 of the address, today without one. Raises BadParameter for what is no day, and for the future."""
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadParameter("截至日期要写成 2026-11-20 这样的日期") from None
    if day > today:
        raise BadParameter("截至日期不能晚于今天")
    return day


class Listing:
    """What the address asks of the roster. Raises BadParameter for what it may not ask."""

    def __init__(self, args: "MultiDict[str, str]") -> None:
        self.viewer, self.now = viewer(), clock.now()
        today = clock.local_day(self.now)
        day = _as_of(args.get("as_of", ""), today)
        self.seen = register.Seen(self.viewer, day, is_past=day < today)
        self.asked = WORKERS.asked(args, self.options)
        self.area, self.scope = self.asked.extra.get("area"), scope_line()

    @cached_property
    def options(self) -> dict[str, Options]:
        """The classes of the scheme in force."""
        posts = grade_scheme_on(self.seen.day).payload["posts"]
        return {"post": [(name, name) for name in posts]}

    @cached_property
    def figure(self) -> Figure | None:
        """The figure whose list it is."""
        key = self.asked.extra.get("figure")
        return figures.figure(key, self.viewer, self.area, self.seen.day) if key else None

    @cached_property
    def figure_ids(self) -> Select[Any] | None:
        """The very ids that the figure counts (D6)."""
        return figures.figure_rows(self.figure, self.asked.extra.get("part", "n")) if self.figure else None

    @cached_property
    def kept(self) -> list[tuple[saved_views.Saved, Asked | None]]:
        """The reader's saved views with what they ask for; a fragment does not read them."""
        if wants_fragment():
            return []
        return [(one, self._kept(one)) for one in saved_views.views_of(WORKERS.key, viewer=self.viewer)]

    def _kept(self, one: saved_views.Saved) -> Asked | None:
        try:
            return WORKERS.asked(MultiDict(parse_qsl(one.search(self.area).removeprefix("?"))), self.options)
        except BadParameter:
            return None

    @property
    def about(self) -> str:
        """The view, or the figure whose list it is."""
        view = WORKERS.view(self.asked.view)
        return self.figure.label if self.figure else view.label if view else ""

    def shown(self) -> dict[str, Any]:
        """What the templates get."""
        asked_kept = [asked for _, asked in self.kept if asked]
        counts, of_figure, of_kept = register.tally(self.asked, self.seen, self.figure_ids, asked_kept)
        numbers = iter(of_kept)
        rows = list(tables.lines(register.page_rows(self.asked, self.seen, self.figure_ids), self.seen))
        return {
            "asked": self.asked,
            "page": page_of(rows, counts[self.asked.view] if self.asked.view else of_figure, self.asked),
            "counts": {key: total_text(count) for key, count in counts.items()},
            "saved": [
                (one.label, one.search(self.area), total_text(next(numbers)) if asked else None)
                for one, asked in self.kept
            ],
            "figure": self.figure,
            "definition": PAST if self.seen.is_past else DEFINITION,
            "seen": self.seen,
            "today": clock.local_day(self.now),
            "scope_line": self.scope,
            "about": self.about,
            "moment": clock.local(self.now),
            "token": secrets.token_urlsafe(12),
            "save_url": url_for("overview.view_add"),
            "share": saved_views.share_name(self.viewer),
        }

    def sheet(self, ids: list[int]) -> Sheet:
        """The workbook of `ids`: 花名册 with its conditions."""
        notes = [f"{self.scope}，{self.about}，共 {len(ids):,} 人，截至 {self.seen.day}"]
        notes += [f"条件：{'；'.join(self.asked.said)}"] if self.asked.said else []
        notes.append(self.figure.definition if self.figure else PAST if self.seen.is_past else DEFINITION)
        rows = tables.lines(register.rows_in_batches(ids, self.seen), self.seen)
        return Sheet("社区工作者花名册", notes, self.asked.columns, rows)

    def record(self, count: int) -> dict[str, Any]:
        """What the trail keeps of an export."""
        return {
            "rows": count,
            "area": self.scope,
            "view": self.asked.view or self.asked.extra.get("figure", ""),
            "conditions": self.asked.said,
            "as_of": self.seen.day.isoformat(),
            "columns": [column.label for column in self.asked.columns],
        }
