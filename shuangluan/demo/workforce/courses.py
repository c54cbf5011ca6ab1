"""Education of the demonstration's workers: plans of two years, sessions, 全科 examinations (WF-119)."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from shuangluan.demo.district import FIRST, District
from shuangluan.demo.workforce.lives import Life
from shuangluan.kernel import clock, places
from shuangluan.workforce import services
from shuangluan.workforce.rules.states import PlanState
from shuangluan.workforce.rules.training import GENERALIST

COURSES = (
    ("党建引领基层治理", 3), ("网格事件处置", 5), ("社会工作实务", 7), ("物业纠纷调解", 10),
)
SUBJECTS = ("党建", "综治", "民政", "社保", "城管", "信息")
HOURS = 1000
ABSENT = 0.06  # of those called to a session
CANDIDATES = 6  # of the first community sit for every subject


class Education:
    """The courses of one year, one session each, for everybody of the district."""

    def __init__(self, district: District, lives: Sequence[Life], year: int, seed: str) -> None:
        self.district, self.lives, self.year = district, lives, year
        self.rng = random.Random(f"{seed}:courses:{year}")
        self.moment = datetime.combine(district.first_day, time(14))

    def _at(self, day: date) -> datetime:
        self.moment = datetime.combine(max(day, self.district.first_day), time(14))
        return self.moment

    @property
    def _who(self) -> dict[str, Any]:
        actor = self.district.holder("district_reviewer", places.DISTRICT).actor
        return {"by": actor, "at": clock.from_wall(self.moment)}

    def _employed(self) -> list[Any]:
        return [life.worker for life in self.lives if life.worker is not None and life.worker.exit_date is None]

    def tale(self) -> Iterator[datetime]:
        """Plans in February, then session after session; the plan of each is done with it."""
        yield self._at(date(self.year, 2, 10))
        plans = []
        for place, (course, month) in enumerate(COURSES):
            said = services.Course(
                self.year, course, "区委党校", "全体社区工作者", HOURS, date(self.year, month, 28),
                f"双社工〔{self.year}〕{place + 1}号",
            )  # fmt: skip
            plan = services.add_plan(said, **self._who)
            services.move_plan(plan, PlanState.PUBLISHED, **self._who)
            plans.append((plan, month))
        for plan, month in plans:
            yield self._at(date(self.year, month, 20))
            self._hold(plan)

    def _hold(self, plan: Any) -> None:
        said = services.Session(places.DISTRICT, plan.course, self.moment.date(), "区委党校", HOURS)
        held, called = services.add_training(said, plan, **self._who), self._employed()
        services.call_workers(held, called, **self._who)
        there = {one.id for one in called if self.rng.random() >= ABSENT}
        absent = {one.id for one in called} - there
        services.sign_in(held, there, absent, on=self.moment.date(), **self._who)
        services.move_plan(plan, PlanState.DONE, **self._who)

    def examinations(self) -> Iterator[datetime]:
        """全科: one subject a week in May; who passed them all is appointed."""
        marks: dict[int, list[int]] = {}
        for place, subject in enumerate(SUBJECTS):
            yield self._at(date(self.year, 5, 4 + 4 * place))
            sitting = [one for one in self._employed() if one.community == FIRST][:CANDIDATES]
            exam = services.add_exam(
                subject=subject, held_on=self.moment.date(), pass_x100=6000, doc_no=f"双社工〔{self.year}〕20号",
                **self._who,
            )  # fmt: skip
            given = {one.id: 100 * self.rng.randint(55, 98) for one in sitting}
            services.enter_marks(exam, given, on=self.moment.date(), **self._who)
            for worker_id, mark in given.items():
                marks.setdefault(worker_id, []).append(mark)
        yield self._at(date(self.year, 6, 12))
        for worker in self._employed():
            passed = marks.get(worker.id, [])
            if len(passed) == len(SUBJECTS) and min(passed) >= 6000:
                services.grant_title(
                    worker, GENERALIST, doc_no=f"双社工〔{self.year}〕26号", on=self.moment.date(), **self._who
                )
