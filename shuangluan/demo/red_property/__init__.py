"""红色物业 of the demonstration: companies with their cover, committees, fee reports, some months of meetings (D16)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from shuangluan.demo.district import District, Estate, Ground, Staff
from shuangluan.demo.red_property import party, ratings, registers, table
from shuangluan.demo.red_property.table import Seats, Tale
from shuangluan.kernel.models import Organisation

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
        for estate in _served(ground):
            party.begin(estate.compound, district, MONTHS)
    return Founded(companies, delegates)


def tales(district: District, founded: Founded, folder: Path) -> Iterable[Tale]:
    """Fee reports, meetings, plans, ratings, party work, to be told with everything else in the order of time."""
    yield ratings.showcases(district)
    yield ratings.ratings(district, folder)
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
                yield from _behind(party.last_day(district), seats.joined_by(served[1:]), position)
            yield _under_way(district.until, seats, is_first=number == 0, position=position)
    yield from party.tales(district, founded.companies)


def _served(ground: Ground) -> list[Estate]:
    """The compounds that meet: the first two with a company."""
    return [estate for estate in ground.estates if estate.company is not None][:2]


def _with_committee(ground: Ground) -> list[Estate]:
    """Those, and the ones that govern themselves without a company."""
    return _served(ground) + [one for one in ground.estates if one.compound.name in ratings.SELF_GOVERNED]


def _behind(last: date, seats: Seats, position: int) -> Iterable[Tale]:
    """The months behind, in a joint session of the community's compounds, signed; one in nine did not come about."""
    for n in range(MONTHS, 0, -1):
        day = table.months_before(last, n)
        if n == 3 and position % 9 == 3:
            yield table.inquorate(seats, day)
        else:
            yield table.submitted(seats, day, n + position, signatures=3)


def _under_way(until: date, seats: Seats, *, is_first: bool, position: int) -> Tale:
    """What is under way, in a different state from community to community."""
    last = until - timedelta(days=party.UNDER_WAY)
    if position % 3 == 0 and is_first:
        return table.submitted(seats, last, position, signatures=1)
    if position % 3 == 2:
        return table.planned(seats, until + timedelta(days=6), last)
    return table.draft(seats, last, position)
