"""A grade scheme, parsed at the door: everything tunable is here and nothing of it in the engines (WF-60, WF-62).

The engines never look at a scheme's code or name. Reading a scheme is also its check: a value outside the list of
`parameters` refuses the whole document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.spans import day_or_none, reading

Payload = Mapping[str, Any]


class StartMode(StrEnum):
    """Where a class begins (WF-70)."""

    POST_MIN = "POST_MIN"
    POST_X_EDU = "POST_X_EDU"


class AdvanceMode(StrEnum):
    """How grades are gained (WF-71, WF-76, WF-77)."""

    ANNUAL_STEP = "ANNUAL_STEP"
    SERVICE_BAND = "SERVICE_BAND"
    QUALIFIED_WINDOW = "QUALIFIED_WINDOW"


class EffectMode(StrEnum):
    """What education or a certificate does (WF-78, WF-79)."""

    NONE = "NONE"
    START_ONLY = "START_ONLY"
    LEVEL_UP = "LEVEL_UP"
    CREDIT_YEARS = "CREDIT_YEARS"
    ALLOWANCE = "ALLOWANCE"


class UpgradeMode(StrEnum):
    """What a later, higher education does under yearly steps (WF-78)."""

    ENSURE_MIN = "ENSURE_MIN"
    DIFF_START = "DIFF_START"
    NONE = "NONE"


class ChangeMode(StrEnum):
    """How a grade follows a change of post (WF-80)."""

    RECOMPUTE = "RECOMPUTE"
    ENSURE_START = "ENSURE_START"
    SHIFT = "SHIFT"
    KEEP = "KEEP"
    KEEP_CAPPED = "KEEP_CAPPED"


class GradeProtection(StrEnum):
    """What a conversion does for a higher earlier grade (WF-82)."""

    NONE = "NONE"
    FREEZE = "FREEZE"
    FLOOR = "FLOOR"


class AtCeiling(StrEnum):
    """What a good year at the top counts for (WF-73)."""

    KEEP_COUNT = "KEEP_COUNT"
    DROP = "DROP"


class BadInWindow(StrEnum):
    """What a bad year does to a window (WF-77)."""

    RESTART = "RESTART"
    EXTEND = "EXTEND"


class SumMode(StrEnum):
    """How several segments of service add up (WF-67)."""

    SUM = "SUM"
    LAST_CONTINUOUS = "LAST_CONTINUOUS"


STEP = "STEP"  # of advance.undetermined: as a good year


@dataclass(frozen=True, slots=True)
class PostClass:
    """A class of posts 岗位类别 with its range of grades."""

    name: str
    rank: int
    lowest: int
    highest: int
    positions: tuple[str, ...]

    def limited(self, grade: int) -> int:
        """`grade`, brought into the range."""
        return min(max(grade, self.lowest), self.highest)


@dataclass(frozen=True, slots=True)
class ExtraRule:
    """`step` more grades after `consecutive` years of `rating` (WF-74)."""

    rating: str
    consecutive: int
    step: int


@dataclass(frozen=True, slots=True)
class Advance:
    """How grades are gained, with what stands in the way (WF-71 to WF-77)."""

    mode: AdvanceMode
    interval_years: int
    ratings_ok: tuple[str, ...]
    min_months: int
    absences_not_worked: frozenset[str]
    undetermined: Mapping[str, str]
    at_ceiling: AtCeiling
    sanction_blocks: bool
    extra: ExtraRule | None
    count_bad_year: bool
    bad_ratings: frozenset[str]
    base_date: date | None
    bad_in_window: BadInWindow

    @classmethod
    def parse(cls, payload: Payload) -> "Advance":
        """The block `advance`."""
        extra = payload.get("extra_rule")
        return cls(
            mode=AdvanceMode(payload["mode"]),
            interval_years=_positive(payload.get("interval_years", 1), "advance.interval_years"),
            ratings_ok=tuple(payload.get("ratings_ok", ())),
            min_months=int(payload.get("min_months", 0)),
            absences_not_worked=frozenset(payload.get("absences_not_worked", ())),
            undetermined=dict(payload.get("undetermined", {})),
            at_ceiling=AtCeiling(payload.get("at_ceiling", AtCeiling.KEEP_COUNT)),
            sanction_blocks=bool(payload.get("sanction_blocks", False)),
            extra=_extra(extra) if extra else None,
            count_bad_year=bool(payload.get("count_bad_year", True)),
            bad_ratings=frozenset(payload.get("bad_ratings", ())),
            base_date=day_or_none(payload.get("base_date")),
            bad_in_window=BadInWindow(payload.get("bad_in_window", BadInWindow.RESTART)),
        )

    @property
    def lowest_ok(self) -> str:
        """The lowest rating that still gives a step; `ratings_ok` goes from high to low."""
        return self.ratings_ok[-1]


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """Which service counts and how it adds up (WF-67)."""

    sum_mode: SumMode
    break_tolerance_days: int
    day_carry: int
    kinds: Mapping[str, int]
    deduct_absences: frozenset[str]

    @classmethod
    def parse(cls, payload: Payload) -> "ServiceRule":
        """The block `service`."""
        return cls(
            SumMode(payload.get("sum_mode", SumMode.SUM)),
            int(payload.get("break_tolerance_days", 0)),
            _positive(payload.get("day_carry", 30), "service.day_carry"),
            dict(payload["kinds"]),
            frozenset(payload.get("deduct_absences", ())),
        )


@dataclass(frozen=True, slots=True)
class EducationRule:
    """What education does (WF-78)."""

    mode: EffectMode
    levels: Mapping[str, int]
    years: Mapping[str, int]
    partial_years: Mapping[str, int]
    need_degree: bool
    later_upgrade: UpgradeMode
    inservice_ok: bool

    @classmethod
    def parse(cls, payload: Payload) -> "EducationRule":
        """The block `education`."""
        return cls(
            _effect(payload["mode"], "education.mode", exclude=EffectMode.ALLOWANCE),
            dict(payload.get("levels", {})), dict(payload.get("years", {})), dict(payload.get("partial_years", {})),
            bool(payload.get("need_degree", False)),
            UpgradeMode(payload.get("later_upgrade", UpgradeMode.NONE)),
            bool(payload.get("inservice_ok", True)),
        )


@dataclass(frozen=True, slots=True)
class CertificateRule:
    """What a certificate does, and when it counts (WF-79)."""

    mode: EffectMode
    amounts: Mapping[str, str]
    levels: Mapping[str, int]
    years: Mapping[str, int]
    highest_only: bool
    require_registered: bool
    stop_when_expired: bool

    @classmethod
    def parse(cls, payload: Payload) -> "CertificateRule":
        """The block `certificate`."""
        return cls(
            _effect(payload["mode"], "certificate.mode", exclude=EffectMode.START_ONLY),
            dict(payload.get("amounts", {})), dict(payload.get("levels", {})), dict(payload.get("years", {})),
            bool(payload.get("highest_only", True)),
            bool(payload.get("require_registered", True)),
            bool(payload.get("stop_when_expired", True)),
        )


@dataclass(frozen=True, slots=True)
class PostChange:
    """How the grade follows the post under yearly steps (WF-80)."""

    up: ChangeMode
    down: ChangeMode
    by_reason: Mapping[str, ChangeMode]
    skip_next_step_if_raised: bool

    @classmethod
    def parse(cls, payload: Payload) -> "PostChange":
        """The block `post_change`."""
        reasons = payload.get("by_reason") or {}
        return cls(
            ChangeMode(payload.get("up", ChangeMode.RECOMPUTE)),
            ChangeMode(payload.get("down", ChangeMode.RECOMPUTE)),
            {reason: ChangeMode(mode) for reason, mode in reasons.items()},
            bool(payload.get("skip_next_step_if_raised", False)),
        )


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole grade scheme 等级方案."""

    posts: Mapping[str, PostClass]
    start_mode: StartMode
    start_edu: Mapping[str, int]
    post_shift: Mapping[str, int]
    advance: Advance
    service: ServiceRule
    education: EducationRule
    certificate: CertificateRule
    post_change: PostChange
    protection: GradeProtection

    @classmethod
    def parse(cls, payload: Payload) -> "Scheme":
        """The scheme of a document. Raises RuleBroken where it is badly written or contradicts itself."""
        with reading("等级方案"):
            start, protection = payload["start"], payload.get("protection", {})
            posts = {name: _post(name, one) for name, one in payload["posts"].items()}
            _check_posts(tuple(posts.values()))
            return cls(
                posts=posts,
                start_mode=StartMode(start["mode"]),
                start_edu=dict(start.get("edu", {})),
                post_shift=dict(start.get("post_shift", {})),
                advance=Advance.parse(payload["advance"]),
                service=ServiceRule.parse(payload["service"]),
                education=EducationRule.parse(payload["education"]),
                certificate=CertificateRule.parse(payload["certificate"]),
                post_change=PostChange.parse(payload["post_change"]),
                protection=GradeProtection(protection.get("grade", GradeProtection.NONE)),
            )

    def class_of(self, position: str) -> PostClass:
        """The class of a position. Raises RuleBroken for one that the scheme does not place (WF-68)."""
        for post in self.posts.values():
            if position in post.positions:
                return post
        raise RuleBroken(f"等级方案没有归类职务“{position}”，请方案管理员补上")

    def start(self, post: PostClass, education: str) -> int:
        """Where `post` begins with `education`. Raises RuleBroken for what the scheme does not list."""
        if self.start_mode is StartMode.POST_MIN:
            return post.lowest
        if education not in self.start_edu or post.name not in self.post_shift:
            raise RuleBroken(f"等级方案的起点表没有“{post.name}、{education}”")
        return self.start_edu[education] + self.post_shift[post.name]


