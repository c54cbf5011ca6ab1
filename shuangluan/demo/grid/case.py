"""One appeal of the demonstration and everything that is done to it, by those whose task it is."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shuangluan.demo import words
from shuangluan.demo.district import Estate, Ground, Staff
from shuangluan.demo.grid import topics
from shuangluan.demo.grid.scene import Scene
from shuangluan.demo.grid.topics import Topic
from shuangluan.grid import queries, rules, services
from shuangluan.grid.rules import CheckWay, Level, Outcome, ReporterKind, Satisfaction
from shuangluan.grid.services import Body
from shuangluan.kernel.models import Building, Entrance

if TYPE_CHECKING:
    from shuangluan.grid.models import Appeal

MINUTES = {  # office minutes until the next step; urgent ones by the wall clock
    Level.URGENT: {"accept": (2, 11), "send": (1, 6), "sign": (2, 13), "answer": (40, 900), "late": (1500, 2600)},
    Level.NORMAL: {"accept": (8, 150), "send": (5, 70), "sign": (10, 190), "slow": (250, 600)},
    Level.COMPLEX: {"accept": (8, 150), "send": (5, 90), "sign": (20, 400), "slow": (500, 900)},
    Level.HARD: {"accept": (10, 180), "send": (10, 120), "sign": (30, 400), "slow": (500, 900)},
}
DAYS = {  # working days until the answer
    Level.NORMAL: {"answer": (1, 4), "late": (6, 9)},
    Level.COMPLEX: {"answer": (2, 8), "late": (11, 15)},
    Level.HARD: {"answer": (8, 24), "late": (31, 37)},
}
OUTCOMES = {"fee_dispute": Outcome.EXPLAINED, "petition": Outcome.STATUTORY}
REPORTED_BY = {"call_visit": 38, "patrol": 20, "resident": 14, "hotline": 14, "household_visit": 10, "superior": 4}
SEEN_ON_PATROL = {topics.COMPANY, words.CITY, words.HOUSING, words.HEAT}


@dataclass
class Case:
    """An appeal from the day it is found on; the methods are deeds at the scene's present moment."""

    scene: Scene
    ground: Ground
    estate: Estate
    building: Building | None
    entrance: Entrance | None
    topic: Topic
    found_at: datetime  # naive local
    rng: random.Random
    number: int

    def __post_init__(self) -> None:
        self.late = self.rng.random() < 0.07
        self.slow = self.rng.random() < 0.06
        self.brisk = False
        self.source = self._some_source()
        self._appeal: Appeal | None = None

    @property
    def appeal(self) -> "Appeal":
        """The record, once it is registered."""
        if self._appeal is None:
            raise RuntimeError("not registered yet")
        return self._appeal

    # --- who ------------------------------------------------------------------------------------------------

    @cached_property
    def clerk(self) -> Staff:
        """Who looks after it in the community's office."""
        return self.rng.choice([self.ground.admin, *self.ground.clerks])

    @property
    def worker(self) -> Staff:
        """A part-time 网格员 of the building's grid."""
        grid = self.ground.grid_of[self.building.id] if self.building else self.ground.grids[0].id
        return self.ground.workers[grid][self.number % 2]

    @property
    def street(self) -> Staff:
        """The street's staff."""
        return self.scene.district.holder("street_staff", self.ground.street)

    @property
    def patron(self) -> Staff:
        """The 包联领导."""
        return self.scene.district.holder("street_leader", self.ground.street)

    @property
    def district_office(self) -> Staff:
        """The district's organisation department."""
        return self.scene.district.holder("district_org", self.ground.code[:6])

    def body(self, handler: str) -> tuple[Body, Staff]:
        """The body of that name with the person who signs for it; without a company, the department of housing."""
        district, organisations = self.scene.district, self.scene.district.organisations
        if handler == topics.COMMUNITY:
            return services.office(self.ground.code), self.ground.clerks[0]
        if handler == topics.STREET:
            return services.office(self.ground.street), self.street
        if handler == topics.COMPANY and self.estate.company is not None:
            company = self.estate.company
            liaison = district.holder("property_liaison", company.name)
            return Body(company.name, organisation_id=company.id, is_company=True), liaison
        name = words.HOUSING if handler == topics.COMPANY else handler
        return Body(name, organisation_id=organisations[name].id), district.holder("department", name)

    @cached_property
    def handler(self) -> tuple[Body, Staff]:
        """Who is to deal with it."""
        return self.body(self.topic.handler)

    @property
    def verifier(self) -> Staff:
        """Somebody outside the body that dealt with it."""
        body, staff = self.handler
        if body.area == self.ground.code and body.person_id is None:
            return self.estate.leader
        return self.clerk if self.clerk is not staff else self.ground.admin

    @property
    def approver(self) -> Staff:
        """The level above the body that deals with it."""
        body, _ = self.handler
        if body.is_company or body.person_id is not None:
            return self.clerk
        return self.street if body.area == self.ground.code else self.district_office

    # --- when -----------------------------------------------------------------------------------------------

    @property
    def level(self) -> Level:
        """How urgent its category is."""
        return category_on(self.scene, self.topic, self.scene.now.date()).level

    def wait(self, step: str) -> datetime:
        """The moment of the next step: accept, send, sign or answer."""
        pace = "late" if step == "answer" and self.late else "slow" if step == "sign" and self.slow else step
        timetable, now, level = self.scene.timetable, self.scene.now, self.level
        if level is Level.URGENT:
            return now + timedelta(minutes=self.rng.randint(*MINUTES[level].get(pace, MINUTES[level][step])))
        if step == "answer":
            return timetable.days_after(now, self.rng.randint(*DAYS[level][pace]), self.rng)
        low, high = MINUTES[level][pace]
        return timetable.after(now, self.rng.randint(low, (low + high) // 2 if self.brisk else high))

    def days(self, low: int, high: int) -> datetime:
        """Some office moment `low` to `high` working days later."""
        return self.scene.timetable.days_after(self.scene.now, self.rng.randint(low, high), self.rng)

    def minutes(self, low: int, high: int) -> datetime:
        """`low` to `high` office minutes later."""
        return self.scene.timetable.after(self.scene.now, self.rng.randint(low, high))

    # --- intake ---------------------------------------------------------------------------------------------

    def _some_source(self) -> str:
        if category_on(self.scene, self.topic, self.found_at.date()).restricted:
            return "call_visit"  # who registers it goes on to see it
        patrolled = self.topic.handler in SEEN_ON_PATROL
        sources = {source: share for source, share in REPORTED_BY.items() if patrolled or source != "patrol"}
        return self.rng.choices(list(sources), list(sources.values()))[0]

    def _registrar(self) -> Staff:
        by_source = {"patrol": self.worker, "household_visit": self.worker, "resident": self.estate.leader}
        return by_source.get(self.source, self.street if self.source in ("hotline", "superior") else self.clerk)

    def reporter(self) -> services.ReporterFacts:
        """Who reports: on patrol the 网格员 himself, else a resident, now and then somebody without a name."""
        if self.source == "patrol":
            return services.ReporterFacts(ReporterKind.GRID_WORKER, self.worker.person.name)
        if self.rng.random() < 0.05:
            return services.ReporterFacts(ReporterKind.ANONYMOUS)
        return services.ReporterFacts(
            ReporterKind.RESIDENT,
            next(words.person_names(self.rng)),
            words.phone(2000 + self.rng.randrange(8000)),
            wants_reply=self.rng.random() < 0.8,
            hide_from_handler=self.rng.random() < 0.1,
        )

    def register(self, *, by: Staff | None = None, recurs_of: "Case | None" = None, place: bool = True) -> None:
        """登记; with `place` False nobody could say at which building, so it waits to be located."""
        by = by or self._registrar()
        b, e = (part.number if part else "" for part in (self.building, self.entrance))
        compound = self.estate.compound
        facts = services.AppealFacts(
            title=self.topic.title.format(b=b, e=e) if place else self.topic.title.format(b="有楼栋", e=""),
            description=self.topic.description,
            category=self.topic.category,
            source=self.source,
            place=queries.Place(compound, self.building, self.entrance) if place else None,
            community=self.ground.code,
            address_text="" if place else f"{self.ground.short}社区附近，楼号没说清",
            discovered_at=self.scene.at,
            reporter=self.reporter(),
            recurs_of_id=recurs_of.appeal.id if recurs_of else None,
        )
        self._appeal = services.register_appeal(facts, **self.by(by))
        if self.source == "patrol" or self.rng.random() < 0.2:
            self.scene.attach(self._appeal.matter, "photo", self.number, by.actor)

    def accept(self) -> None:
        """受理 by the 网格长 or the community's office."""
        by_leader = self.rng.random() < 0.4 and self.appeal.compound_id and not self.appeal.is_restricted
        services.accept_appeal(self.appeal, **self.by(self.estate.leader if by_leader else self.clerk))

    # --- handling -------------------------------------------------------------------------------------------

    def send(self, handler: tuple[Body, Staff] | None = None) -> None:
        """派发; what is the street's to do goes up to it instead."""
        body, _ = handler or self.handler
        if body.area == self.ground.street and self.appeal.handling_level is rules.HandlingLevel.COMMUNITY:
            tried = "社区已上门了解情况，需要街道协调解决"
            services.escalate_appeal(self.appeal, tried=tried, **self.by(self.clerk))
        else:
            services.dispatch_appeal(self.appeal, body, instruction=self._wish(), **self.by(self.clerk))

    def _wish(self) -> str:
        wishes = ["", "", "先到现场看一下，处理后拍照反馈", "与诉求人联系后上门", "注意安全，先设警示标识"]
        return self.rng.choice(wishes)

    def sign(self, staff: Staff | None = None) -> None:
        """签收."""
        services.sign_leg(self.appeal, **self.by(staff or self.handler[1]))

    def answer(self, outcome: Outcome | None = None, text: str = "", review_on: date | None = None) -> None:
        """反馈结果, with a picture of what was done."""
        outcome = outcome or self._some_outcome()
        if outcome is Outcome.PARTLY:
            text = text or f"{self.topic.result}其余部分待配件到货后处理。"
        services.respond(
            self.appeal, outcome=outcome, text=text or self.topic.result, evidence=1, review_on=review_on,
            **self.by(self.handler[1]),
        )  # fmt: skip
        self.scene.attach(self.appeal.matter, "evidence", self.number + 1, self.handler[1].actor)

    def _some_outcome(self) -> Outcome:
        partly = self.topic.handler in SEEN_ON_PATROL and self.rng.random() < 0.06
        return Outcome.PARTLY if partly else OUTCOMES.get(self.topic.category, Outcome.SOLVED)

    # --- verification ---------------------------------------------------------------------------------------

    def check(self, *, passed: bool = True) -> None:
        """核查."""
        way = self.rng.choice([CheckWay.ON_SITE, CheckWay.ON_SITE, CheckWay.PHONE])
        note = "现场与反馈一致" if passed else "到现场看，只做了一半"
        services.check_result(self.appeal, way=way, passed=passed, note=note, **self.by(self.verifier))

    def to_ask(self) -> Sequence[int]:
        """The reporters who can be asked how content they are, those of merged appeals included."""
        known = queries.file_of(self.appeal).reporters
        return [r.id for r in known if r.phone and r.kind is not ReporterKind.GRID_WORKER]

    def hear(self, reporter_id: int, *, solved: bool = True, reached: bool = True) -> None:
        """回访 one reporter."""
        said: dict[str, Any] = {}
        if reached:
            rating = self._some_rating() if solved else Satisfaction.UNSATISFIED
            reasons = () if rating is not Satisfaction.UNSATISFIED else ("slow",) if solved else ("not_solved",)
            said = {"says_solved": solved, "satisfaction": rating, "reasons": reasons}
        services.contact_reporter(self.appeal, reporter_id, reached=reached, **said, **self.by(self.verifier))

    def _some_rating(self) -> Satisfaction:
        if self.late and self.rng.random() < 0.4:
            return Satisfaction.UNSATISFIED
        kinds = (Satisfaction.SATISFIED, Satisfaction.BASIC, Satisfaction.UNSATISFIED)
        return self.rng.choices(kinds, (66, 30, 4))[0]

    def close(self) -> None:
        """办结."""
        services.close_appeal(self.appeal, **self.by(self.verifier))

    # --- others like it -------------------------------------------------------------------------------------

    def again(self) -> "Case":
        """The same matter at the same place, reported once more."""
        twin = replace(self, rng=random.Random(f"{self.number}:{self.rng.random()}"))
        twin.source = "call_visit"
        return twin

    def elsewhere(self, handler: str) -> None:
        """Let another body deal with it from now on."""
        self.handler = self.body(handler)

    def by(self, staff: Staff) -> dict[str, Any]:
        """`by`, `at` and `book` of a deed of `staff` now: what every service wants."""
        return {"by": staff.actor, "at": self.scene.at, "book": self.scene.book}


def some_case(
    scene: Scene,
    ground: Ground,
    topic: Topic,
    found_at: datetime,
    rng: random.Random,
    number: int,
    *,
    at_home: bool = False,
) -> Case:
    """A case somewhere in a community; `at_home` in the first building of its first compound."""
    estates = ground.estates
    estate = estates[0] if at_home else rng.choices(estates, [len(each.buildings) for each in estates])[0]
    building, entrances = estate.buildings[0] if at_home else rng.choice(estate.buildings)
    entrance = rng.choice(entrances) if topic.names_entrance else None
    return Case(scene, ground, estate, building, entrance, topic, found_at, rng, 0 if at_home else number)


def category_on(scene: Scene, topic: Topic, day: date) -> rules.Category:
    """What the catalogue of a day says of the topic's category."""
    return scene.books.on(day).catalogue.category(topic.category)
