"""红色物业 of the demonstration: companies with their cover, committees, fee reports, some months of meetings (D16)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from shuangluan.demo.district import BUILDER, District, Estate, Ground, Staff
from shuangluan.demo.red_property import owners, party, ratings, registers, table
from shuangluan.demo.red_property.table import Seats, Tale
from shuangluan.kernel import clock
from shuangluan.kernel.models import Organisation
from shuangluan.red_property import services
from shuangluan.red_property.rules.committees import SubstituteKind
from shuangluan.red_property.rules.words import Mode

MONTHS = 4  # that lie behind


@dataclass(frozen=True)
class Founded:
    """What the tales go on from: every company, and the delegate by compound id."""

    companies: Sequence[Organisation]
    delegates: dict[int, Staff]


def found(district: District) -> Founded:
    """What is there from the district's first day on: party units, companies, posts, committees."""
    companies = registers.companies(district, party.sector(district))
    party.posts(district)
    delegates = {}
    for position, ground in enumerate(district.grounds):
        for number, estate in enumerate(_with_committee(ground)):
            delegates[estate.compound.id] = registers.committee(district, ground, estate, position, number)
        _substitutes(district, ground, position)
        _modes(district, ground)
    return Founded(companies, delegates)


def _substitutes(district: District, ground: Ground, position: int) -> None:
    """Where there is no committee, somebody else speaks for the owners."""
    kind = list(SubstituteKind)[position % len(SubstituteKind)]
    for estate in ground.estates:
        if estate not in _with_committee(ground):
            services.name_substitute(
                estate.compound, kind, basis="街道批复（演示）", valid_from=district.first_day, by=BUILDER,
                at=district.founded_at,
            )  # fmt: skip


def _modes(district: District, ground: Ground) -> None:
    """The compounds that meet begin with their first meeting; the others with a company do not deliberate yet."""
    meeting = _served(ground)
    for estate in ground.estates:
        if estate in meeting:
            party.begin(estate.compound, district, MONTHS)
        elif estate.company is not None:
            services.set_mode(
                estate.compound, Mode.NONE, valid_from=district.first_day, reason="户数少，随社区议事", by=BUILDER,
                at=district.founded_at,
            )  # fmt: skip


def tales(district: District, founded: Founded, folder: Path) -> Iterable[Tale]:
    """Fees, meetings, votes, funds, plans, ratings, party work: to be told in the order of time."""
    yield ratings.showcases(district)
    yield ratings.ratings(district, folder)
    yield from owners.tales(district, founded.delegates, folder)
    for position, ground in enumerate(district.grounds):
        served = [(estate.compound, founded.delegates[estate.compound.id]) for estate in _served(ground)]
        for number, estate in enumerate(_served(ground)):
            yield registers.fees(district, ground, estate, position + number)
            if number == 0:
                yield ratings.plans(district, ground, estate, position, folder)
            liaison = district.holder("property_liaison", estate.company.name if estate.company else "")
            compound, delegate = served[number]
            seats = Seats(compound, ground.admin, delegate, liaison)
            if number == 0:
                street = district.holder("street_staff", ground.street)
                yield from _behind(party.last_day(district), seats.joined_by(served[1:]), street, position, folder)
            yield _under_way(district.until, seats, is_first=number == 0, position=position)
    yield from party.tales(district, founded.companies)


def _served(ground: Ground) -> list[Estate]:
    """The compounds that meet: the first two with a company."""
    return [estate for estate in ground.estates if estate.company is not None][:2]


def _with_committee(ground: Ground) -> list[Estate]:
    """Those, and the ones that govern themselves without a company."""
    return _served(ground) + [one for one in ground.estates if one.compound.name in ratings.SELF_GOVERNED]


def _behind(last: date, seats: Seats, street: Staff, position: int, folder: Path) -> Iterable[Tale]:
    """The months behind, in a joint session of the community's compounds, signed; some did not come about."""
    for n in range(MONTHS, 0, -1):
        day = table.months_before(last, n)
        if n == 3 and position % 9 == 3:
            yield table.inquorate(seats, day)
        elif n == 2 and position % 9 == 4:
            yield _exempted(seats, street, day)
        elif n == 3 and position % 10 == 7:
            continue  # 未开
        elif n == 4 and position % 7 == 2:
            made_up = (day.replace(day=1) + timedelta(days=31)).replace(day=4)
            yield table.followed(seats, made_up, n + position, folder, period=f"{day:%Y-%m}")
        else:
            yield table.followed(seats, day, n + position, folder)


def _under_way(until: date, seats: Seats, *, is_first: bool, position: int) -> Tale:
    """What is under way, in a different state from community to community."""
    last = until - timedelta(days=party.UNDER_WAY)
    if position % 3 == 0 and is_first:
        return table.submitted(seats, last, position, signatures=1)
    if position % 3 == 2:
        return table.planned(seats, until + timedelta(days=6), last)
    return table.draft(seats, last, position)


def _exempted(seats: Seats, street: Staff, day: date) -> Tale:
    """免开 of a month, given by the street."""
    yield (now := datetime.combine(day, time(10)))
    for compound in seats.compounds:
        services.exempt_month(
            compound, f"{day:%Y-%m}", reason="major_event", note="", by=street.actor, at=clock.from_wall(now)
        )
