"""Who sat at the table: three parties, not three persons (RP-14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.words import PARTY_LABEL, Mode, Party, parties_of


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of the attendance; `compound` is None for who sits for all compounds of a joint session."""

    person: str
    party: Party
    is_present: bool
    compound: int | None = None
    has_mandate: bool = True
    arrived: time | None = None
    left: time | None = None

    def counts_for(self, compound: int) -> bool:
        """Whether this person makes his party present for `compound`."""
        return self.is_present and self.has_mandate and self.compound in (None, compound)

    def is_there(self, at: time | None) -> bool:
        """Whether he is there when an item starts; None is the start of the meeting. Who has left is absent."""
        if at is None:
            return self.arrived is None
        return (self.arrived is None or self.arrived <= at) and (self.left is None or self.left > at)


@dataclass(frozen=True, slots=True)
class OwnersSide:
    """By whom the owners of a compound can be spoken for on the day, and what is printed of it."""

    counts: bool
    note: str = ""


def owners_side(day: date, term_end: date | None, substitute: str, *, expired_counts_days: int) -> OwnersSide:
    """The owners' side on `day`: the committee up to its term and some days beyond, else the active substitute.

    `term_end` is the first day after the term (None: no committee); `substitute` names the substitute's kind.
    """
    if term_end is not None and day < term_end:
        return OwnersSide(True)
    if substitute:
        return OwnersSide(True, f"业主方由{substitute}代表")
    if term_end is None:
        return OwnersSide(False, "小区没有业委会，也没有登记替代方")
    if day < term_end + timedelta(days=expired_counts_days):
        return OwnersSide(True, "届满待换届")
    return OwnersSide(False, "业委会届满已久，须由替代方代表业主")


@dataclass(frozen=True, slots=True)
class Quorum:
    """Which parties were there for one compound, which were missing, and what the print has to say."""

    present: tuple[Party, ...]
    missing: tuple[Party, ...]
    note: str

    @property
    def is_met(self) -> bool:
        """Whether the meeting counts for the compound."""
        return not self.missing and bool(self.present)

    @property
    def sentence(self) -> str:
        """As shown beside the attendance."""
        if self.is_met:
            return "三方到齐" if len(self.present) == 3 else "两方到齐（两方议事）"
        names = "、".join(PARTY_LABEL[party] for party in self.missing)
        return f"{names}没有人到会，本次不成会" if names else "该小区不议事，本次不成会"


def quorum(seats: Sequence[Seat], compound: int, mode: Mode, owners: OwnersSide) -> Quorum:
    """The quorum of one compound over the whole meeting (RP-14)."""
    there = {seat.party for seat in seats if seat.counts_for(compound)}
    if not owners.counts:
        there.discard(Party.OWNERS)
    needed = parties_of(mode)
    present = tuple(party for party in needed if party in there)
    return Quorum(present, tuple(party for party in needed if party not in there), owners.note)


def missing_at(seats: Sequence[Seat], compound: int, mode: Mode, started_at: time | None) -> tuple[Party, ...]:
    """The parties without anybody there when an item starts: it can then only be 通报 or 顺延."""
    there = {seat.party for seat in seats if seat.counts_for(compound) and seat.is_there(started_at)}
    return tuple(party for party in parties_of(mode) if party not in there)


def check_seats(seats: Sequence[Seat]) -> None:
    """A person sits once, for one party, whatever posts he holds (RP-14). Raises RuleBroken for a second row."""
    seen: dict[str, Seat] = {}
    for seat in seats:
        if seat.person in seen:
            first = PARTY_LABEL[seen[seat.person].party]
            raise RuleBroken(f"{seat.person}已登记为{first}到会，一人一次会只能代表一方", "party")
        seen[seat.person] = seat
