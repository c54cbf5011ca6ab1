"""The deadline clock as worked examples call it: JSON values in, JSON values out (GR-24)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel.workdays.days import Calendar
from shuangluan.kernel.workdays.reckoning import deadline
from shuangluan.kernel.workdays.terms import ClockParams, Limit, Pause


def vector_deadline(
    start: str,
    limit: Mapping[str, Any],
    calendar: Mapping[str, Any],
    params: Mapping[str, Any],
    suspensions: Sequence[Mapping[str, Any]] = (),
    strict: bool = False,
) -> dict[str, Any]:
    """`deadline` over the values of a worked example; a `start` without an hour is a date."""
    found = deadline(
        datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start),
        Limit.parse(limit),
        _calendar(calendar),
        ClockParams.parse(params),
        [Pause.parse(pause) for pause in suspensions],
        strict,
    )
    return {
        "counted_from": _text(found.counted_from),
        "due_on": _text(found.due_on),
        "due_at": _text(found.due_at),
        "severe_on": _text(found.severe_on),
        "severe_at": _text(found.severe_at),
        "remaining": found.remaining,
        "provisional": found.provisional,
        "codes": list(found.codes),
        "lines": [line.as_json() for line in found.lines],
    }


def _calendar(value: Mapping[str, Any]) -> Calendar:
    """One document, or `{files, add}`: the documents in turn, then the year that replaces its like."""
    if "files" not in value:
        return Calendar.parse(value)
    added = [value["add"]] if value.get("add") else []
    return Calendar.parse(*value["files"], *added)


def _text(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return None if value is None else value.isoformat()


ENGINES: dict[str, Callable[..., Any]] = {"deadline": vector_deadline}
