"""The appeals of the demonstration: two years of them, told in the order of time (D16, GR-8 to GR-34)."""

import heapq
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from shuangluan.demo.district import FIRST, SECOND, District, Ground
from shuangluan.demo.grid import staged, stories, topics
from shuangluan.demo.grid.case import category_on, some_case
from shuangluan.demo.grid.scene import Books, Scene
from shuangluan.demo.grid.staged import Stage
from shuangluan.demo.grid.stories import Tale
from shuangluan.demo.pictures import pictures
from shuangluan.demo.timetable import Timetable, awake
from shuangluan.grid.rules import Level

DAYS_TOLD = 730
DAYS_STAGED = 12  # the last days belong to what is still under way
PER_COMMUNITY, PER_COMMUNITY_SMALL = (26, 33), (2, 4)
BUSY_MONTHS = {11: 1.5, 12: 1.4, 1: 1.3, 7: 1.2, 8: 1.2}  # heating and heavy rain

Told = Callable[[str], object]


def tell(
    district: District, *, small: bool, seed: str, folder: Path, say: Told, also: Iterable[Iterator[datetime]] = ()
) -> int:
    """Do everything that was done to appeals until the district's last day; how many appeals there are.

    `also`: tales of others, told with these in the order of time.
    """
    books = Books()
    book = books.on(district.until)
    timetable = Timetable(book.calendar, book.terms.clock)
    begin = datetime.combine(district.until - timedelta(days=DAYS_TOLD), time())
    scene = Scene(district, timetable, books, folder, pictures(), begin)
    tales = [*_ordinary(scene, small=small, seed=seed), *_unfinished(scene, seed=seed)]
    _run(scene, [*tales, *also], datetime.combine(district.until, time()), say)
    return len(tales)


def _run(scene: Scene, tales: Iterable[Iterator[datetime]], end: datetime, say: Told) -> None:
    """Tell all tales at once, always going on with the one whose next moment is the earliest."""
    queue = [(next(tale), order, tale) for order, tale in enumerate(tales)]
    heapq.heapify(queue)
    year = 0
    while queue and queue[0][0] < end:
        scene.now, order, tale = queue[0]
        if scene.now.year != year:
            year = scene.now.year
            say(f"  诉求：{year} 年")
        upcoming = next(tale, None)
        if upcoming is None:
            heapq.heappop(queue)
        else:
            heapq.heapreplace(queue, (upcoming, order, tale))


def _ordinary(scene: Scene, *, small: bool, seed: str) -> Iterable[Tale]:
    """What the two years brought, community by community."""
    first = scene.district.until - timedelta(days=DAYS_TOLD)
    days = [first + timedelta(days=n) for n in range(DAYS_TOLD - DAYS_STAGED)]
    weights = [BUSY_MONTHS.get(day.month, 1.0) for day in days]
    for ground in scene.district.grounds:
        rng = random.Random(f"{seed}:{ground.code}:days")
        count = rng.randint(*(PER_COMMUNITY_SMALL if small else PER_COMMUNITY))
        for number, day in enumerate(rng.choices(days, weights, k=count)):
            yield _one(scene, ground, day, random.Random(f"{seed}:{ground.code}:{number}"), number)


def _one(scene: Scene, ground: Ground, day: date, rng: random.Random, number: int) -> Tale:
    topic = topics.some_topic(day.month, rng)
    category = category_on(scene, topic, day)
    urgent = category.level is Level.URGENT  # it does not wait for office hours
    found_at = awake(day, rng) if urgent else scene.timetable.on(day, rng)
    case = some_case(scene, ground, topic, found_at, rng, number)
    return stories.some_story(case, urgent=urgent, restricted=category.restricted)(case)


def _unfinished(scene: Scene, *, seed: str) -> Iterable[Tale]:
    """What is under way on the last day."""
    for position, ground in enumerate(scene.district.grounds):
        for number, stage in enumerate(_stages_of(ground, position)):
            rng = random.Random(f"{seed}:{ground.code}:last:{number}")
            day = scene.timetable.days_before(scene.district.until, stage.ago)
            found_at = datetime.combine(day, time(stage.hour, 30)) + timedelta(minutes=rng.randrange(28))
            topic = topics.topic_among(stage.categories, day.month, rng)
            case = some_case(scene, ground, topic, found_at, rng, number, at_home=stage.at_home)
            case.late, case.slow, case.brisk = False, False, True
            yield stage.story(case)


def _stages_of(ground: Ground, position: int) -> Iterable[Stage]:
    if ground.code == FIRST:
        return staged.STAGES
    if ground.code == SECOND:
        return staged.NEIGHBOURING
    return [staged.ELSEWHERE[position % len(staged.ELSEWHERE)]]
