"""A register 台账 declared once: list, sort links, filters, views, paging and export cannot disagree (D26)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, func, select
from werkzeug.datastructures import MultiDict

from shuangluan.kernel.forms import clean

CAP = 1000  # totals are exact up to here, then 「1000+」
SIZES = (20, 50, 100)
MAX_PAGE = 200_000
EXTRA = ("area", "figure", "part", "period", "as_of")  # of the scope switcher, of a figure's list, of 截至
Options = list[tuple[str, str]]


class BadParameter(ValueError):
    """An address parameter outside its list (400); the sentence says which."""


@dataclass(frozen=True)
class Column:
    """One column: its key in the address, its heading, whether an index lets it be sorted."""

    key: str
    label: str
    sort: bool = False
    shown: bool = True
    kind: str = "text"  # text, num, date, moment, state, due, link: alignment and the type in a workbook
    value: Callable[[Any], Any] | None = None
    width: int = 14  # characters in a workbook
    written: Callable[[Any], Any] | None = None  # the value in a workbook, where a page says it relative to now
    options: tuple[tuple[str, str], ...] = ()  # (value, label): what a workbook offers to choose from

    def plain(self, row: Any) -> Any:
        """The value as a workbook gets it: of a link, a state or a deadline the words alone."""
        read = self.written or self.value
        value = read(row) if read else getattr(row, self.key)
        return value[0] if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Filter:
    """One condition of a list; `kind` is text, choice, dates or flag."""

    key: str
    label: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    more: bool = False  # shown under 更多条件
    suggest: str = ""  # text only: the endpoint that answers what was typed so far with <option>s


@dataclass(frozen=True)
class View:
    """A built-in saved view, drawn as a tab with its live count."""

    key: str
    label: str
    hot: bool = False  # its count is red when it is not zero
    sort: str = ""  # the order it opens in; the table's where empty
    desc: bool = False
    sorts: tuple[str, ...] = ()  # what an index sorts within it; every sortable column where empty


@dataclass(frozen=True)
class Table:
    """The declaration of a register."""

    key: str
    name: str
    columns: Sequence[Column]
    filters: Sequence[Filter]
    views: Sequence[View]
    default_sort: str
    default_desc: bool = False
    size: int = 20

    def asked(self, args: "MultiDict[str, str]", options: Mapping[str, Options] | None = None) -> "Asked":
        """What the address asks for. Raises BadParameter for anything outside the declaration.

        A list of a figure (`figure=` in the address) is that figure's: no view narrows it.
        """
        extra = {k: clean(given)[:200] for k in EXTRA if (given := next(filter(None, args.getlist(k)), ""))}
        first_view = self.views[0].key if self.views else ""
        view = "" if "figure" in extra else args.get("view") or first_view
        if view and view not in {v.key for v in self.views}:
            raise BadParameter("没有这个视图，请点上面的标签重选")
        first, desc = self.order_in(view)
        sort = args.get("sort", first)
        if sort not in self.sorts_in(view):
            raise BadParameter("不能按这一列排序，请点表头重选")
        filters = tuple(_resolved(f, (options or {}).get(f.key)) for f in self.filters)
        values: dict[str, str] = {}
        for declared in filters:
            values |= _values(declared, args)
        return Asked(
            table=self,
            page=_number(args.get("page", "1"), MAX_PAGE, "页码"),
            size=_size(args.get("size", str(self.size))),
            sort=sort,
            desc=_flag(args.get("desc", "1" if desc and "sort" not in args else "0")),
            view=view,
            filters=filters,
            values=values,
            columns=self._columns(args.getlist("col")),
            extra=extra,
        )

    def view(self, key: str) -> View | None:
        """The view `key`; None for the list of a figure and for a table without views."""
        return next((v for v in self.views if v.key == key), None)

    def order_in(self, view: str) -> tuple[str, bool]:
        """The column, and whether from the end, by which a view opens."""
        own = self.view(view)
        return (own.sort, own.desc) if own and own.sort else (self.default_sort, self.default_desc)

    def sorts_in(self, view: str) -> set[str]:
        """The columns by which a view can be sorted: those for which an index stands."""
        own = self.view(view)
        sortable = {c.key for c in self.columns if c.sort}
        return sortable & set(own.sorts) if own and own.sorts else sortable

    def _columns(self, keys: list[str]) -> tuple[Column, ...]:
        if not keys:
            return tuple(c for c in self.columns if c.shown)
        unknown = set(keys) - {c.key for c in self.columns}
        if unknown:
            raise BadParameter("没有这一列，请重新选要显示的列")
        return tuple(c for c in self.columns if c.key in keys)


@dataclass(frozen=True)
class Asked:
    """A list's state as the address gives it; `url` writes it back with changes."""

    table: Table
    page: int
    size: int
    sort: str
    desc: bool
    view: str
    filters: tuple[Filter, ...]
    values: Mapping[str, str]
    columns: tuple[Column, ...]
    extra: Mapping[str, str] = field(default_factory=dict)

    def shows(self, key: str) -> bool:
        """Whether the column `key` is among those to draw."""
        return any(c.key == key for c in self.columns)

    def date(self, key: str) -> date | None:
        """A date of a filter, already checked."""
        text = self.values.get(key)
        return date.fromisoformat(text) if text else None

    def query(self, **changes: Any) -> list[tuple[str, str]]:
        """The address's parameters with `changes`; an empty value takes a parameter away."""
        state: dict[str, Any] = {**self.extra, **self.values, "view": self.view}
        if (self.sort, self.desc) != self.table.order_in(self.view):
            state |= {"sort": self.sort, "desc": "1" if self.desc else "0"}
        if self.size != self.table.size:
            state["size"] = self.size
        if self.page != 1:
            state["page"] = self.page
        if self.columns != tuple(c for c in self.table.columns if c.shown):
            state["col"] = [c.key for c in self.columns]
        if not set(changes) <= {"page", "sort", "desc"}:
            state.pop("page", None)
        state |= changes
        pairs: list[tuple[str, str]] = []
        for key, value in state.items():
            items = value if isinstance(value, list) else [value]
            pairs += [(key, str(item)) for item in items if item not in (None, "")]
        return pairs

    def url(self, **changes: Any) -> str:
        """The same list with something changed, as a relative address."""
        return "?" + urlencode(self.query(**changes))

    def view_url(self, key: str) -> str:
        """Another view with the same filters: its own order, and no longer the list of a figure."""
        return self.url(view=key, sort=None, desc=None, figure=None, part=None, period=None)

    def cleared_url(self) -> str:
        """The same view without any filter."""
        return self.url(**dict.fromkeys(self.values))

    def sorts(self, column: Column) -> bool:
        """Whether the list can be sorted by `column` as it stands."""
        return column.key in self.table.sorts_in(self.view)

    def words(self, declared: Filter) -> str:
        """What is asked by one filter, in words; empty where nothing is."""
        return _words(declared, self.values)

    @property
    def said(self) -> list[str]:
        """The conditions in words, for an export's head and an empty list: 状态：待受理."""
        return [f"{one.label}：{text}" for one in self.filters if (text := self.words(one))]

    def naming(self, key: str, name: str) -> "Asked":
        """The same with a name for what the filter `key` holds as an id; no name, no change."""
        value = self.values.get(key)
        if not (name and value):
            return self
        named = tuple(replace(f, options=((value, name),)) if f.key == key else f for f in self.filters)
        return replace(self, filters=named)

    def sort_url(self, key: str) -> str:
        """Sort by `key`, or turn its direction round."""
        desc = not self.desc if self.sort == key else False
        return self.url(sort=key, desc="1" if desc else "0", page=None)


