"""Two appraisal years of the demonstration: the last is closed, the running one in 日常采集 (WF-44, WF-104)."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from shuangluan.demo.district import FIRST, District
from shuangluan.demo.workforce.lives import Life
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce import services
from shuangluan.workforce.queries import effects, years
from shuangluan.workforce.rules.daily import last_of, worked_months
from shuangluan.workforce.rules.effects import DISTRICT_ONLY, EffectKind, EffectState
from shuangluan.workforce.rules.serving import Manner
from shuangluan.workforce.rules.survey import Rater
from shuangluan.workforce.rules.years import ScoreState

HELD = (FIRST, 7)  # under investigation when the others are published
MIXES = ((34, 20, 6), (36, 19, 5), (32, 24, 4), (30, 25, 5))  # 很满意, 满意, 基本满意 of sixty; each above 90
OPTIONS = ("很满意", "满意", "基本满意")
DELEGATES, UNKNOWING = 12, 4
FAULTS = (("DATA", -200, "两户信息没有更新"), ("ATTEND", -100, "迟到一次"), ("VISIT", -300, "少走访三户"))
MERITS = (("CASE", 200, "下水道堵塞当天办结"), ("DOUBLE", 100, "组织志愿活动"), ("CENTER", 100, "节日值班"))
POOR = (("VISIT", -2500, "当月没有入户"), ("ATTEND", -2500, "多次脱岗"))
BEHIND = 12  # days before the last day by which a month must be over to be locked


@dataclass(frozen=True)
class Aim:
    """How a worker is doing: what the street gives for each item, and between what the colleagues mark."""

    street: tuple[str, ...]
    marks: tuple[int, int]


AIMS = {
    "优秀": Aim(("19", "19.5", "20"), (9300, 9900)),
    "合格": Aim(("14", "15", "15.5", "16", "17"), (7500, 8800)),
    "基本合格": Aim(("8",), (4500, 5500)),
    "不合格": Aim(("8",), (4500, 5500)),
}


def is_published(year: int) -> bool:
    """Whether the periods of a year that is closed in the January after it can be counted (WF-110)."""
    return not working_calendar().unpublished_years(date(year + 1, 1, 1), date(year + 1, 1, 31))


class Appraisal:
    """One year; each tale needs an instance of its own. `aims`: the ratings that workers live up to, by plan number."""

    def __init__(
        self, district: District, lives: Sequence[Life], year: int, aims: dict[int, tuple[str, str]], seed: str
    ) -> None:
        self.district, self.year, self.aims = district, year, aims
        self.lives = lives
        self.rng = random.Random(f"{seed}:appraisal:{year}")
        self.moment = datetime.combine(district.first_day, time(9))
        self.reviewer = district.holder("district_reviewer", places.DISTRICT).actor
        self.record: Any = None
        self._drawn: set[int] = set()

    def _who(self, actor: audit.Actor) -> dict[str, Any]:
        return {"by": actor, "at": clock.from_wall(self.moment)}

    def _at(self, day: date, hour: int = 9) -> datetime:
        self.moment = datetime.combine(day, time(hour))
        return self.moment

    def _street(self, code: str) -> audit.Actor:
        return self.district.holder("street_staff", code[:9]).actor

    def _draw(self) -> int:
        """An id that no other draw of this year gave, nor of the year beside it."""
        while (number := self.rng.randrange(1, 2**30) * 2 + self.year % 2) in self._drawn:
            continue
        self._drawn.add(number)
        return number

    def _people(self) -> dict[int, Life]:
        """The lives of the year's rows by worker."""
        return {life.worker.id: life for life in self.lives if life.worker is not None}

    # --- gathering ---

    def gathering(self) -> Iterator[datetime]:
        """日常采集 of the running year: it is open, its months are locked up to the last one."""
        yield self._at(max(date(self.year, 1, 12), self.district.first_day))
        self.record = services.open_year(self.year, **self._who(self.reviewer))
        until = self.district.until - timedelta(days=BEHIND)
        yield self._at(min(until, date(self.year + 1, 1, 3)), 11)
        self._bring_months(until)

    def asking(self) -> Iterator[datetime]:
        """The residents are asked from November on; half of them have answered after a week."""
        asked = date(self.year, 11, 10)
        yield from self._surveys(asked, asked + timedelta(days=30), closes=False)

    def _surveys(self, first: date, last: date, *, closes: bool) -> Iterator[datetime]:
        yield self._at(first)
        opened = [
            (ground.code, services.open_survey(
                ground.code, opens_on=first, closes_on=last, **self._who(self._street(ground.code))
            ))
            for ground in self.district.grounds
        ]  # fmt: skip
        yield self._at(last + timedelta(days=1) if closes else first + timedelta(days=6))
        for code, survey in opened:
            counts = self._answers(share=1 if closes else 2)
            services.bring_in_answers(survey, counts, draw=self._draw, **self._who(self._street(code)))
            if closes:
                services.close_survey(survey, **self._who(self._street(code)))

    def _answers(self, share: int) -> dict[tuple[Rater, str], int]:
        counts: defaultdict[tuple[Rater, str], int] = defaultdict(int)
        for option, count in zip(OPTIONS, self.rng.choice(MIXES), strict=True):
            counts[Rater.RESIDENT, option] += count // share
        counts[Rater.DELEGATE, "很满意"] += DELEGATES // share
        counts[Rater.RESIDENT, "不了解"] += UNKNOWING // share
        return counts

    def _bring_months(self, until: date) -> None:
        """By community, the months that were over by a day."""
        listed: defaultdict[str, list[services.PastMonth]] = defaultdict(list)
        people = self._people()
        for row in years.all_scores(self.record):
            life = people[row.worker_id]
            if self._aim(life)[1] == "产假":
                continue
            listed[row.community] += [
                services.PastMonth(row.worker_id, row.community, month, self._entries(life))
                for month in worked_months(self.year, life.plan.entry, None)
                if last_of(month) < until
            ]
        for code, months in listed.items():
            services.bring_in_months(self.record, months, **self._who(self._street(code)))

    def _aim(self, life: Life) -> tuple[str, str]:
        return self.aims.get(life.plan.number, ("合格", ""))

    def _entries(self, life: Life) -> list[tuple[str, int, str]]:
        rating = self._aim(life)[0]
        if rating in ("基本合格", "不合格"):
            return list(POOR)
        if rating == "优秀":
            return [self.rng.choice(MERITS)] if self.rng.random() < 0.3 else []
        faults = self.rng.sample(FAULTS, self.rng.choice((0, 1, 2, 2)))
        return [*faults, *([self.rng.choice(MERITS)] if self.rng.random() < 0.2 else [])]

    # --- closing ---

    def closing(self) -> Iterator[datetime]:
        """The whole of a past year, from the survey in November to the confirmation in January."""
        yield from self._surveys(date(self.year, 11, 3), date(self.year, 12, 1), closes=True)
        yield self._at(date(self.year + 1, 1, 5))
        self.record = services.open_year(self.year, **self._who(self.reviewer))
        self._bring_months(self.moment.date())
        self._bring_scores()
        yield self._at(date(self.year + 1, 1, 5), 15)
        services.compute_year(self.record, today=self.moment.date(), **self._who(self.reviewer))
        yield self._at(date(self.year + 1, 1, 6))
        self._review()
        yield from self._results()

    def _bring_scores(self) -> None:
        people, marks = self._people(), dict[int, list[int]]()
        given: defaultdict[str, dict[int, dict[str, str]]] = defaultdict(dict)
        for row in years.all_scores(self.record):
            rating, reason = self._aim(people[row.worker_id])
            if reason == "产假":
                continue
            aim = AIMS.get(rating, AIMS["合格"])
            given[row.community[:9]][row.id] = {item: self.rng.choice(aim.street) for item in "德能勤绩廉"}
            marks[row.id] = [self.rng.randrange(*aim.marks, 50) for _ in range(5)]
            if rating == "不合格":
                number = f"双街〔{self.year}〕{row.id}号"
                by = self._who(self._street(row.community))
                services.veto_score(row, self.record, veto="弄虚作假", doc_no=number, **by)
        for street, points in given.items():
            services.bring_in_street_scores(self.record, points, **self._who(self._street(street)))
        markers = sorted(row.worker_id for row in years.all_scores(self.record))
        services.bring_in_marks(self.record, marks, markers, draw=self._draw, **self._who(self.reviewer))

    def _review(self) -> None:
        people, streets = self._people(), defaultdict[str, list[Any]](list)
        for row in years.all_scores(self.record):
            plan = people[row.worker_id].plan
            if (plan.ground.code, plan.slot) == HELD:
                by = self._who(self._street(row.community))
                services.review_score(row, self.record, ScoreState.HELD, note="有一件举报正在核实", **by)
            streets[row.community[:9]].append(row)
        for street, rows in streets.items():
            services.pass_scores(rows, self.record, **self._who(self._street(street)))

    def _results(self) -> Iterator[datetime]:
        viewer = Viewer(0, 0, self.reviewer.id or 0, self.reviewer.name, "", self.reviewer.grants)
        yield self._at(date(self.year + 1, 1, 7))
        today = self.moment.date()
        services.publish_year(self.record, place="各街道公告栏", on=today, viewer=viewer, **self._who(self.reviewer))
        yield self._at(date(self.year + 1, 1, 8))
        served: defaultdict[str, list[Any]] = defaultdict(list)
        for row in years.all_scores(self.record):
            if row.state is ScoreState.PUBLISHED:
                served[row.community[:9]].append(row)
        for street, rows in served.items():
            by = self._who(self._street(street))
            services.serve_scores(rows, self.record, how=Manner.HAND, on=self.moment.date(), **by)
        yield self._at(date(self.year + 1, 1, 20), 17)
        approver = self.district.holder("district_approver", places.DISTRICT).actor
        services.confirm_year(self.record, on=self.moment.date(), **self._who(approver))
        yield self._at(date(self.year + 1, 2, 3))
        self._follow()

    def _follow(self) -> None:
        """What earlier years proposed is done; of this one talks and plans are done, looking back is to come."""
        for life in self.lives:
            for step in effects.effects_of(life.worker) if life.worker is not None and not life.plan.leaves else ():
                by = self._who(self.reviewer if step.kind in DISTRICT_ONLY else self._street(life.worker.community))
                is_past = step.year < self.year
                if step.state is not EffectState.PROPOSED or step.kind is EffectKind.EXIT_REVIEW:
                    continue
                due = max(step.due_on, self.moment.date())
                services.decide_effect(step, said="按办法办理", due_on=due, today=self.moment.date(), **by)
                if is_past or step.kind in (EffectKind.TALK, EffectKind.PLAN):
                    services.finish_effect(step, outcome="已办，本人认可", on=self.moment.date(), **by)
