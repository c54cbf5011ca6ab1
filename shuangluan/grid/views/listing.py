"""The list of appeals as an address asks for it: read once, drawn as a page, a fragment or a workbook."""

import secrets
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import request, url_for
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict

from shuangluan.grid import tables
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import figures, glance, register, rows
from shuangluan.grid.queries.book import names_and_terms_on
from shuangluan.grid.queries.register import Seen, Tally
from shuangluan.grid.rules import ACTION_LABEL, Action
from shuangluan.grid.rules.guards import Case
from shuangluan.grid.tables import APPEALS, Line, Reading
from shuangluan.grid.views.addresses import ASKED_TWICE, PERMISSIONS, SLUGS
from shuangluan.kernel import audit, clock, saved_views
from shuangluan.kernel.figures import Figure, Period, period_of
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.kernel.tables import Asked, BadParameter, Page, page_of, total_text
from shuangluan.kernel.web import actor, own_path, viewer, wants_fragment

DEFINITION = "每件诉求一行；期限按工作日历计算，挂起期间不计；诉求人的姓名和电话已遮盖"
EMPTY = {
    "open": ("没有在办的诉求", "都办结了，或者还没有人登记。"),
    "overdue": ("没有逾期的诉求", "在办的都在承诺期限以内。"),
    "soon": ("3 天之内没有到期的诉求", "在办的都还有时间。"),
    "verifying": ("没有待回访的诉求", "承办单位反馈以后，到这里核查和回访。"),
    "paused": ("没有挂起的诉求", "在办的都在计时。"),
    "unlocated": ("没有待定位的诉求", "每一件都落在一个网格里。"),
    "shelved": ("没有待复核的挂账", "以“暂不具备条件-挂账”办结的，复核以前都在这里。"),
    "closed": ("还没有办结的诉求", "核查、回访以后办结的在这里。"),
    "all": ("还没有诉求", "登记第一件，从这里开始。"),
}
COMMUNITY = 12  # digits of its code
SHORT = {
    Action.LOCATE: "定位", Action.ASSIGN: "指定", Action.RESPOND: "反馈", Action.RESUME: "恢复",
    Action.REVIEW_SHELVED: "复核",
}  # fmt: skip
AT_ONCE = {Action.ACCEPT, Action.SIGN}  # one click in the row; everything else asks for something first
FINISHES = {Action.CLOSE}  # the key E


class Desk:
    """The reader with the rules of the day: what every row of the register is put into words and acted on with."""

    def __init__(self, args: "MultiDict[str, str] | None" = None, reader: Viewer | None = None) -> None:
        """`reader` is whose list it is where nobody is signed in: that of a job."""
        self.args: MultiDict[str, str] = MultiDict(args or {})
        self.is_away = reader is not None
        self.viewer, self.now = reader or viewer(), clock.now()
        self.seen = Seen(self.viewer, self.now)
        self.catalogue, self.terms = names_and_terms_on(self.seen.day)

    @cached_property
    def by(self) -> audit.Actor:
        """The reader as one who may act."""
        return actor()

    @cached_property
    def token(self) -> str:
        """The beginning of the one-time tokens of this page's rows."""
        return secrets.token_urlsafe(12)

    @property
    def reading(self) -> Reading:
        """How rows are put into words for this reader."""
        held = self.viewer.areas(Perm.APPEAL_READ)
        within = self.args.get("area") or (held[0] if len(held) == 1 else "")
        return Reading(self.catalogue, self.now, is_body=not held, is_one_community=len(within) == COMMUNITY)

    @property
    def wanted(self) -> Action | None:
        """Who looks at the 待定位 comes to give them their grid."""
        return Action.LOCATE if self.args.get("view") == "unlocated" else None

    @property
    def columns(self) -> Asked:
        """Only the choice of columns: a row by itself stands in no view and under no filter."""
        return APPEALS.asked(MultiDict(("col", key) for key in self.args.getlist("col")))

    def frame(self, asked: Asked) -> dict[str, Any]:
        """What every row shares: its columns, where rows live, whether they can be ticked, the token of their deeds."""
        return {
            "asked": asked,
            "base": url_for("grid.appeal_list"),
            "picks": self.viewer.can(Perm.APPEAL_DISPATCH) or self.viewer.can(Perm.APPEAL_REMIND),
            "token": self.token,
        }

    def drawn(self, line: Line) -> dict[str, Any]:
        """What the template of a row gets beside the line: its next steps, and whether it can be edited in place."""
        case = self.case(line.row)
        return {"line": line, "deeds": self._deeds(line.row, case), "editable": self.editable(case)}

    def case(self, row: Any) -> Case:
        """The appeal of a row as the reader may act on it."""
        return glance.case_of(row, self.by, self.now, self.terms)

    def _deeds(self, row: Any, case: Case) -> list[dict[str, Any]]:
        """The next steps whose pages are open to the reader."""
        steps = glance.next_steps(row, case, first=self.wanted)
        return [_deed(action, row, self.token) for action in steps if self.viewer.can(PERMISSIONS[action])]

    def editable(self, case: Case) -> bool:
        """Whether 修改 is offered."""
        may = self.viewer.can(Perm.APPEAL_REGISTER)
        return may and (glance.may_correct(case) or glance.may_reclassify(case))


