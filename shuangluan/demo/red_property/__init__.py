"""红色物业 of the demonstration: companies with their cover, committees, fee reports, some months of meetings (D16)."""

from datetime import date, timedelta

from shuangluan.demo.district import District, Ground
from shuangluan.demo.red_property import registers, table

MONTHS = 4  # that lie behind


def tell(district: District) -> int:
    """Everything of the slice until the district's last day; how many meetings there are."""
    registers.companies(district)
    count = 0
    for position, ground in enumerate(district.grounds):
        count += _ground(district, ground, position)
    return count


def _ground(district: District, ground: Ground, position: int) -> int:
    """Committees, fees and meetings of a community: the first compound meets every month, the second is at work."""
    served = [estate for estate in ground.estates if estate.company is not None]
    count = 0
    for number, estate in enumerate(served[:2]):
        delegate = registers.committee(district, ground, estate, position, number)
        registers.fees(district, ground, estate, position + number)
        liaison = district.holder("property_liaison", estate.company.name if estate.company else "")
        seats = table.Seats(estate.compound, ground.admin, delegate, liaison)
        count += _meetings(district.until, seats, first=number == 0, position=position)
    return count


def _meetings(until: date, seats: table.Seats, *, first: bool, position: int) -> int:
    """The months behind, signed; and what is under way, in a different state from community to community."""
    last = until - timedelta(days=3)
    days = [] if not first else [table.months_before(last, n) for n in range(MONTHS, 0, -1)]
    for n, day in enumerate(days):
        if n == 1 and position % 4 == 3:
            table.inquorate(seats, day)
        else:
            table.signed(seats, day, n + position)
    if first and position % 3 == 0:
        table.pending(seats, last, position)
    elif position % 3 == 1:
        table.draft(seats, last, position)
    elif position % 3 == 2:
        table.planned(seats, until + timedelta(days=6), last)
    else:
        return len(days)
    return len(days) + 1