@dataclass(frozen=True)
class Page:
    """One page of a list; `total` is exact up to CAP."""

    rows: Sequence[Any]
    total: int
    number: int
    size: int
    has_next: bool

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.total > CAP

    @property
    def total_text(self) -> str:
        """47, or 1000+ beyond the counted range."""
        return total_text(self.total)

    @property
    def first(self) -> int:
        """Ordinal of the first row shown, 0 on an empty page."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Ordinal of the last row shown."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def numbers(self) -> list[int]:
        """Page numbers to offer: five around this one, inside the counted range."""
        top = max(1, -(-min(self.total, CAP) // self.size))
        start = max(1, min(self.number - 2, top - 4))
        around = list(range(start, min(top, start + 4) + 1))
        return around if self.number in around else [*around, self.number]


def page_number(text: str) -> int:
    """The number of a page in the address of a list that is no table. Raises BadParameter for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 0 < int(text) <= MAX_PAGE):
        raise BadParameter("页码不对，请从页面下方的页码进入")
    return int(text)


def total_text(total: int) -> str:
    """A number that was counted to CAP + 1, in words: 47, or 1000+."""
    return f"{CAP}+" if total > CAP else str(total)


def ids_of_page(ids: Select[Any], order: Sequence[Any], asked: Asked) -> Select[Any]:
    """Ids of the page asked for and one more, by OFFSET over the index (performance: ids first)."""
    return ids.order_by(*order).limit(asked.size + 1).offset((asked.page - 1) * asked.size)


def count_of(ids: Select[Any]) -> Any:
    """A scalar subquery: how many ids, counted to CAP + 1."""
    return select(func.count()).select_from(ids.order_by(None).limit(CAP + 1).subquery()).scalar_subquery()


def page_of(rows: Sequence[Any], total: int, asked: Asked) -> Page:
    """The page from `size` + 1 rows."""
    return Page(rows[: asked.size], total, asked.page, asked.size, len(rows) > asked.size)


def _resolved(declared: Filter, options: Options | None) -> Filter:
    if options is None:
        return declared
    return replace(declared, options=tuple(options))


def _values(declared: Filter, args: "MultiDict[str, str]") -> dict[str, str]:
    keys = (f"{declared.key}_from", f"{declared.key}_to") if declared.kind == "dates" else (declared.key,)
    given = {key: clean(args.get(key, ""))[:100] for key in keys}
    for value in filter(None, given.values()):
        if declared.kind == "dates":
            _check_date(value, declared.label)
        elif declared.kind == "choice" and value not in {code for code, _ in declared.options}:
            raise BadParameter(f"“{declared.label}”没有这个选项，请重新选")
        elif declared.kind == "flag":
            _flag(value)
    return {key: value for key, value in given.items() if value}


def _words(declared: Filter, values: Mapping[str, str]) -> str:
    """What is asked by a filter, in words; empty where nothing is."""
    if declared.kind == "dates":
        since, until = values.get(f"{declared.key}_from"), values.get(f"{declared.key}_to")
        return f"{since or '不限'} 至 {until or '今天'}" if since or until else ""
    value = values.get(declared.key, "")
    if declared.kind == "flag":
        return "是" if value == "1" else ""
    return dict(declared.options).get(value, value)


def _check_date(text: str, label: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise BadParameter(f"“{label}”要写成 2026-11-20 这样的日期") from None


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise BadParameter("地址里的开关只能是 0 或 1，请从页面上的链接进入")
    return text == "1"


def _number(text: str, top: int, label: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) <= top):
        raise BadParameter(f"{label}不对，请从页面下方的页码进入")
    return int(text)


def _size(text: str) -> int:
    size = _number(text, max(SIZES), "每页条数")
    if size not in SIZES:
        raise BadParameter("每页可选 20、50 或 100 条")
    return size
