"""Party work of the demonstration: the sector's committee, cross posts, visits, observations, the flag (D16)."""

import random
from collections.abc import Generator, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from shuangluan.demo import words
from shuangluan.demo.district import BUILDER, District, Ground, Staff
from shuangluan.demo.red_property.table import Tale, months_before
from shuangluan.kernel import clock, people
from shuangluan.kernel.models import Compound, Organisation, PartyUnit, Person
from shuangluan.red_property import services
from shuangluan.red_property.queries import committee_register, ties
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.observations import ServiceItem, Verdict
from shuangluan.red_property.rules.ties import Relation
from shuangluan.red_property.rules.visits import VisitFacts
from shuangluan.red_property.rules.words import Mode

BASIS = "演示"
UNDER_WAY = 3  # days before the last one
FAULTS = (
    (ServiceItem.CLEANING, "二单元楼道堆放杂物"), (ServiceItem.FACILITIES, "东门门禁失灵"),
    (ServiceItem.GREENERY, "绿篱枯死一段"), (ServiceItem.FIRE_SAFETY, "消防通道停有车辆"),
)  # fmt: skip
PROMISED = ("协调一间党员活动室", "联系培训电梯安全管理员", "帮助对接党建指导员")


def sector(district: District) -> PartyUnit:
    """The sector's committee with three members."""
    by, at, first = BUILDER, district.founded_at, district.first_day
    unit = services.found_sector(f"双滦区物业服务行业党委{words.MARK}", founded_on=first, by=by, at=at)
    for position, home in (("书记", words.HOUSING), ("副书记", words.COMPANIES[0]), ("委员", words.COMPANIES[4])):
        person = people.add_person(f"行业党委{position}{words.MARK}", by=by, at=at)
        services.seat_in_sector(unit, person, position=position, home=home, valid_from=first, by=by, at=at)
    return unit


def posts(district: District) -> None:
    """Both directions in most communities; some have gaps."""
    managers: dict[int, Person] = {}
    for position, ground in enumerate(district.grounds):
        company = _company(ground)
        if company is None:
            continue
        manager = managers.get(company.id) or people.add_person(
            f"{company.name.removesuffix(words.MARK)}经理{words.MARK}", by=BUILDER, at=district.founded_at
        )
        managers[company.id] = manager
        if _is_supervised(position):
            clerk = ground.clerks[0].person
            _take(district, company, clerk, CrossPostKind.QUALITY_SUPERVISOR, ground.code, ground.code)
        if position % 3 != 2:
            _take(district, company, manager, CrossPostKind.COMMITTEE_PART_TIME, ground.code)
        if position % 4 != 3:
            _take(district, company, manager, CrossPostKind.COMMUNITY_PARTY, ground.code)
        if position % 5 == 0:
            _take(district, company, manager, CrossPostKind.STREET_PARTY, ground.code[:9])


def _is_supervised(position: int) -> bool:
    return position % 6 != 5


def _company(ground: Ground) -> Organisation | None:
    return next((estate.company for estate in ground.estates if estate.company is not None), None)


def _take(
    district: District, company: Organisation, person: Person, kind: CrossPostKind, host: str,
    community: str | None = None,
) -> None:  # fmt: skip
    services.take_cross_post(
        company, person, kind, host=host, candidate=(True, community is None, community), basis=BASIS,
        valid_from=district.first_day, by=BUILDER, at=district.founded_at,
    )  # fmt: skip


def begin(compound: Compound, district: District, months: int) -> None:
    """The compound has had its monthly meeting for so many months, and had none before."""
    since = months_before(last_day(district), months).replace(day=1)
    for mode, day, reason in (
        (Mode.NONE, district.first_day, "还没有开始三方联动"), (Mode.THREE, since, "开始按月召开联席会"),
    ):  # fmt: skip
        services.set_mode(compound, mode, valid_from=day, reason=reason, by=BUILDER, at=district.founded_at)


def last_day(district: District) -> date:
    """The day of what is under way."""
    return district.until - timedelta(days=UNDER_WAY)


def tales(district: District, companies: Sequence[Organisation]) -> Iterable[Tale]:
    """Visits and observations, and the finding of the flag on the first of the month."""
    org = district.holder("district_org", "130803")
    for number, company in enumerate(companies):
        if number % 9 != 7:  # those have never been visited
            yield _visit(district, company, org, number)
    for position, ground in enumerate(district.grounds):
        if _company(ground) is not None and _is_supervised(position):
            yield _observations(district, ground, position)
    yield _assessment(district, org)


def _visit(district: District, company: Organisation, org: Staff, number: int) -> Tale:
    rng = random.Random(f"{company.name}:visit")
    back = 420 if number % 9 == 8 else 20 + number * 9 % 280
    day, members = district.until - timedelta(days=back), number % 6
    promised = PROMISED[number // 3 % len(PROMISED)] if number % 3 == 0 else ""
    facts = VisitFacts(
        day, org.person.name, 12 + number % 20, members, max(0, members - 1),
        "希望多一些技能培训" if number % 2 else "", promised, day + timedelta(days=60) if promised else None,
    )  # fmt: skip
    yield (now := datetime.combine(day, time(16, rng.randint(0, 59))))
    made = services.record_visit(company, facts, by=org.actor, at=clock.from_wall(now))
    done = day + timedelta(days=25)
    if promised and number % 2 and done < district.until:
        yield (now := datetime.combine(done, time(11)))
        services.finish_help(made, done_on=done, note="已落实", by=org.actor, at=clock.from_wall(now))


def _observations(district: District, ground: Ground, position: int) -> Tale:
    """A fault in the last weeks, mended in half of the communities; and something good."""
    served = next(estate.compound for estate in ground.estates if estate.company is not None)
    by, day = ground.clerks[0].actor, district.until - timedelta(days=12 + position % 20)
    item, text = FAULTS[position % len(FAULTS)]
    yield (now := datetime.combine(day, time(10, position % 60)))
    fault = services.observe(
        served, observed_on=day, item=item, verdict=Verdict.TO_MEND, text=text, by=by, at=clock.from_wall(now)
    )
    services.observe(
        served, observed_on=day, item=ServiceItem.ORDER, verdict=Verdict.GOOD, text="大门值班规范", by=by,
        at=clock.from_wall(now),
    )  # fmt: skip
    if position % 2:
        yield (now := datetime.combine(day + timedelta(days=7), time(15)))
        services.find_mended(
            fault, mended_on=now.date(), note="已整改", by=by, at=clock.from_wall(now)
        )


def _assessment(district: District, org: Staff) -> Generator[datetime, None, None]:
    """On the first of the month the committees are looked at; one member's wife works for the serving company."""
    day = last_day(district).replace(day=1)
    yield (now := datetime.combine(day, time(9, 30)))
    at = clock.from_wall(now)
    viewer = people.viewer_of(org.person.id, day)
    assert viewer is not None  # the holder of the role has an account
    rows = committee_register.assessable(viewer, day)
    services.assess_committees(rows, by=org.actor, at=at)
    committee = committee_register.by_id(rows[0].id)
    member = ties.members(committee, day)[-1][0]
    company = _company(next(one for one in district.grounds if one.code == rows[0].community))
    if company is not None:
        services.tell_tie(
            member, company, Relation.SPOUSE, post="客服主管", valid_from=district.first_day, by=BUILDER, at=at
        )
