"""The settings of the grid slice, parsed at the door; the row in force on a day counts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from shuangluan.grid.rules.parsing import limit, read, text
from shuangluan.grid.rules.states import WhistleKind
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import ClockParams, Limit


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the value of `key` from `effective_from` until the next row of that key."""

    key: str
    value: Any
    unit: str
    basis: str
    rule: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for appeals on one day, each value named as its key without the prefix `event.`."""

    clock: ClockParams
    remind_at: time
    yellow_days: int
    accept_limit: Limit
    return_limit: Limit
    return_max: int
    extension_max: int
    void_restore_days: int
    suspension_street_days: int
    reopen_window: Limit
    rework_escalate: int
    duplicate_closed_days: int
    mass_reporters: int
    mass_days: int
    contact_attempts: int
    shelved_review_months: int
    whistle_sign: Limit
    whistle_contact: Limit
    whistle_report_push: Limit
    whistle_report_hard: Limit
    weights: Mapping[str, int]

    def whistle_report(self, kind: WhistleKind) -> Limit:
        """Until when a whistled department reports (GR-23)."""
        return self.whistle_report_push if kind is WhistleKind.PUSH else self.whistle_report_hard


@dataclass(frozen=True)
class Settings:
    """All rows of the document `grid_settings`, the patrol's and the map's included."""

    rows: tuple[Setting, ...]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "Settings":
        """The settings of a scheme document.

        Raises RuleBroken (a ValueError) for a malformed row, two rows of one key from one day, and values
        with which no clock or score can be reckoned.
        """
        settings = cls(tuple(_setting(row) for row in read(payload, "settings", list)))
        seen: set[tuple[str, date]] = set()
        for row in settings.rows:
            if (row.key, row.effective_from) in seen:
                raise RuleBroken(f"设置“{row.key}”在 {row.effective_from} 有两行")
            seen.add((row.key, row.effective_from))
        for day in sorted({row.effective_from for row in settings.rows})[-1:]:
            settings.on(day)
        return settings

    def value(self, key: str, day: date) -> Any:
        """The value of `key` in force on `day`; RuleBroken before its first row and for an unknown key."""
        rows = [row for row in self.rows if row.key == key and row.effective_from <= day]
        if not rows:
            raise RuleBroken(f"{day} 没有生效的设置“{key}”")
        return max(rows, key=lambda row: row.effective_from).value

    def on(self, day: date) -> Terms:
        """What holds for appeals on `day`."""
        values = {field.name: self._event(field.name, day) for field in fields(Terms) if field.name in EVENT}
        return Terms(
            clock=self.clock(day),
            remind_at=time.fromisoformat(self.value("clock.remind_at", day)),
            yellow_days=_whole("clock.yellow_days", self.value("clock.yellow_days", day), least=0),
            whistle_sign=limit(self.value("whistle.sign", day)),
            whistle_contact=limit(self.value("whistle.contact", day)),
            whistle_report_push=limit(self.value("whistle.report_push", day)),
            whistle_report_hard=limit(self.value("whistle.report_hard", day)),
            weights=_weights(self.value("kpi.weights", day)),
            **values,
        )

    def clock(self, day: date) -> ClockParams:
        """The hours by which clocks are reckoned on `day`."""
        return ClockParams.parse(
            {name: self.value(f"clock.{name}", day) for name in ("cutoff", "office", "severe_factor")}
        )

    def _event(self, name: str, day: date) -> Any:
        key = f"event.{name}"
        value = self.value(key, day)
        return limit(value) if EVENT[name] is Limit else _whole(key, value)


EVENT: Mapping[str, type] = {
    "accept_limit": Limit,
    "return_limit": Limit,
    "return_max": int,
    "extension_max": int,
    "void_restore_days": int,
    "suspension_street_days": int,
    "reopen_window": Limit,
    "rework_escalate": int,
    "duplicate_closed_days": int,
    "mass_reporters": int,
    "mass_days": int,
    "contact_attempts": int,
    "shelved_review_months": int,
}
SHARES = ("response", "solved", "satisfied")


def _setting(row: Any) -> Setting:
    if not isinstance(row, Mapping):
        raise RuleBroken(f"设置要写一组值，现在是 {row!r}")
    key = text(row, "key")
    if "value" not in row:
        raise RuleBroken(f"设置“{key}”缺少值")
    try:
        since = date.fromisoformat(text(row, "effective_from"))
    except RuleBroken:
        raise
    except ValueError as broken:
        raise RuleBroken(f"设置“{key}”的生效日期要写成 2026-01-31 的样子") from broken
    return Setting(
        key,
        row["value"],
        str(row.get("unit", "")),
        str(row.get("basis", "")),
        str(row.get("rule", "")),
        since,
    )


def _whole(key: str, value: Any, *, least: int = 1) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise RuleBroken(f"设置“{key}”要写不小于 {least} 的整数，现在是 {value!r}")
    return value


def _weights(value: Any) -> Mapping[str, int]:
    """The three weights of GR-34; they make 100 together, or the score is no share of 100."""
    if not isinstance(value, Mapping) or sorted(value) != sorted(SHARES):
        raise RuleBroken("设置“kpi.weights”要写 response、solved、satisfied 三个权重")
    weights = {name: _whole("kpi.weights", value[name], least=0) for name in SHARES}
    if sum(weights.values()) != 100:
        raise RuleBroken(f"设置“kpi.weights”的三个权重合计要是 100，现在是 {sum(weights.values())}")
    return weights
