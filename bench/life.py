"""One generated appeal: its rows, the moment it has reached, and the clocks that the rules reckon for it."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bench.places import Spot, Town
from shuangluan.grid import rules
from shuangluan.grid.models import Appeal, AppealLeg, AppealReporter, Check, Contact, Extension, Suspension
from shuangluan.grid.queries import Book
from shuangluan.grid.rules import AppealState, HandlingLevel, LegKind, LegRole, Level, ReporterKind, Satisfaction
from shuangluan.kernel import clock, search
from shuangluan.kernel.models import Matter, MatterStage
from shuangluan.kernel.places import areas
from shuangluan.kernel.workdays import Deadline, Limit, Pause, Unit

PROBLEMS = (
    "楼道灯不亮", "单元门坏了", "电梯困人", "垃圾没有清运", "井盖松动", "噪音扰民", "停车占道", "暖气不热",
    "楼顶漏水", "下水堵塞", "健身器材损坏", "飞线充电", "消防通道被占", "无障碍坡道破损", "路面塌陷", "管道漏气",
)  # fmt: skip
TABLES: dict[str, Any] = {
    "matter": Matter, "appeal": Appeal, "reporter": AppealReporter, "leg": AppealLeg, "pause": Suspension,
    "extension": Extension, "check": Check, "contact": Contact,
}  # fmt: skip
BLANK = {kind: dict.fromkeys(table.__table__.columns.keys()) for kind, table in TABLES.items()}
LEG_TEXTS = ("return_reason", "return_suggestion", "instruction", "override_reason", "progress_note")
TEXTS: dict[str, dict[str, str]] = {
    "appeal": dict.fromkeys(("outcome_text", "ended_note", "review_note"), ""),
    "leg": dict.fromkeys(LEG_TEXTS, ""),
    "pause": {"refusal": ""},
    "extension": {"refusal": ""},
    "contact": {"note": ""},
}
DROPPED = {AppealState.REJECTED, AppealState.WITHDRAWN, AppealState.VOIDED, AppealState.MERGED}


class NowReached(Exception):
    """The life has come to the present moment: the appeal stands where it is."""


@dataclass
class Batch:
    """Rows by table, and what was done: (appeal, matter, action, moment, person)."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in TABLES})
    deeds: list[tuple[int, int, str, datetime, int]] = field(default_factory=list)


class World:
    """What all lives share: town, rules, the present (naive local), ids and numbers given so far."""

    def __init__(self, town: Town, book: Book, *, now: datetime, seed: int, first: dict[str, int]) -> None:
        self.town, self.book, self.now = town, book, now
        self.random = random.Random(seed)  # noqa: S311  # invented lives, no secrets
        self.next_id = dict(first)
        self.numbers: defaultdict[date, int] = defaultdict(int)
        self.roots: dict[tuple[str, str], Life] = {}
        self.batch = Batch()

    def row(self, table: str, /, **values: Any) -> dict[str, Any]:
        """A new row of a table with the next id."""
        made = {**BLANK[table], **TEXTS.get(table, {}), "id": self.next_id[table], **values}
        if "row_version" in made:
            made["row_version"] = 1
        self.next_id[table] += 1
        self.batch.rows[table].append(made)
        return made

    def taken(self) -> Batch:
        """What was drawn since the last time."""
        batch, self.batch = self.batch, Batch()
        return batch