def _post(name: str, payload: Payload) -> PostClass:
    return PostClass(
        name, int(payload["rank"]), int(payload["min"]), int(payload["max"]), tuple(payload["positions"])
    )


def _check_posts(posts: Sequence[PostClass]) -> None:
    if not posts:
        raise RuleBroken("等级方案没有岗位类别")
    for post in posts:
        if not 1 <= post.lowest <= post.highest:
            raise RuleBroken(f"{post.name}的等级范围 {post.lowest}–{post.highest} 不对")
    positions = [position for post in posts for position in post.positions]
    twice = sorted({position for position in positions if positions.count(position) > 1})
    if twice:
        raise RuleBroken(f"职务“{twice[0]}”归了两个岗位类别")
    if len({post.rank for post in posts}) < len(posts):
        raise RuleBroken("两个岗位类别的高低次序相同")


def _extra(payload: Payload) -> ExtraRule:
    return ExtraRule(
        payload["rating"],
        _positive(payload["consecutive"], "advance.extra_rule.consecutive"),
        _positive(payload["step"], "advance.extra_rule.step"),
    )


def _effect(value: str, name: str, *, exclude: EffectMode) -> EffectMode:
    mode = EffectMode(value)
    if mode is exclude:
        raise RuleBroken(f"{name} 不能是 {value}")
    return mode


def _positive(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise RuleBroken(f"{name} 要是 1 以上的整数，现在是 {value}")
    return value
