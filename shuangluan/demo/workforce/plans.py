"""Who the community workers of the demonstration are: invented lives, a pure function of seed and day (D16, WF-220).

288 are employed, 272 of them with 大专 or more, 101 with 初级 or 中级, as published; 2 and 8 have left upwards.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuangluan.demo import words
from shuangluan.demo.district import FIRST, District, Ground, Staff
from shuangluan.kernel import pii
from shuangluan.workforce.rules.delegates import DelegateKind
from shuangluan.workforce.rules.kinds import Basis, Sex
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.spans import add_months

EMPLOYED, COLLEGE, CERTIFIED, MIDDLE = 288, 272, 101, 17  # as published; of the certified so many are 中级
SEATED, UNSEATED = 52, 6  # delegates with one seat each, as published; recommended and not elected
SEATS = (
    (DelegateKind.CONGRESS, "区"), (DelegateKind.PARTY, "区"), (DelegateKind.CONGRESS, "乡镇"),
    (DelegateKind.CONSULTATIVE, "区"), (DelegateKind.PARTY, "市"),
)  # fmt: skip
LEAVERS = (
    *[(ExitKind.CIVIL_SERVANT, "党组织书记")] * 2, *[(ExitKind.INSTITUTION, "党组织书记")] * 3,
    *[(ExitKind.INSTITUTION, "副主任")] * 5, (ExitKind.RESIGNED, "专职工作者"), (ExitKind.RESIGNED, "专职工作者"),
    (ExitKind.NOT_RENEWED, "专职工作者"), (ExitKind.RETIRED, "委员"),
)  # fmt: skip
COUNTRY = "130899"  # the area code of nobody: 承德 has no such district
FIRST_PHONE = 5000
POSITIONS = ("党组织书记", "副主任", "委员", "副书记", "委员")
NEWCOMERS = (130, 260, 55, 25, 40)  # days before the last day at which somebody began; the last three on trial
TERM = 36  # months of a contract
LEFT = 120  # days before the last day at which the last one left: before the month whose pay is locked


@dataclass(frozen=True)
class Paper:
    """A professional certificate: obtained, and registered for three years or not at all (WF-79)."""

    level: str
    approved_on: date
    registered_from: date | None

    @property
    def registered_until(self) -> date | None:
        """The last day of the period."""
        return self.registered_from and add_months(self.registered_from, TERM) - timedelta(days=1)


@dataclass
class Plan:
    """A worker before the first word is written of her; what happens to her beside is in `twists`."""

    number: int
    ground: Ground
    slot: int
    name: str
    sex: Sex
    born: date
    entry: date
    position: str
    level: str
    staff: Staff | None = None
    paper: Paper | None = None
    leaves: tuple[ExitKind, date] | None = None
    recommended: tuple[DelegateKind, str, bool] | None = None  # kind, level, whether elected
    is_graded: bool = True
    archive_birth: date | None = None
    ratings: dict[int, tuple[str, str]] = field(default_factory=dict)  # rating and reason by year
    unconfirmed: set[int] = field(default_factory=set)

    @property
    def basis(self) -> Basis:
        """The first five of a community are elected, the others hired."""
        return Basis.ELECTED if self.slot < len(POSITIONS) else Basis.HIRED

    @property
    def id_number(self) -> str:
        """A number with a true check digit in a district that there is not."""
        digits = f"{COUNTRY}{self.born:%Y%m%d}{self.number * 2 + (self.sex is Sex.MALE):03d}"
        return digits + pii.id_check_digit(digits)

    @property
    def political(self) -> str:
        """Who holds an office of the party, or stands for its congress, is of the party; of the others two in three."""
        of_party = "书记" in self.position or (self.recommended and self.recommended[0] is DelegateKind.PARTY)
        return "中共党员" if of_party or self.number % 3 else "群众"

    @property
    def phone(self) -> str:
        """Nobody's."""
        return words.phone(FIRST_PHONE + self.number)

    @property
    def diploma_on(self) -> date:
        """At 19 to 25, by level."""
        ages = {"中专及以下": 19, "大专": 21, "本科": 23, "硕士": 25}
        return date(self.born.year + ages[self.level], 7, 1)

    @property
    def retire_class(self) -> str:
        """男, 女管理 for those who lead, 女职工."""
        if self.sex is Sex.MALE:
            return "男"
        return "女管理" if self.slot < 2 else "女职工"


@dataclass(frozen=True)
class Years:
    """The years of the demonstration: from when ratings are known, and the one whose steps are being decided."""

    first: int
    rated: int

    @classmethod
    def until(cls, district: District) -> "Years":
        """A year's ratings are confirmed on 20 January; the batch opens a fortnight before the last day."""
        end = district.until
        confirmed = date(end.year, 2, 10) < end
        return cls(district.first_day.year, end.year - 1 if confirmed else end.year - 2)


