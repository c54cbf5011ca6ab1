"""Which class of posts, education and certificate count on a day (WF-66, WF-68, WF-78, WF-79)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.facts import EDUCATION_ORDER, Appointment, Education, Facts
from shuangluan.workforce.rules.scheme import PostClass, Scheme
from shuangluan.workforce.rules.spans import ONE_DAY, following_month

REORGANISATION = "机构调整"


@dataclass(frozen=True, slots=True)
class Held:
    """The position that decides, and its class."""

    position: str
    post: PostClass


def post_on(scheme: Scheme, facts: Facts, first_on: date, day: date) -> Held:
    """The highest class among the appointments open on `day`; with none open, the last one stays (WF-68).

    Raises RuleBroken for a position without class, and where nothing was ever held.
    """
    held = [(acts_from(one, first_on, facts.appointments), acts_until(one), one) for one in facts.appointments]
    open_now = [one for start, end, one in held if start <= day and (end is None or end >= day)]
    if not open_now:
        ended = [(end, one) for start, end, one in held if start <= day and end is not None and end >= start]
        if not ended:
            raise RuleBroken(f"{day} 没有任职，不能确定岗位类别")
        last = max(end for end, _ in ended)
        open_now = [one for end, one in ended if end == last]
    classes = [Held(one.position, scheme.class_of(one.position)) for one in open_now]
    return max(classes, key=lambda one: one.post.rank)


def acts_from(appointment: Appointment, first_on: date, among: Sequence[Appointment]) -> date:
    """When an appointment begins to count: at once by the first grading, later by its document (WF-68).

    One that only goes on in a merged community counts as the one before it did (WF-118).
    """
    if appointment.start <= first_on:
        return appointment.start
    for one in among:
        if carries_on(appointment, one):
            return max(appointment.start, acts_from(one, first_on, among))
    return following_month(appointment.doc_date or appointment.start)


class Post(Protocol):
    """What tells whether one post goes on from another."""

    @property
    def position(self) -> str:
        """职务."""

    @property
    def start(self) -> date:
        """The first day."""

    @property
    def end(self) -> date | None:
        """The last day; None: going on."""

    @property
    def end_reason(self) -> str | None:
        """离任原因."""


def carries_on(appointment: Post, before: Post) -> bool:
    """Whether it is the same post in what became of the community (WF-118)."""
    return (
        before.end_reason == REORGANISATION
        and before.position == appointment.position
        and before.end is not None
        and before.end + ONE_DAY == appointment.start
    )


def acts_until(appointment: Appointment) -> date | None:
    """The last day an ended appointment counts: the end of its month."""
    return None if appointment.end is None else following_month(appointment.end) - ONE_DAY


def end_reason(facts: Facts, post: PostClass, day: date) -> str | None:
    """Why the class `post` was lost on `day`, where an appointment of it ended just before."""
    for one in facts.appointments:
        until = acts_until(one)
        if until is not None and until + ONE_DAY == day and one.position in post.positions and one.end_reason:
            return one.end_reason
    return None


def education_acts_from(education: Education, first_on: date) -> date:
    """When an education begins to count: at the first grading at once, later the month after (WF-66, WF-70)."""
    if education.recognized_from <= first_on:
        return education.recognized_from
    return following_month(education.recognized_from)


def education_on(scheme: Scheme, facts: Facts, first_on: date, day: date) -> Education | None:
    """The highest education that counts on `day`; None stands for the lowest level."""
    counted = [
        one
        for one in facts.education
        if (scheme.education.inservice_ok or not one.inservice) and education_acts_from(one, first_on) <= day
    ]
    return max(counted, key=lambda one: one.rank, default=None)


def level_of(education: Education | None) -> str:
    """The level in words; nobody is below the lowest."""
    return EDUCATION_ORDER[0] if education is None else education.level
