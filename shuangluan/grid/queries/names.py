"""What the columns of an appeal and their values are called in Chinese: for timelines, facts and prints."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from shuangluan.grid.rules import (
    HANDLING_LABEL,
    LEVEL_LABEL,
    OUTCOME_LABEL,
    STATE_LABEL,
    AppealState,
    Catalogue,
    HandlingLevel,
    Level,
    Outcome,
    short_number,
)
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken

FIELD_LABEL: Mapping[str, str] = {
    "state": "状态",
    "title": "标题",
    "description": "内容",
    "category": "类别",
    "level": "等级",
    "source": "来源",
    "source_no": "来源单号",
    "compound_id": "小区",
    "building_id": "楼栋",
    "entrance_id": "单元",
    "grid_id": "网格",
    "address_text": "地点",
    "discovered_at": "发现时间",
    "accept_due_at": "受理期限",
    "handling_level": "承办级别",
    "due_on": "承诺期限",
    "first_due_on": "原期限",
    "remaining": "剩余天数",
    "is_provisional": "暂估",
    "outcome": "办结类型",
    "outcome_text": "办理结果",
    "review_on": "复核日期",
    "review_note": "复核情况",
    "ended_reason": "理由",
    "ended_note": "说明",
    "reopen_until": "可重办至",
    "is_mass": "群体性",
    "is_restricted": "限阅",
    "merged_into_id": "主件",
}
# What a timeline leaves out: its own line says who and when, and the rest is the machinery of clocks and numbers.
NOT_TOLD = frozenset(
    {
        "matter_id", "no", "registered_on", "sequence", "domain", "community", "registered_at", "registered_by_id",
        "accepted_at", "accepted_by_id", "promise_from", "promise_n", "promise_unit", "due_at", "first_due_at",
        "severe_at", "responded_at", "responded_by_id", "closed_at", "closed_by_id", "closed_on", "ended_at",
        "ended_by_id", "reviewed_at", "reviewed_by_id", "reopen_count", "rework_count", "is_suspended",
        "recurs_of_id", "reminded_at", "reminded_by_id", "last_closed_on",
    }
)  # fmt: skip
LABELS: Mapping[str, tuple[type[StrEnum], Mapping[Any, str]]] = {
    "state": (AppealState, STATE_LABEL),
    "level": (Level, LEVEL_LABEL),
    "handling_level": (HandlingLevel, HANDLING_LABEL),
    "outcome": (Outcome, OUTCOME_LABEL),
}
EMPTY = {"due_on": "恢复后再定"}  # only a pause leaves no date
RUNS_OUT = {FIELD_LABEL["remaining"]}  # that nothing is left over any more, the new date says
PLACE_FIELDS = ("compound_id", "building_id", "entrance_id", "grid_id")
MOMENTS = {"discovered_at", "accept_due_at"}


@dataclass(frozen=True)
class Names:
    """Names for codes and ids; what nobody knows any more is shown as it is stored."""

    catalogue: Catalogue
    people: Mapping[int, str]  # person id → name as the trail copied it
    places: Mapping[tuple[str, int], str]  # (column, id) → name
    numbers: Mapping[int, str]  # ids of the appeals of a merger → number
    today: date
    printed: bool = False  # paper outlives the year: it writes 2026年11月20日

    def number(self, appeal_id: int) -> str:
        """The number of an appeal of the same merger, as it is shown today."""
        return short_number(self.numbers[appeal_id], self.today) if appeal_id in self.numbers else "—"

    def day(self, day: date) -> str:
        """2026-11-20."""
        return f"{day.year}年{day.month}月{day.day}日" if self.printed else day.isoformat()

    def moment(self, at: datetime) -> str:
        """2026-11-20 10:00 on the local wall clock."""
        return f"{self.day(clock.local_day(at))} {clock.local(at):%H:%M}"

    def when(self, at: datetime | None) -> str:
        """11-20 10:00, as tables show it; with the year when it is not the running one, and on paper."""
        if at is None:
            return ""
        local = clock.local(at)
        whole = self.printed or local.year != self.today.year
        return f"{local:%Y-%m-%d %H:%M}" if whole else f"{local:%m-%d %H:%M}"

    def until(self, at: datetime | None) -> str:
        """A deadline: the bare day where it lasts until 24:00, as stored the first moment after it."""
        if at is None or clock.wall(at).time() != time():
            return self.when(at)
        return self.when(at - timedelta(minutes=1)).rpartition(" ")[0]

    def person(self, person_id: int | None) -> str:
        """Who did something; an empty text when the trail does not know him."""
        return self.people.get(person_id or 0, "") if person_id is not None else ""

    def category(self, code: str) -> str:
        """公共设施损坏."""
        return _named(self.catalogue.category, code)

    def domain(self, code: str) -> str:
        """物业."""
        return _named(self.catalogue.domain, code)

    def source(self, code: str) -> str:
        """12345 转办."""
        return _named(self.catalogue.source, code)

    def pause(self, code: str) -> str:
        """Why it is paused."""
        return _named(self.catalogue.suspension_reason, code)

    def ending(self, code: str | None) -> str:
        """Why it was not accepted; 撤回 and 作废 say their reason in words only."""
        return "" if code in (None, "withdrawn", "voided") else _named(self.catalogue.rejection_reason, code or "")

    def reasons(self, codes: Iterable[str]) -> str:
        """Why a reporter is not content."""
        return "、".join(_named(self.catalogue.unhappy_reason, code) for code in codes)

    def value(self, field: str, stored: Any) -> str:
        """A value of the trail in words."""
        if stored is None or stored == "":
            return EMPTY.get(field, "")
        if field in LABELS:
            kind, labels = LABELS[field]
            return labels[kind(stored)] if stored in list(kind) else str(stored)
        if field in MOMENTS:
            return self.moment(datetime.fromisoformat(stored))
        if isinstance(stored, bool):
            return "是" if stored else "否"
        if field in PLACE_FIELDS:
            return self.places.get((field, stored), "—")
        return self._coded(field, stored)

    def _coded(self, field: str, stored: Any) -> str:
        by_field: Mapping[str, Callable[[Any], str]] = {
            "category": self.category,
            "source": self.source,
            "ended_reason": self.ending,
            "merged_into_id": self.number,
        }
        return by_field[field](stored) if field in by_field else str(stored)

    def changes(self, changes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """(label, before, after) of the changed columns that people understand, in the order of FIELD_LABEL."""
        pairs = {field: pair for field, pair in changes.items() if isinstance(pair, list) and len(pair) == 2}
        lines = [
            (label, self.value(field, pairs[field][0]) if pairs[field][0] else "", self.value(field, pairs[field][1]))
            for field, label in FIELD_LABEL.items()
            if field in pairs
        ]
        return [line for line in lines if line[1] != line[2] and (line[2] or line[0] not in RUNS_OUT)]


def unknown_places(trail: Iterable[Any], known: Mapping[tuple[str, int], str]) -> set[tuple[str, int]]:
    """Ids of places in the trail that are not those of today."""
    found = {
        (field, number)
        for row in trail
        for field in PLACE_FIELDS
        for number in row.changes.get(field) or ()
        if isinstance(number, int)
    }
    return found - set(known)


def _named(look_up: Callable[[str], Any], code: str) -> str:
    """The catalogue's name; an old code that the catalogue of today no longer has stands for itself."""
    try:
        name: str = look_up(code).name
    except RuleBroken:
        return code
    return name
