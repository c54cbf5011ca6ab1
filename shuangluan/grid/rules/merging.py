"""并件: which appeals may be joined, what the root becomes, and how it is undone (GR-31)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shuangluan.grid.rules.clocks import end_of
from shuangluan.grid.rules.settings import Terms
from shuangluan.grid.rules.states import OPEN, STATE_LABEL, AppealState, Level, highest
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Member:
    """One appeal of a merger with its own dates (naive local).

    `remaining` is the number of working days left while it is paused; without a promise (not accepted yet)
    all dates are None. `untold`: its reporters who were not told of the root's pause.
    """

    id: int
    community: str
    state: AppealState
    registered_at: datetime
    level: Level
    restricted: bool = False
    first_due_on: date | None = None
    first_due_at: datetime | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    severe_on: date | None = None
    severe_at: datetime | None = None
    remaining: int | None = None
    untold: int = 0

    @property
    def suspended(self) -> bool:
        """No date, only what is left."""
        return self.remaining is not None


@dataclass(frozen=True, slots=True)
class Combined:
    """What the root becomes; a paused one has `remaining` and no due date."""

    registered_at: datetime
    first_due_on: date | None
    first_due_at: datetime | None
    due_on: date | None
    due_at: datetime | None
    severe_on: date | None
    severe_at: datetime | None
    remaining: int | None
    level: Level
    restricted: bool


def check_can_merge(child: Member, root: Member) -> None:
    """Refuse to join `child` to `root`; `root` is what `root_of` found for the appeal that was chosen."""
    if child.id == root.id:
        raise RuleBroken("一件诉求不能并入它自己")
    if child.state not in OPEN:
        raise RuleBroken(f"“{STATE_LABEL[child.state]}”的诉求不能并入别的诉求")
    if child.community != root.community:
        raise RuleBroken("只能并入同一社区的诉求")
    if root.state in (AppealState.CLOSED, AppealState.ARCHIVED):
        raise RuleBroken("主件已办结，不能并入：请申请重办主件，或另办这一件并注明复发")
    if root.state not in OPEN:
        raise RuleBroken(f"“{STATE_LABEL[root.state]}”的诉求不能作主件")
    if root.suspended and child.untold:
        raise RuleBroken(f"主件正在挂起，先告知这一件的 {child.untold} 位诉求人再并入")


def combined(root: Member, children: Iterable[Member], merged_on: date, calendar: Calendar) -> Combined:
    """The root with its children: earliest dates, highest level, strictest confidentiality (GR-31, GR-43).

    Give the root's own dates and those of all its children, also after one of them was taken out again.
    """
    members = [root, *children]
    firsts = [m for m in members if m.first_due_on is not None]
    first = min(firsts, key=_first_end) if firsts else None
    due_on, due_at, severe_on, severe_at = _running(root, members, merged_on, calendar)
    return Combined(
        registered_at=min(member.registered_at for member in members),
        first_due_on=first.first_due_on if first else None,
        first_due_at=first.first_due_at if first else None,
        due_on=due_on,
        due_at=due_at,
        severe_on=severe_on,
        severe_at=severe_at,
        remaining=_remaining(root, members, merged_on, calendar),
        level=highest(*(member.level for member in members)),
        restricted=any(member.restricted for member in members),
    )


Dates = tuple[date | None, datetime | None, date | None, datetime | None]


def _running(root: Member, members: Sequence[Member], merged_on: date, calendar: Calendar) -> Dates:
    """The earliest due of a running root; a paused child brings what it had left, from the day of merging."""
    if root.suspended:
        return None, None, None, None
    ends: list[tuple[datetime, Dates]] = []
    for member in members:
        if member.due_on is not None:
            dates = (member.due_on, member.due_at, member.severe_on, member.severe_at)
            ends.append((end_of(member.due_on, member.due_at), dates))
        elif member.remaining is not None:
            day = calendar.add_working_days(merged_on, member.remaining)
            ends.append((end_of(day), (day, None, root.severe_on, root.severe_at)))
    return min(ends, key=lambda each: each[0])[1] if ends else (None, None, None, None)


def _remaining(root: Member, members: Sequence[Member], merged_on: date, calendar: Calendar) -> int | None:
    """The least that is left of a paused root; of a running child, its working days after the merging."""
    if not root.suspended:
        return None
    left = []
    for member in members:
        if member.remaining is not None:
            left.append(member.remaining)
        elif member.due_on is not None:
            left.append(calendar.working_days_between(merged_on, member.due_on))
    return min(left)


def _first_end(member: Member) -> datetime:
    return end_of(member.first_due_on or date.max - timedelta(days=1), member.first_due_at)


def root_of(appeal_id: int, parents: Mapping[int, int]) -> int:
    """Where `appeal_id` ends up; `parents` says into which appeal each was merged (GR-31, GR-54).

    Raises ValueError for a circle, which no merge can make.
    """
    seen = {appeal_id}
    while appeal_id in parents:
        appeal_id = parents[appeal_id]
        if appeal_id in seen:
            raise ValueError("merged in a circle")
        seen.add(appeal_id)
    return appeal_id


def members_of(root_id: int, parents: Mapping[int, int]) -> list[int]:
    """All appeals that end up in `root_id`, itself left out, in order.

    Children move with a merged root and come back with it: the members of a child are those of `parents`
    below it, so taking out one entry takes out its whole branch.
    """
    return sorted(each for each in parents if each != root_id and _is_under(each, root_id, parents))


def _is_under(appeal_id: int, root_id: int, parents: Mapping[int, int]) -> bool:
    seen: set[int] = set()
    while appeal_id in parents and appeal_id not in seen:
        seen.add(appeal_id)
        appeal_id = parents[appeal_id]
        if appeal_id == root_id:
            return True
    return False


def streak_start(merges: Sequence[tuple[datetime, datetime | None]], at: datetime) -> int:
    """Since which merge the root has had children without a break: its place among `merges`.

    `merges` are (merged, taken out again) in order, one of them running at `at`. What the root was before that
    merge is what it is alone.
    """
    start = 0
    for place, (merged, _) in enumerate(merges):
        alone = all(ended is not None and ended <= merged for _, ended in merges[start:place])
        if place > start and alone and merged <= at:
            start = place
    return start


@dataclass(frozen=True, slots=True)
class Candidate:
    """An appeal of the same compound and category that could be the same matter."""

    id: int
    state: AppealState
    registered_at: datetime
    building_id: int | None = None
    closed_on: date | None = None


def duplicates_since(today: date, terms: Terms) -> date:
    """The earliest day of closing that is still suggested: 30 days back (GR-31)."""
    return today - timedelta(days=terms.duplicate_closed_days)


def duplicates(
    candidates: Iterable[Candidate], building_id: int | None, today: date, terms: Terms
) -> list[Candidate]:
    """Likely duplicates, the likeliest first: same building, then open before closed, then the latest."""
    since = duplicates_since(today, terms)
    likely = [each for each in candidates if each.state in OPEN or _closed_since(each, since)]
    return sorted(
        likely,
        key=lambda each: (
            building_id is None or each.building_id != building_id,
            each.state not in OPEN,
            -each.registered_at.timestamp(),
            -each.id,
        ),
    )


def _closed_since(candidate: Candidate, since: date) -> bool:
    closed = (AppealState.CLOSED, AppealState.ARCHIVED)
    return candidate.state in closed and candidate.closed_on is not None and candidate.closed_on >= since


def is_recurrence(closed_on: date, reported_on: date, terms: Terms) -> bool:
    """A new report within 30 days of closing is 复发; the old figures stay (GR-33)."""
    return closed_on <= reported_on <= closed_on + timedelta(days=terms.duplicate_closed_days)


def is_mass(reported_on: Iterable[date], terms: Terms) -> bool:
    """群体性: five reporters within seven days, the first day included (GR-31); one date per reporter."""
    days = sorted(reported_on)
    step = terms.mass_reporters - 1
    return any((last - first).days < terms.mass_days for first, last in zip(days, days[step:], strict=False))
