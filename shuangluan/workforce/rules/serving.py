"""How a result of the appraisal reaches the person (WF-104)."""

from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class Manner(StrEnum):
    """By what a result was served; the phone is the worker's own deed."""

    HAND = "hand"
    PHONE = "phone"
    POST = "post"
    LEFT = "left"


MANNER_LABEL = {Manner.HAND: "当面签收", Manner.PHONE: "手机签收", Manner.POST: "邮寄", Manner.LEFT: "留置送达"}
BY_STAFF = (Manner.HAND, Manner.POST, Manner.LEFT)


def manner_name(how: str) -> str:
    """The manner in words."""
    return MANNER_LABEL[Manner(how)] if how in {one.value for one in Manner} else how


def check_served_on(on: date, published_on: date, today: date) -> None:
    """Raises RuleBroken for a day before the list was published or after today."""
    if on < published_on:
        raise RuleBroken(f"名单 {published_on} 才公示，送达不能更早", "on")
    if on > today:
        raise RuleBroken("送达的日期不能晚于今天", "on")
