"""红色物业 of the demonstration: companies with their cover, committees, fee reports, some months of meetings (D16)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from shuangluan.demo.district import BUILDER, District, Estate, Ground, Staff
from shuangluan.demo.red_property import owners, registers, table
from shuangluan.demo.red_property.table import Seats, Tale
from shuangluan.kernel import clock
from shuangluan.red_property import services
from shuangluan.red_property.rules.words import Mode

MONTHS = 4  # that lie behind
UNDER_WAY = 3  # days before the last one


def found(district: District) -> dict[int, Staff]:
    """What is there from the district's first day on: companies and committees; the delegate by compound id."""
    registers.companies(district)
    _modes(district)
    return {
        estate.compound.id: registers.committee(district, ground, estate, position, number)
        for position, ground in enumerate(district.grounds)
        for number, estate in enumerate(_served(ground))
    }


def _modes(district: District) -> None:
    """Nobody deliberates at first; the compounds that meet begin with their first meeting, the others have not yet."""
    by, at, first = BUILDER, district.founded_at, district.first_day
    last = district.until - timedelta(days=UNDER_WAY)
    for ground in district.grounds:
        meeting = {one.compound.id: number for number, one in enumerate(_served(ground))}
        for estate in ground.estates:
            if estate.company is None:
                continue
            services.set_mode(estate.compound, Mode.NONE, valid_from=first, reason="户数少，随社区议事", by=by, at=at)
            number = meeting.get(estate.compound.id)
            if number is not None:
                since = table.months_before(last, MONTHS if number == 0 else 0).replace(day=1)
                services.set_mode(estate.compound, Mode.THREE, valid_from=since, reason="建立三方联席会", by=by, at=at)


def tales(district: District, delegates: dict[int, Staff], folder: Path) -> Iterable[Tale]:
    """Fee reports, meetings, votes and funds, to be told with everything else in the order of time."""
    yield from owners.tales(district, delegates, folder)
    for position, ground in enumerate(district.grounds):
        for number, estate in enumerate(_served(ground)):
            yield registers.fees(district, ground, estate, position + number)
            liaison = district.holder("property_liaison", estate.company.name if estate.company else "")
            seats = Seats(estate.compound, ground.admin, delegates[estate.compound.id], liaison)
            street = district.holder("street_staff", ground.street)
            yield from _meetings(district.until, seats, street, is_first=number == 0, position=position)


def _served(ground: Ground) -> list[Estate]:
    """The compounds that meet: the first two with a company."""
    return [estate for estate in ground.estates if estate.company is not None][:2]


def _meetings(until: date, seats: Seats, street: Staff, *, is_first: bool, position: int) -> Iterable[Tale]:
    """The months behind, signed; what is under way, in a different state from community to community."""
    last = until - timedelta(days=UNDER_WAY)
    for n in range(MONTHS if is_first else 0, 0, -1):
        day = table.months_before(last, n)
        if n == 3 and position % 8 == 3:
            yield table.inquorate(seats, day)
        elif n == 2 and position % 9 == 4:
            yield _exempted(seats, street, day)
        elif n == 3 and position % 10 == 7:
            continue  # 未开
        elif n == 4 and position % 7 == 2:
            made_up = (day.replace(day=1) + timedelta(days=31)).replace(day=4)
            yield table.submitted(seats, made_up, n + position, signatures=3, period=f"{day:%Y-%m}")
        else:
            yield table.submitted(seats, day, n + position, signatures=3)
    if position % 3 == 0 and is_first:
        yield table.submitted(seats, last, position, signatures=1)
    elif position % 3 == 2:
        yield table.planned(seats, until + timedelta(days=6), last)
    else:
        yield table.draft(seats, last, position)


def _exempted(seats: Seats, street: Staff, day: date) -> Tale:
    """免开 of a month, given by the street."""
    yield (now := datetime.combine(day, time(10)))
    services.exempt_month(
        seats.compound, f"{day:%Y-%m}", reason="major_event", note="", by=street.actor, at=clock.from_wall(now)
    )