def plans(district: District, *, small: bool, seed: str) -> list[Plan]:
    """All of them, the leavers last."""
    total = EMPLOYED * len(district.grounds) // 28 if small else EMPLOYED
    taken = {staff.person.name for listed in district.holders.values() for staff in listed}
    rng = random.Random(f"{seed}:workers")
    names = (name for name in words.person_names(rng) if name not in taken)
    made = list(_employed(district, total, names, rng))
    _study(made, total, rng)
    _certify(made, total, rng)
    _recommend(made, total)
    for one in made:
        _rate(one, Years.until(district), rng)
    return [*made, *_leavers(district, len(made), names, rng)]


def _employed(district: District, total: int, names: Iterator[str], rng: random.Random) -> Iterator[Plan]:
    count, number = len(district.grounds), 0
    for place, ground in enumerate(district.grounds):
        known = [ground.admin, *ground.clerks]
        for slot in range(total * (place + 1) // count - total * place // count):
            staff = known[slot] if slot < len(known) else _own_account(district, ground, slot)
            yield _one(district, ground, number, slot, staff, names, rng)
            number += 1


def _own_account(district: District, ground: Ground, slot: int) -> Staff | None:
    """The holder of the account 社区工作者本人 is the first of the hired workers of the first community."""
    return district.holder("worker", "") if (ground.code, slot) == (FIRST, len(POSITIONS)) else None


def _one(
    district: District, ground: Ground, number: int, slot: int, staff: Staff | None, names: Iterator[str],
    rng: random.Random,
) -> Plan:  # fmt: skip
    end = district.until
    entry = date(end.year - rng.choice((3, 4, 5, 6, 7, 8, 9, 10, 12, 14)), rng.randint(1, 12), rng.choice((1, 1, 16)))
    spare = number % 31 - 26  # in some communities somebody of the hired is new
    if slot > len(POSITIONS) and spare >= 0:
        entry = end - timedelta(days=NEWCOMERS[spare])
    age = rng.randint(22, 31)
    sex = Sex.MALE if rng.random() < 0.3 else Sex.FEMALE
    born = date(entry.year - age, rng.randint(1, 12), rng.randint(1, 28))
    position = POSITIONS[slot] if slot < len(POSITIONS) else "专职工作者"
    name = staff.person.name if staff else next(names)
    return Plan(number, ground, slot, name, sex, born, entry, position, "大专", staff)


def _study(made: list[Plan], total: int, rng: random.Random) -> None:
    """As many without 大专 as published, among those who were hired long ago; the others 大专, 本科, a few 硕士."""
    least = total - COLLEGE * total // EMPLOYED
    old = [one for one in made if one.slot > 7]
    unlettered = {one.number for one in rng.sample(old, least)}
    for one in made:
        if one.number in unlettered:
            one.level = "中专及以下"
        else:
            one.level = rng.choices(("大专", "本科", "硕士"), (50, 47, 3))[0]


def _certify(made: list[Plan], total: int, rng: random.Random) -> None:
    chosen = [one for one in made if one.ground.code == FIRST and one.slot in (5, 8, 9)]
    others = [one for one in made if one not in chosen]
    chosen += rng.sample(others, CERTIFIED * total // EMPLOYED - len(chosen))
    for place, one in enumerate(chosen):
        level = "中级" if place >= len(chosen) - MIDDLE * total // EMPLOYED else "初级"
        approved = add_months(one.entry, -3)
        registered = add_months(approved, 2) if one.entry.year % 3 else None
        one.paper = Paper(level, approved, registered)


def _recommend(made: list[Plan], total: int) -> None:
    """As many of the 两委 with a seat as published, some more who were not elected: over all communities in turn."""
    committee = sorted((one for one in made if one.basis is Basis.ELECTED), key=lambda one: (one.slot, one.number))
    seated = SEATED * total // EMPLOYED
    for place, one in enumerate(committee[: seated + UNSEATED * total // EMPLOYED]):
        one.recommended = (*SEATS[place % len(SEATS)], place < seated)


def _rate(one: Plan, years: Years, rng: random.Random) -> None:
    for year in range(max(years.first, one.entry.year), years.rated + 1):
        rating = rng.choices(("合格", "优秀", "基本合格", "不合格"), (82, 15, 2.5, 0.5))[0]
        late = year == one.entry.year and one.entry.month > 6
        one.ratings[year] = ("不定等次", "新聘") if late else (rating, "")


def _leavers(district: District, first: int, names: Iterator[str], rng: random.Random) -> Iterator[Plan]:
    """Who has left: to the civil service, to a public institution, otherwise."""
    for place, (kind, position) in enumerate(LEAVERS):
        ground = district.grounds[place % len(district.grounds)]
        entry = date(district.first_day.year - 5 - place % 4, 3 + place % 6, 1)
        born = date(entry.year - 24, 1 + place % 12, 5 + place)
        day = district.until - timedelta(days=LEFT + 50 * place)
        sex = Sex.FEMALE if place % 2 else Sex.MALE
        plan = Plan(first + place, ground, 9, next(names), sex, born, entry, position, "本科")
        plan.leaves, plan.is_graded = (kind, day), False
        yield plan
