"""Reading a scheme document: what is missing or of the wrong kind is said in a sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Limit

Choices = list[tuple[str, str]]

Row = TypeVar("Row")
Kind = TypeVar("Kind")

KIND_NAME = {bool: "是或否", int: "整数", str: "文字", list: "列表", dict: "一组值"}


class Coded(Protocol):
    """Whatever has a code."""

    @property
    def code(self) -> str: ...


CodedRow = TypeVar("CodedRow", bound=Coded)


def read(row: Mapping[str, Any], key: str, kind: type[Kind], *, default: Kind | None = None) -> Kind:
    """The value of `key`, of the wanted kind; `default` when it is not there, else RuleBroken."""
    value = row.get(key, default)
    if value is None:
        raise RuleBroken(f"缺少“{key}”")
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise RuleBroken(f"“{key}”要写{KIND_NAME[kind]}，现在是 {value!r}")
    return value


def text(row: Mapping[str, Any], key: str) -> str:
    """The text of `key`; a blank one is refused."""
    value = read(row, key, str).strip()
    if not value:
        raise RuleBroken(f"“{key}”不能为空")
    return value


def limit(value: Any) -> Limit:
    """The limit of `{"n": 5, "unit": "wd"}`; one of nothing is refused, as no clock of appeals has it."""
    if not isinstance(value, Mapping):
        raise RuleBroken(f"期限要写数和单位，现在是 {value!r}")
    found = Limit.parse({"n": read(value, "n", int), "unit": read(value, "unit", str)})
    if found.n == 0:
        raise RuleBroken("期限不能是 0")
    return found


def each_row(
    payload: Mapping[str, Any], key: str, parse: Callable[[Mapping[str, Any]], Row], *, key_of: str = "code"
) -> tuple[Row, ...]:
    """The rows of the list under `key`; a wrong or repeated one is refused by name."""
    rows = read(payload, key, list)
    if not rows:
        raise RuleBroken(f"“{key}”里一行也没有")
    seen: set[str] = set()
    parsed = []
    for place, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise RuleBroken(f"“{key}”第 {place} 行要写一组值，现在是 {row!r}")
        name = str(row.get(key_of, ""))
        if name in seen:
            raise RuleBroken(f"“{key}”第 {place} 行的“{name}”重复了")
        seen.add(name)
        try:
            parsed.append(parse(row))
        except KeyError as missing:
            raise RuleBroken(f"“{key}”第 {place} 行（{name}）：缺少“{missing.args[0]}”") from missing
        except ValueError as broken:
            raise RuleBroken(f"“{key}”第 {place} 行（{name}）：{_said(broken)}") from broken
    return tuple(parsed)


def _said(broken: ValueError) -> str:
    """The sentence of a rule; what an enum says of an unknown code is not for people."""
    return broken.reason if isinstance(broken, RuleBroken) else f"不认识的代码（{broken.args[0]}）"


def index(rows: Iterable[CodedRow]) -> dict[str, CodedRow]:
    """The rows by code."""
    return {row.code: row for row in rows}


def chosen(rows: Mapping[str, Row], code: str, what: str, field: str) -> Row:
    """The row of `code`; RuleBroken beside `field` when the catalogue does not know it."""
    found = rows.get(code)
    if found is None:
        raise RuleBroken(f"{what}里没有“{code}”，请从列表里选", field)
    return found
