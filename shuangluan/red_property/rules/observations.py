"""What 义务质量总监 see in the compounds of their company: good, or to be mended and mended (RP-70)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken

REPORT_LENGTH = 1000  # characters of an item's background


class ServiceItem(StrEnum):
    """The item of the service that is looked at."""

    ORDER = "order"
    CLEANING = "cleaning"
    GREENERY = "greenery"
    FACILITIES = "facilities"
    FIRE_SAFETY = "fire_safety"
    FRONT_DESK = "front_desk"
    OTHER = "other"


SERVICE_LABEL = {
    ServiceItem.ORDER: "秩序维护",
    ServiceItem.CLEANING: "环境卫生",
    ServiceItem.GREENERY: "绿化养护",
    ServiceItem.FACILITIES: "共用设施设备",
    ServiceItem.FIRE_SAFETY: "消防安全",
    ServiceItem.FRONT_DESK: "客户服务",
    ServiceItem.OTHER: "其他",
}


class Verdict(StrEnum):
    """What was found."""

    GOOD = "good"
    TO_MEND = "to_mend"


VERDICT_LABEL = {Verdict.GOOD: "好", Verdict.TO_MEND: "要整改"}


def check_day(observed_on: date, today: date) -> None:
    """Raises RuleBroken for a day to come."""
    if observed_on > today:
        raise RuleBroken("观察日期还没有到，看过以后再登记", "observed_on")


def check_stands(withdrawn_on: date | None) -> None:
    """Raises RuleBroken for what was withdrawn: it is written anew, not changed."""
    if withdrawn_on is not None:
        raise RuleBroken(f"这条观察 {withdrawn_on} 已经撤回；写错的，重新登记一条")


def check_may_mend(verdict: Verdict, mended_on: date | None) -> None:
    """Raises RuleBroken for what is good and for what is mended already."""
    if verdict is Verdict.GOOD:
        raise RuleBroken("这一条记的是好，不用整改")
    if mended_on is not None:
        raise RuleBroken(f"已经在 {mended_on} 整改")


def check_mended_on(observed_on: date, mended_on: date, today: date) -> None:
    """Raises RuleBroken for a day before the observation or to come."""
    if not observed_on <= mended_on <= today:
        raise RuleBroken("整改日期要在观察以后、今天以前", "mended_on")


def report(lines: Iterable[tuple[str, date, ServiceItem, str]]) -> str:
    """通报 of what is open: (compound, day, item, text) each in a line; what does not fit is counted (RP-70)."""
    told = [f"{name} {day} {SERVICE_LABEL[item]}：{text}" for name, day, item, text in lines]
    room, kept = REPORT_LENGTH - len("还有 9999 条，见“质量观察”"), []
    for one in told:
        room -= len(one) + 1
        if room < 0:
            break
        kept.append(one)
    left = len(told) - len(kept)
    return "\n".join([*kept, f"还有 {left} 条，见“质量观察”"] if left else kept)
