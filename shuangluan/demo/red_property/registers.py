"""Companies with party units and instructors, contracts, committees, fee reports of the demonstration."""

import random
from datetime import date, datetime, time, timedelta

from shuangluan.demo import words
from shuangluan.demo.district import BUILDER, FIRST, District, Estate, Ground, Staff
from shuangluan.demo.red_property.table import Tale
from shuangluan.kernel import audit, clock, people, places, teams
from shuangluan.kernel.models import Organisation, OrganisationKind, PartyUnit, PartyUnitKind
from shuangluan.kernel.permissions import Grant
from shuangluan.red_property import services
from shuangluan.red_property.queries import fee_register
from shuangluan.red_property.rules.companies import CompanyKind, Span
from shuangluan.red_property.rules.fees import FeeFigures
from shuangluan.red_property.services import Seat

ORGANISED, INSTRUCTED, BLANK = 7, 19, 2  # the first two as published
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def companies(district: District, sector: PartyUnit) -> list[Organisation]:
    """Every company with its code; seven in party organisations, nineteen with an instructor, two with nothing."""
    made = []
    by, at, first = BUILDER, district.founded_at, district.first_day
    names = [*words.COMPANIES, *(f"{name}物业{words.MARK}" for name in _further())]
    for number, name in enumerate(names[: ORGANISED + INSTRUCTED + BLANK]):
        body = district.organisations.get(name) or places.add_organisation(
            kind=OrganisationKind.COMPANY, name=name, by=by, at=at, valid_from=first
        )
        kind = CompanyKind.BRANCH if name == words.COMPANIES[-1] else CompanyKind.LOCAL
        made.append(body)
        services.register_company(body, credit_code=_code(number), kind=kind, by=by, at=at)
        if number < ORGANISED:
            unit = teams.found_party_unit(
                kind=PartyUnitKind.COMPANY, name=f"{name}党支部", founded_on=first, parent=sector, by=by, at=at
            )
            services.join_party_unit(body, unit, valid_from=first, basis="演示", by=by, at=at)
        elif number < ORGANISED + INSTRUCTED:
            person = people.add_person(f"指导员{number}{words.MARK}", by=by, at=at)
            services.send_instructor(body, person, valid_from=first, basis="演示", by=by, at=at)
    return made


def _further() -> list[str]:
    return [f"{first}{second}" for first in "惠民悦诚" for second in "居家园城邻"]


def _code(number: int) -> str:
    """An invented credit code with its check digit (GB 32100-2015)."""
    body = f"91130803MA{number:07d}"
    total = sum(LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + LETTERS[(31 - total % 31) % 31]


def committee(district: District, ground: Ground, estate: Estate, position: int, number: int) -> Staff:
    """A committee of three with its delegate; one in seven ends soon, one in nine was never filed."""
    by, at, until = BUILDER, district.founded_at, district.until
    is_first = ground.code == FIRST and number == 0
    body = (
        district.organisations[words.OWNERS] if is_first
        else services.committee_body(estate.compound, by=by, at=at)
    )  # fmt: skip
    soon = position % 7 == 5
    elected = until - timedelta(days=1300) if soon else date(until.year - 2, 1, 10)
    made = services.elect_committee(
        body, estate.compound, elected_on=elected,
        term_end=until + timedelta(days=100) if soon else date(until.year + 2, 1, 10), seats=3,
        filed_on=None if position % 9 == 4 else elected + timedelta(days=18), by=by, at=at,
    )  # fmt: skip
    delegate = district.holder("owners_delegate", words.OWNERS) if is_first else _delegate(body, estate, district)
    services.seat_member(made, delegate.person, Seat("主任", is_party_member=True), by=by, at=at)
    for place, post in enumerate(("副主任", "委员")):
        name = f"{estate.compound.name}{post}{words.MARK}"
        person = people.add_person(name, by=by, at=at)
        services.seat_member(made, person, Seat(post, is_party_member=place == position % 2), by=by, at=at)
    services.tell_party_side(made, has_party_group=position % 8 != 1, secretary_sits=False, by=by, at=at)
    return delegate


def _delegate(body: Organisation, estate: Estate, district: District) -> Staff:
    name = f"{estate.compound.name}主任{words.MARK}"
    person = people.add_person(name, by=BUILDER, at=district.founded_at)
    grant = Grant("owners_delegate", None, body.id, own=False)
    return Staff(person, audit.Actor(person.id, person.name, "owners_delegate", "", (grant,)))


def fees(district: District, ground: Ground, estate: Estate, seed: int) -> Tale:
    """The halves of the last full year of a compound, reported by a clerk of the community."""
    rng, year = random.Random(f"{estate.compound.name}:{seed}:fees"), district.until.year - 1
    households = estate.compound.households
    for since, until in ((date(year, 1, 1), date(year, 7, 1)), (date(year, 7, 1), date(year + 1, 1, 1))):
        due = households * 60_000
        rate = 98 if "欢乐江山" in estate.compound.name else rng.randint(78, 99)
        figures = FeeFigures(
            due, due * rate // 100, due // 10, due * rng.randint(10, 45) // 1000, households,
            households * (rate - 1) // 100, due // 50,
        )  # fmt: skip
        yield (now := datetime.combine(until + timedelta(days=20), time(10)))
        place = (ground.code, estate.compound.name, since)
        held = fee_register.contract_by_id(fee_register.contracts_on([place])[place].id)
        by = ground.clerks[0].actor
        services.report_fees(held, Span(since, until), figures, by=by, at=clock.from_wall(now))