def _deed(action: Action, row: Any, token: str) -> dict[str, Any]:
    return {
        "label": SHORT.get(action, ACTION_LABEL[action]),
        "slug": SLUGS[action],
        "sent": _sent(action, row, token) if action in AT_ONCE else None,
        "into": "#dialog" if action in ASKED_TWICE else "#drawer",
        "key": "e" if action in FINISHES else "",
    }


def _sent(action: Action, row: Any, token: str) -> dict[str, str]:
    """What one click sends: a token of its own for each row, the version seen, and what 受理 confirms as it stands."""
    sent = {"form_token": f"{token}{row.id}", "row_version": str(row.row_version)}
    return sent | ({"category": row.category, "level": row.level.value} if action is Action.ACCEPT else {})


class Listing(Desk):
    """What the address asks for. Raises BadParameter for what it may not ask."""

    def __init__(self, args: "MultiDict[str, str]", reader: Viewer | None = None) -> None:
        super().__init__(args, reader)
        self.asked = APPEALS.asked(self.args, tables.options(self.catalogue, self.args.get("domain", "")))
        self.area = self.asked.extra.get("area")
        if self.area is not None and self.area not in areas():
            raise BadParameter("没有这个区划，在页面上方的查看范围里重新选")

    @cached_property
    def figure(self) -> Figure | None:
        """The figure whose list it is."""
        key = self.asked.extra.get("figure")
        if not key:
            return None
        return figures.figure(
            key, viewer=self.viewer, area=self.area, period=self._period, now=self.now, catalogue=self.catalogue
        )

    @cached_property
    def figure_ids(self) -> Select[Any] | None:
        """The very ids that the figure counts, or those it is a share of (D6)."""
        key = self.asked.extra.get("figure")
        if not key:
            return None
        return figures.figure_rows(
            key,
            self.asked.extra.get("part", "n"),
            viewer=self.viewer,
            area=self.area,
            period=self._period,
            now=self.now,
            catalogue=self.catalogue,
        )

    @property
    def _period(self) -> Period:
        try:
            return period_of(self.asked.extra.get("period", ""), self.seen.day)
        except ValueError as wrong:
            raise BadParameter(str(wrong)) from None

    @cached_property
    def kept(self) -> list[tuple[saved_views.Saved, Asked | None]]:
        """The reader's saved views with what they ask for; one that no longer can be asked has no count.

        A fragment does not read them: their numbers do not hang on the present filters.
        """
        if self.is_away or wants_fragment():
            return []
        found = saved_views.views_of(APPEALS.key, viewer=self.viewer)
        return [(one, self._kept(one)) for one in found]

    def _kept(self, one: saved_views.Saved) -> Asked | None:
        pairs = MultiDict(parse_qsl(one.search(self.area).removeprefix("?")))
        try:
            return APPEALS.asked(pairs, tables.options(self.catalogue, pairs.get("domain", "")))
        except BadParameter:
            return None

    @cached_property
    def tally(self) -> Tally:
        """Every number of the page."""
        asked = [asked for _, asked in self.kept if asked]
        return register.tally(self.asked, self.seen, figure=self.figure_ids, kept=asked)

    @property
    def named(self) -> Asked:
        """The same conditions with the compound by its name."""
        return self.asked.naming("compound", self.tally.compound)

    @property
    def saved(self) -> list[tuple[str, str, str | None]]:
        """The saved views as tabs: label, relative address, count."""
        numbers = iter(self.tally.kept)
        return [
            (one.label, one.search(self.area), total_text(next(numbers)) if asked else None)
            for one, asked in self.kept
        ]

    def page(self) -> Page:
        """The page asked for, its rows in words."""
        total = self.tally.of(self.asked)
        found = tables.lines(rows.page_rows(self.asked, self.seen, self.figure_ids), self.reading)
        return page_of(list(found), total, self.asked)

    @property
    def scope(self) -> str:
        """Over what: the chosen area, or what the reader answers for."""
        held = (self.area,) if self.area else self.viewer.home_areas
        return "、".join(areas().path(code) for code in held) or self.viewer.line

    @property
    def nothing(self) -> tuple[str, str]:
        """Why the list is empty, and what may be done about it."""
        if self.asked.page > 1:
            return "这一页没有诉求", "前面的页里有。"
        if self.asked.said:
            return "没有符合这些条件的诉求", "；".join(self.named.said)
        return EMPTY.get(self.asked.view, ("没有这样的诉求", "这个数字现在是 0。"))

    @property
    def about(self) -> str:
        """The view, or the figure whose list it is."""
        view = APPEALS.view(self.asked.view)
        return self.figure.label if self.figure else view.label if view else ""

    def sheet(self, ids: list[int]) -> Sheet:
        """The workbook of `ids`: what it is, over what, under which conditions, as of when."""
        moment = f"{clock.local(self.now):%Y-%m-%d %H:%M}"
        notes = [f"{self.scope}，{self.about}，共 {len(ids):,} 条，截至 {moment}"]
        notes += [f"条件：{'；'.join(self.named.said)}"] if self.asked.said else []
        notes.append(self.figure.definition if self.figure else DEFINITION)
        with_reporter = self.asked.shows("reporter")
        found = tables.lines(rows.rows_in_batches(ids, with_reporter=with_reporter), self.reading)
        fields = REGISTERS[APPEALS.key].fields(self.viewer, self.seen.day)
        return Sheet(f"{APPEALS.name}台账", notes, self.asked.columns, found, fields)

    def record(self, count: int) -> dict[str, Any]:
        """What the trail keeps of an export: who is in the entry; which conditions, columns and how many rows (E11)."""
        return {
            "rows": count,
            "area": self.scope,
            "view": self.asked.view or self.asked.extra.get("figure", ""),
            "conditions": self.named.said,
            "columns": [column.label for column in self.asked.columns],
        }

    @property
    def counts(self) -> dict[str, str]:
        """The numbers of the built-in views."""
        return {key: total_text(count) for key, count in self.tally.views.items()}

    def numbers(self) -> dict[str, Any]:
        """What the tabs need when a row of the list has changed."""
        return {"asked": self.asked, "counts": self.counts}

    def shown(self) -> dict[str, Any]:
        """What the templates get."""
        page = self.page()
        return {
            **self.frame(self.named),
            "page": page,
            "lines": [self.drawn(line) for line in page.rows],
            "counts": self.counts,
            "saved": self.saved,
            "figure": self.figure,
            "scope_line": self.scope,
            "about": self.about,
            "moment": clock.local(self.now),
            "nothing": self.nothing,
            "save_url": url_for("overview.view_add"),
            "share": saved_views.share_name(self.viewer),
        }


def is_list(path: str) -> bool:
    """Whether an address of this site is the register's."""
    return urlsplit(path).path == url_for("grid.appeal_list")


def list_behind() -> "MultiDict[str, str] | None":
    """What the list asks for on whose page htmx stands; None when it stands elsewhere."""
    here = own_path(request.headers.get("HX-Current-URL"))
    return MultiDict(parse_qsl(urlsplit(here).query)) if here and is_list(here) else None
