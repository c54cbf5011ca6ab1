"""红色物业 of the demonstration: companies with their cover, committees, fee reports, some months of meetings (D16)."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from shuangluan.demo.district import District, Estate, Ground, Staff
from shuangluan.demo.red_property import ratings, registers, table
from shuangluan.demo.red_property.table import Seats, Tale

MONTHS = 4  # that lie behind
UNDER_WAY = 3  # days before the last one


def found(district: District) -> dict[int, Staff]:
    """What is there from the district's first day on: companies and committees; the delegate by compound id."""
    registers.companies(district)
    return {
        estate.compound.id: registers.committee(district, ground, estate, position, number)
        for position, ground in enumerate(district.grounds)
        for number, estate in enumerate(_with_committee(ground))
    }


def tales(district: District, delegates: dict[int, Staff], folder: Path) -> Iterable[Tale]:
    """Fee reports, meetings, plans, ratings, to be told with everything else in the order of time."""
    yield ratings.showcases(district)
    yield ratings.ratings(district, folder)
    for position, ground in enumerate(district.grounds):
        for number, estate in enumerate(_served(ground)):
            yield registers.fees(district, ground, estate, position + number)
            if number == 0:
                yield ratings.plans(district, ground, estate, position, folder)
            liaison = district.holder("property_liaison", estate.company.name if estate.company else "")
            seats = Seats(estate.compound, ground.admin, delegates[estate.compound.id], liaison)
            yield from _meetings(district.until, seats, is_first=number == 0, position=position)


def _served(ground: Ground) -> list[Estate]:
    """The compounds that meet: the first two with a company."""
    return [estate for estate in ground.estates if estate.company is not None][:2]


def _with_committee(ground: Ground) -> list[Estate]:
    """Those, and the ones that govern themselves without a company."""
    return _served(ground) + [one for one in ground.estates if one.compound.name in ratings.SELF_GOVERNED]


def _meetings(until: date, seats: Seats, *, is_first: bool, position: int) -> Iterable[Tale]:
    """The months behind, signed; what is under way, in a different state from community to community."""
    last = until - timedelta(days=UNDER_WAY)
    for n in range(MONTHS if is_first else 0, 0, -1):
        day = table.months_before(last, n)
        if n == 3 and position % 4 == 3:
            yield table.inquorate(seats, day)
        else:
            yield table.submitted(seats, day, n + position, signatures=3)
    if position % 3 == 0 and is_first:
        yield table.submitted(seats, last, position, signatures=1)
    elif position % 3 == 2:
        yield table.planned(seats, until + timedelta(days=6), last)
    else:
        yield table.draft(seats, last, position)
