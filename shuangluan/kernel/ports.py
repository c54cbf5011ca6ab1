"""Questions to slices that their askers must not import; bound in `create_app` (D21).

A question with several answerers is a list; the viewer is passed on, so each answers within its own scope.
Addresses in answers are paths of this site: a slice's queries do not know the web.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select

from shuangluan.kernel.figures import Figure, Period
from shuangluan.kernel.permissions import Viewer


@dataclass(frozen=True)
class Task:
    """One of the five tasks of the district, in the order in which it names them."""

    key: str  # the slice's package; also the key of its entry in the side menu
    label: str
    icon: str


TASKS: dict[str, Task] = {
    "service_center": Task("service_center", "党群服务中心", "hall"),
    "double_register": Task("double_register", "双报到", "checkin"),
    "grid": Task("grid", "全科网格", "grid"),
    "red_property": Task("red_property", "红色物业", "estate"),
    "workforce": Task("workforce", "社区工作者", "badge"),
}

GROUPS: dict[str, str] = {"mine": "等我办", "review": "等我审", "assigned": "派给我的"}


@dataclass(frozen=True)
class Step:
    """A kind of to-do: what it is called, which task it belongs to, how its record and its deed are opened."""

    key: str
    task: str
    label: str  # the button: 签收
    endpoint: str  # the record's page
    argument: str  # the name of the id in both addresses
    group: str = "mine"  # one of GROUPS
    act: str = ""  # the page on which the step is done; empty: the record's own


@dataclass(frozen=True)
class Hit:
    """One result of the global search."""

    task: str
    title: str
    note: str
    address: str


TodoSelect = Callable[[Viewer, datetime], Select[Any] | CompoundSelect[Any] | None]
"""Rows (step, record_id, title, note, due_at) that await the viewer; `None` when he has nothing to do here.

`due_at` is a column of the type UtcDateTime (NULL: no deadline); 24:00 of a day is the next day's first moment.
"""

SearchAnswer = Callable[[Viewer, str, int], Sequence[Hit]]
"""At most so many hits for the words, the likeliest first, in a total order."""

FigureAnswer = Callable[[Viewer, str | None, Period, datetime], Sequence[Figure]]
"""The figures of a task within an area (None: all the viewer sees) and a period, as of a moment."""


@dataclass(frozen=True)
class AgendaAppeal:
    """An open appeal that may be taken up at a meeting of its compound."""

    matter_id: int
    no: str
    title: str
    address: str


@dataclass(frozen=True)
class AgendaAppeals:
    """What a meeting is told of the appeals of its compounds since the last one; `open` are the oldest first."""

    new: int
    closed: int
    overdue: int
    open: Sequence[AgendaAppeal]


AgendaAnswer = Callable[[Viewer, Sequence[int], date | None, datetime], AgendaAppeals]
"""The appeals of compounds (ids) that the viewer may see, since the last meeting's day (None: the last 30 days)."""


@dataclass(frozen=True)
class Act:
    """Something done that may count in an appraisal (GR-67). `key` names the act for good."""

    key: str
    kind: str  # the item of the appraisal scheme: CASE
    person_id: int
    day: date
    text: str
    address: str


EvidenceAnswer = Callable[[Viewer, Sequence[int], date, date], Sequence[Act]]
"""The acts of persons (ids) between two days, both included, as they stand now: none that was taken back."""


@dataclass(frozen=True)
class Served:
    """Where a person serves as grid worker, and what his call-backs said: option of the survey → how often (WF-96)."""

    grid_id: int | None
    callbacks: Mapping[str, int]


ServedAnswer = Callable[[Sequence[int], date, date], Mapping[int, Served]]
"""For persons (ids): the grid held on the last day, and the call-backs of what they answered between two days."""


@dataclass(frozen=True)
class AppealRates:
    """物业类诉求 of a compound and year as (part, base): solved of those judged, content of those who answered."""

    solved: tuple[int, int]
    satisfied: tuple[int, int]


@dataclass(frozen=True)
class AppealRatesAnswer:
    """`rates` for compounds (ids), a year and a moment: a score must not depend on who asks, so there is no viewer.

    `addresses` of a compound and year: the lists of what each rate is a share of.
    """

    rates: Callable[[Sequence[int], int, datetime], Mapping[int, AppealRates]]
    addresses: Callable[[int, int], Mapping[str, str]]


todo: list[TodoSelect] = []
search: list[SearchAnswer] = []
figures: list[FigureAnswer] = []
evidence: list[EvidenceAnswer] = []
steps: dict[str, Step] = {}
_agenda: list[AgendaAnswer] = []
_served: list[ServedAnswer] = []
_appeal_rates: list[AppealRatesAnswer] = []


def answer_agenda(answer: AgendaAnswer) -> None:
    """Bind the one slice that keeps appeals."""
    _agenda[:] = [answer]


def agenda_appeals(
    viewer: Viewer, compound_ids: Sequence[int], since: date | None, now: datetime
) -> AgendaAppeals:
    """Ask for the appeals of an agenda; without an answering slice there are none."""
    for answer in _agenda:
        return answer(viewer, compound_ids, since, now)
    return AgendaAppeals(0, 0, 0, ())


def answer_served(answer: ServedAnswer) -> None:
    """Bind the one slice that keeps grids and call-backs."""
    _served[:] = [answer]


def served(person_ids: Sequence[int], since: date, until: date) -> Mapping[int, Served]:
    """Ask for grids and call-backs; without an answering slice nobody has any."""
    for answer in _served:
        return answer(person_ids, since, until)
    return {}


def answer_appeal_rates(answer: AppealRatesAnswer) -> None:
    """Bind the one slice that keeps appeals."""
    _appeal_rates[:] = [answer]


def appeal_rates(compound_ids: Sequence[int], year: int, now: datetime) -> Mapping[int, AppealRates]:
    """Ask for the rates of an evaluation; without an answering slice there are none (RP-37)."""
    for answer in _appeal_rates:
        return answer.rates(compound_ids, year, now)
    return {}


def appeal_rate_addresses(compound_id: int, year: int) -> Mapping[str, str]:
    """Where what was judged is listed, by `solved` and `satisfied`."""
    for answer in _appeal_rates:
        return answer.addresses(compound_id, year)
    return {}