class Life:
    """One appeal on its way; `at` is the naive local moment it has reached."""

    def __init__(self, world: World, spot: Spot, registered: datetime) -> None:
        self.world, self.spot, self.at = world, spot, registered
        self.random, self.book = world.random, world.book
        self.reporters: list[dict[str, Any]] = []
        self.pauses: list[Pause] = []
        self.extended = 0
        self.start: date | datetime = registered
        self.lead: dict[str, Any] | None = None
        self.signer = 0
        self.category = self.random.choice(self.book.catalogue.categories)
        world.numbers[registered.date()] += 1
        self.matter = world.row("matter", kind="appeal", area=spot.community, is_restricted=self.category.restricted)
        self.appeal = self._registered(registered)
        self._reported(registered)

    def _registered(self, at: datetime) -> dict[str, Any]:
        spot, day, chance = self.spot, at.date(), self.random.random
        sequence = self.world.numbers[day]
        number = rules.number(day, sequence)
        title = f"{spot.text}{self.random.choice(PROBLEMS)}"
        place = areas().short(spot.community)
        text = search.search_text(title, number, rules.short_number(number, day), spot.text, place)
        level = self.category.level if chance() < 0.9 else self.random.choice(list(Level))
        appeal = self.world.row(
            "appeal", matter_id=self.matter["id"], no=number, registered_on=day, sequence=sequence, title=title,
            description=f"{title}，居民反映多次，希望尽快处理。", domain=self.category.domain,
            category=self.category.code, level=level, source=self.random.choice(self.book.catalogue.sources).code,
            community=spot.community, grid_id=spot.grid_id if chance() < 0.97 else None,
            compound_id=spot.compound_id, building_id=spot.building_id, address_text=spot.text,
            discovered_at=stored(at), registered_at=stored(at), registered_by_id=self.somebody(spot.community),
            accept_due_at=moment(rules.accept_due(at, self.book.terms, self.book.calendar)),
            handling_level=HandlingLevel.COMMUNITY, state=AppealState.REGISTERED, is_provisional=False,
            reopen_count=0, rework_count=0, is_mass=False, is_restricted=self.category.restricted,
            is_suspended=False, search_text=text[:400],
        )  # fmt: skip
        self.appeal = appeal
        self.did("grid.appeal.registered", appeal["registered_by_id"])
        return appeal

    def _reported(self, at: datetime) -> None:
        kinds = self.random.choices(
            [ReporterKind.RESIDENT, ReporterKind.GRID_WORKER, ReporterKind.UNIT, ReporterKind.ANONYMOUS],
            [75, 15, 5, 5], k=self.random.choice([1, 1, 1, 2]),
        )  # fmt: skip
        for kind in kinds:
            known = kind is not ReporterKind.ANONYMOUS
            phone = f"1390000{self.random.randrange(10000):04d}" if known else None
            reporter = self.world.row(
                "reporter", appeal_id=self.appeal["id"], kind=kind, name="演示居民" if known else None, phone=phone,
                wants_reply=known, hide_from_handler=self.random.random() < 0.03, reported_at=stored(at),
            )  # fmt: skip
            self.reporters.append(reporter)

    # --- time and people --------------------------------------------------------------------------------------

    def wait(self, low: float, high: float) -> None:
        """Let some hours pass, to a working hour. Raises NowReached when that would be in the future."""
        at = self.at + timedelta(hours=low + (high - low) * self.random.random())
        while not self.book.calendar.is_working_day(at.date()) or not time(8, 30) <= at.time() < time(17, 30):
            late = at.time() >= time(8, 30)
            at = datetime.combine(at.date() + timedelta(days=late), time(8, 30)) + timedelta(
                minutes=self.random.randrange(90)
            )
        if at > self.world.now:
            raise NowReached
        self.at = at

    def somebody(self, code: str) -> int:
        """A person of the office of an area."""
        return self.world.town.staff.get(code, 0)

    def did(self, action: str, person: int) -> None:
        """Note a deed for the audit trail."""
        self.world.batch.deeds.append((self.appeal["id"], self.matter["id"], action, stored(self.at), person))

    # --- clocks and legs --------------------------------------------------------------------------------------

    def promise(self, start: date | datetime) -> None:
        """Promise from `start`: the level's limit or a longer statutory one."""
        limits, book = self.book.catalogue.limits_of(self.appeal["level"]), self.book
        chosen = rules.promise_limit(start, limits, self.category, book.calendar, book.terms.clock).limit
        begun = start if isinstance(start, datetime) else datetime.combine(start, time(9))
        self.start, self.pauses, self.extended = start, [], 0
        self.appeal |= {"promise_from": stored(begun), "promise_n": chosen.n, "promise_unit": chosen.unit.value}
        self.reckon()

    def reckon(self) -> None:
        """The promise counted afresh from its pauses and extensions."""
        limit = Limit(self.appeal["promise_n"], Unit(self.appeal["promise_unit"]))
        terms = self.book.terms.clock
        due = rules.promise_due(self.start, limit, self.book.calendar, terms, self.pauses, self.extended)
        severe = rules.end_of(due.severe_on, due.severe_at) if due.severe_on else None
        self.appeal |= {
            "due_on": due.due_on, "due_at": moment(due), "severe_at": stored(severe) if severe else None,
            "remaining": due.remaining, "is_provisional": due.provisional,
        }  # fmt: skip

    def issue(
        self, body: dict[str, Any], kind: LegKind, *, by: str, role: LegRole = LegRole.LEAD
    ) -> dict[str, Any]:
        """A leg to `body`, issued by the office of the area `by`; a new lead leg ends the running one."""
        limits, book = self.book.catalogue.limits_of(self.appeal["level"]), self.book
        level = HandlingLevel.DISTRICT if body.get("to_organisation_id") else HandlingLevel.GRID
        clocks = rules.leg_clock(self.at, limits, level, book.terms, book.calendar, self.pauses)
        if role is LegRole.LEAD:
            self.end_lead()
            self.appeal["state"] = AppealState.DISPATCHED
        leg = self.world.row(
            "leg", appeal_id=self.appeal["id"], kind=kind, role=role, issued_at=stored(self.at),
            issued_by_id=self.somebody(by), issuer_area=by, sign_due_at=moment(clocks.sign),
            due_at=moment(clocks.finish), returnable=rules.is_returnable(kind), is_current=True,
            **{"to_company": False, **body},
        )  # fmt: skip
        if role is LegRole.LEAD:
            self.lead = leg
        self.did("grid.leg.issued", leg["issued_by_id"])
        return leg

    def end_lead(self) -> None:
        """The running lead leg runs no more."""
        if self.lead is not None:
            self.lead["is_current"] = False
        self.lead = None

    @property
    def leg(self) -> dict[str, Any]:
        """The running lead leg of an appeal that has one."""
        assert self.lead is not None
        return self.lead

    # --- reporters --------------------------------------------------------------------------------------------

    @property
    def round(self) -> int:
        """The present round of handling."""
        return 1 + int(self.appeal["rework_count"]) + int(self.appeal["reopen_count"])

    def to_ask(self) -> list[dict[str, Any]]:
        """The reporters who are called: not on duty, with a phone."""
        return [r for r in self.reporters if r["kind"] is not ReporterKind.GRID_WORKER and r["phone"]]

    def contact(self, reporter: dict[str, Any], answer: Satisfaction) -> None:
        """Calls of the present round that come to `answer`: one that is answered, or two vain working days."""
        vain = answer is Satisfaction.UNRATED
        for attempt in (1, 2) if vain else (1,):
            if attempt == 2:
                self.wait(24, 30)
            unhappy = answer is Satisfaction.UNSATISFIED
            self.world.row(
                "contact", appeal_id=self.appeal["id"], reporter_id=reporter["id"], round=self.round,
                attempt=attempt, reached=not vain, says_solved=None if vain else True,
                satisfaction=None if vain else answer, reasons=["slow"] if unhappy else [],
                contacted_at=stored(self.at), contacted_by_id=self.somebody(self.spot.community),
            )  # fmt: skip

    def settle(self) -> None:
        """Its face, once the state is known; a root that others may be merged into is remembered."""
        appeal, state = self.appeal, AppealState(self.appeal["state"])
        done = MatterStage.DONE if state is AppealState.CLOSED else MatterStage.OPEN
        self.matter |= {
            "record_id": appeal["id"], "title": appeal["title"], "state": state.value,
            "state_label": rules.STATE_LABEL[state], "stage": MatterStage.DROPPED if state in DROPPED else done,
        }  # fmt: skip
        if state not in DROPPED:
            self.world.roots[self.spot.community, self.category.code] = self


def stored(at: datetime) -> datetime:
    """A naive local moment as the tables keep it."""
    return clock.from_wall(at)


def moment(due: Deadline) -> datetime | None:
    """The moment after which it is late; None while a pause leaves no date."""
    return stored(rules.end_of(due.due_on, due.due_at)) if due.due_on else None
