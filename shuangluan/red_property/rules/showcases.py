"""亮点小区: kinds of showcases, named by the district for days (RP-36)."""

from collections.abc import Iterable
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.companies import Span

COMPOUND_KIND_LABEL = {"old": "老旧", "resettled": "回迁", "standard": "标准", "new": "新建"}


class ShowcaseKind(StrEnum):
    """The three kinds of the district's list."""

    COMMERCIAL = "commercial"
    SELF_GOVERNED = "self_governed"
    RESETTLEMENT = "resettlement"


SHOWCASE_LABEL = {
    ShowcaseKind.COMMERCIAL: "商品楼红色物业",
    ShowcaseKind.SELF_GOVERNED: "红色业委会居民自治",
    ShowcaseKind.RESETTLEMENT: "回迁楼",
}


class Track(StrEnum):
    """分类提升: 老旧定向、回迁规范、标准精准、新建智慧."""

    TARGETED = "targeted"
    REGULATED = "regulated"
    PRECISE = "precise"
    SMART = "smart"


TRACK_LABEL = {
    Track.TARGETED: "定向提升",
    Track.REGULATED: "规范提升",
    Track.PRECISE: "精准提升",
    Track.SMART: "智慧提升",
}
TRACK_OF_KIND = {
    "old": Track.TARGETED,
    "resettled": Track.REGULATED,
    "standard": Track.PRECISE,
    "new": Track.SMART,
}


def check_track(track: Track, compound_kind: str, reason: str) -> None:
    """The track follows the compound's kind; another one needs a reason (RP-5)."""
    expected = TRACK_OF_KIND[compound_kind]
    if track is not expected and not reason.strip():
        raise RuleBroken(
            f"{COMPOUND_KIND_LABEL[compound_kind]}小区按{TRACK_LABEL[expected]}，改用别的要写明原因", "reason"
        )


def check_showcase(kind: ShowcaseKind, compound_kind: str, *, has_committee: bool) -> None:
    """A showcase of self-government needs a committee, one of resettlement a resettlement compound."""
    if kind is ShowcaseKind.RESETTLEMENT and compound_kind != "resettled":
        raise RuleBroken("回迁楼亮点要是回迁小区", "kind")
    if kind is ShowcaseKind.SELF_GOVERNED and not has_committee:
        raise RuleBroken("居民自治亮点要有在任的业委会", "kind")


def check_days(new: Span, others: Iterable[Span]) -> None:
    """A compound is on the list of a kind once at a time. Raises RuleBroken for days that are taken, or none."""
    if new.valid_to is not None and new.valid_to <= new.valid_from:
        raise RuleBroken("最后一天不能早于第一天", "valid_until")
    if any(new.touches(other) for other in others):
        raise RuleBroken("这段时间它已经是这一类的亮点小区", "valid_from")
