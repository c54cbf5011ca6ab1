"""The settings of the slice, parsed at the door; the row in force on the day of the fact counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Limit
from shuangluan.red_property.rules.parsing import Share, in_force, rows_of, whole


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds on one day. `…_days` are calendar days; a Limit says its own unit."""

    notice_days: int
    submit_limit: Limit
    sign_limit: Limit
    late_confirm: Limit
    archive_after: Limit
    makeup_days: int
    postpone_to_street: int
    unanimous_parties: bool
    remind_days: tuple[int, ...]
    remind_last_wd_minus: int
    missed_to_district: int
    fixed_day: int | None
    term_years_max: int
    file_days: int
    renew_remind_days: tuple[int, ...]
    expired_counts_days: int
    party_share: Share
    meetings_12m: int
    short_year_share: tuple[int, int]
    probationary_counts: bool
    two_finalisers: bool
    answer_limit: Limit
    visit_months: int

    @classmethod
    def parse(cls, payload: Mapping[str, Any], day: date) -> "Terms":
        """The terms of a document `red_property_settings` on `day`. Raises RuleBroken for a missing or wrong one."""
        values = in_force(rows_of(payload, "settings"), day)
        try:
            return cls(**{name: _READ[name](values[key], key) for name, key in _KEYS.items()})
        except KeyError as missing:
            raise RuleBroken(f"{day} 没有生效的设置“{missing.args[0]}”") from missing


def _limit(value: Any, key: str) -> Limit:
    if not isinstance(value, Mapping) or not {"n", "unit"} <= value.keys():
        raise RuleBroken(f"设置“{key}”要写数和单位，现在是 {value!r}")
    return Limit.parse(value)


def _numbers(value: Any, key: str) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise RuleBroken(f"设置“{key}”要写几个整数，现在是 {value!r}")
    return tuple(whole(one, key, least=1) for one in value)


def _flag(value: Any, key: str) -> bool:
    if not isinstance(value, bool):
        raise RuleBroken(f"设置“{key}”要写是或否，现在是 {value!r}")
    return value


def _share(value: Any, _key: str) -> Share:
    return Share.parse(value)


def _fraction(value: Any, key: str) -> tuple[int, int]:
    """Numerator and denominator of a share that is rounded up."""
    share = Share.parse({**value, "inclusive": True} if isinstance(value, Mapping) else value)
    if value.get("rounding") != "CEIL":
        raise RuleBroken(f"设置“{key}”只能向上取整（CEIL）")
    return share.num, share.den


def _day_of_month(value: Any, key: str) -> int | None:
    if value is None:
        return None
    if whole(value, key, least=1) > 28:
        raise RuleBroken(f"设置“{key}”要写每个月都有的日子（1 至 28），现在是 {value}")
    return int(value)


_GROUPS = {
    "meeting": (
        "notice_days", "submit_limit", "sign_limit", "late_confirm", "archive_after", "makeup_days",
        "postpone_to_street", "unanimous_parties", "remind_days", "remind_last_wd_minus", "missed_to_district",
        "fixed_day",
    ),
    "committee": ("term_years_max", "file_days", "renew_remind_days", "expired_counts_days"),
    "red_committee": ("party_share", "meetings_12m", "short_year_share", "probationary_counts"),
    "vote": ("two_finalisers",),
    "street_conference": ("answer_limit",),
    "company": ("visit_months",),
}  # fmt: skip
_KEYS = {name: f"{group}.{name}" for group, names in _GROUPS.items() for name in names}
_SPECIAL = {
    "remind_days": _numbers,
    "renew_remind_days": _numbers,
    "unanimous_parties": _flag,
    "probationary_counts": _flag,
    "two_finalisers": _flag,
    "party_share": _share,
    "short_year_share": _fraction,
    "fixed_day": _day_of_month,
    **dict.fromkeys(("submit_limit", "sign_limit", "late_confirm", "archive_after", "answer_limit"), _limit),
}
_READ: dict[str, Any] = {name: _SPECIAL.get(name, whole) for name in _KEYS}
