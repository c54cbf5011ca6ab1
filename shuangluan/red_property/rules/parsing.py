"""Reading a scheme document of the slice: what is missing or wrong is said in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken


def rows_of(payload: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """The rows under `key`, at least one. Raises RuleBroken otherwise."""
    rows = payload.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise RuleBroken(f"“{key}”要写至少一行")
    return rows


def text_of(row: Mapping[str, Any], key: str) -> str:
    """The text under `key`, not blank. Raises RuleBroken otherwise."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RuleBroken(f"“{key}”要写文字，现在是 {value!r}")
    return value.strip()


def whole(value: Any, what: str, *, least: int = 0) -> int:
    """A whole number from `least` up. Raises RuleBroken otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise RuleBroken(f"“{what}”要写不小于 {least} 的整数，现在是 {value!r}")
    return value


def in_force(rows: Sequence[Mapping[str, Any]], day: date | None) -> dict[str, Any]:
    """The value of each key of dated setting rows on `day`; with None, of its latest row."""
    values: dict[str, tuple[date, Any]] = {}
    for row in rows:
        key, since = text_of(row, "key"), date.fromisoformat(text_of(row, "effective_from"))
        if day is not None and since > day:
            continue
        if key not in values or since > values[key][0]:
            values[key] = since, row.get("value")
    return {key: value for key, (_, value) in values.items()}


@dataclass(frozen=True, slots=True)
class Share:
    """A share that has to be reached (`inclusive`) or passed: 三分之二以上 or 过半数."""

    num: int
    den: int
    inclusive: bool

    @classmethod
    def parse(cls, payload: Any) -> "Share":
        """The share of `{"num": 2, "den": 3, "inclusive": true}`."""
        if not isinstance(payload, Mapping) or not isinstance(payload.get("inclusive"), bool):
            raise RuleBroken(f"比例要写 num、den、inclusive，现在是 {payload!r}")
        num, den = whole(payload.get("num"), "num", least=1), whole(payload.get("den"), "den", least=1)
        if num > den:
            raise RuleBroken(f"比例不能大于 1，现在是 {num}/{den}")
        return cls(num, den, payload["inclusive"])

    def is_met(self, part: int, base: int) -> bool:
        """Whether `part` of `base` is enough; of nothing, nothing is (RP-24)."""
        if base <= 0:
            return False
        left, right = part * self.den, base * self.num
        return left >= right if self.inclusive else left > right

    def needed(self, base: int) -> int:
        """The least whole part of `base` that is enough (RP-26); of nothing still one."""
        exact = base * self.num
        least = -(-exact // self.den) if self.inclusive else exact // self.den + 1
        return max(least, 1)

    def lacking(self, part: int, base: int) -> int:
        """What `part` still lacks; 0 when it is enough."""
        return max(self.needed(base) - part, 0)
