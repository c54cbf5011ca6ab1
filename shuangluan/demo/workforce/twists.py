"""The tricky cases of the handbook, each in the life of one worker of the first three communities (WF-151 ff.)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from shuangluan.demo.district import FIRST, SECOND, THIRD
from shuangluan.demo.workforce.lives import CHECKED_SINCE, Life
from shuangluan.demo.workforce.plans import Paper, Plan
from shuangluan.workforce import services
from shuangluan.workforce.queries.retirements import retirement_rules
from shuangluan.workforce.rules.kinds import Basis, CheckPurpose, MeritKind, Precision, Sex
from shuangluan.workforce.rules.retirement import last_birth
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.rules.states import VerifyState, WorkerState

MADE_UP = 12  # days before the last day at which a forgotten first grading is made up for
Key = tuple[str, int]


def shape(plan: Plan, rated: int, until: date) -> None:
    """What is different about her from the start."""
    old = until.year - 6
    if (plan.ground.code, plan.slot) in {*SHAPES, *TWISTS}:
        plan.entry = date(old, 3, 1)
        plan.born = plan.born.replace(year=min(plan.born.year, old - 22))
        plan.ratings = {year: ("合格", "") for year in range(until.year - 3, rated + 1)}
    change = SHAPES.get((plan.ground.code, plan.slot))
    if change:
        change(plan, rated, until)


def twist(life: Life) -> None:
    """What happens to her beside."""
    change = TWISTS.get((life.plan.ground.code, life.plan.slot))
    if change:
        change(life)


# --- different from the start ---


def _unconfirmed(plan: Plan, rated: int, _: date) -> None:
    """The year's rating is not confirmed: 数据缺失, no step (WF-71)."""
    plan.unconfirmed = {rated}


def _unregistered(plan: Plan, _: int, until: date) -> None:
    """Obtained, never registered: counts as 持证, pays nothing (WF-155)."""
    if plan.paper:
        plan.paper = Paper(plan.paper.level, add_months(until, -20), None)


def _expiring(plan: Plan, _: int, until: date) -> None:
    """Contract and certificate end soon (WF-47, WF-201)."""
    plan.entry = add_months(until + timedelta(days=31), -36)
    plan.ratings = {year: told for year, told in plan.ratings.items() if year >= plan.entry.year}
    if plan.entry.year in plan.ratings:
        plan.ratings[plan.entry.year] = ("不定等次", "新聘")
    if plan.paper:
        registered = add_months(until + timedelta(days=45), -36)
        plan.paper = Paper(plan.paper.level, add_months(registered, -2), registered)


def _twice_poor(plan: Plan, rated: int, _: date) -> None:
    """Two years of 基本合格: no steps, and on the list of WF-221."""
    plan.ratings |= {rated - 1: ("基本合格", ""), rated: ("基本合格", "")}


def _maternity(plan: Plan, rated: int, _: date) -> None:
    """产假 over the turn of the year: 不定等次, the step is kept (WF-72, WF-151)."""
    plan.ratings[rated] = ("不定等次", "产假")


def _ungraded(plan: Plan, _rated: int, _: date) -> None:
    """No first grading when the batch is computed; it is made up for days after."""
    plan.is_graded = False


def _two_birthdays(plan: Plan, _rated: int, _: date) -> None:
    """The archive tells another birth date than the identity card: to be settled (WF-21)."""
    plan.archive_birth = plan.born.replace(year=plan.born.year - 1)


def _of_college(plan: Plan, _rated: int, _: date) -> None:
    plan.level = "大专"


def _retiring(plan: Plan, _rated: int, until: date) -> None:
    """The lawful day is in about eight months (WF-111, WF-201)."""
    plan.sex = Sex.FEMALE
    law = retirement_rules(until)
    plan.born = last_birth(law, plan.retire_class, lambda one: one.lawful, add_months(until, 8))


SHAPES: Mapping[Key, Callable[[Plan, int, date], None]] = {
    (FIRST, 7): _unconfirmed,
    (FIRST, 8): _unregistered,
    (FIRST, 9): _expiring,
    (SECOND, 3): _retiring,
    (SECOND, 5): _twice_poor,
    (SECOND, 6): _maternity,
    (SECOND, 9): _ungraded,
    (SECOND, 7): _of_college,
    (THIRD, 5): _two_birthdays,
    (THIRD, 6): _of_college,
}


# --- what happens beside ---


def _two_posts(life: Life) -> None:
    """书记 and 主任 at once: one class, one pay (WF-154)."""
    plan = life.plan
    post = services.Post(plan.ground.code, "居委会主任", Basis.ELECTED, plan.entry, plan.entry, "居换〔演示〕1号")
    life.on(plan.entry, lambda: services.appoint(life.worker, post, **life.clerk))


def _sanctioned(life: Life) -> None:
    """The day of the step lies in a sanction's period: no step that year (WF-75)."""
    rated = life.years.rated

    def sanction() -> None:
        services.add_merit(
            life.worker, kind=MeritKind.SANCTION, level="党内警告", doc_no=f"双纪〔{rated}〕7号",
            effective_on=date(rated, 10, 8), effective_until=date(rated + 1, 10, 7), blocks_step=True,
            blocks_excellent=True, **life.reviewer,
        )  # fmt: skip

    life.on(date(rated, 10, 9), sanction)


def _away_for_a_child(life: Life) -> None:
    rated = life.years.rated
    first = date(rated, 3, 10)

    def leave() -> None:
        services.add_absence(
            life.worker, kind="产假", away_from=first, away_until=first + timedelta(days=157), doc_no="产假审批单",
            **life.clerk,
        )  # fmt: skip

    life.on(first, leave)


def _doubtful(life: Life) -> None:
    """A second diploma that the street could not verify: it does not count (WF-43)."""
    day = date(life.years.rated, 9, 1)

    def doubt() -> None:
        life.study("硕士", day, to=None, is_inservice=True)
        life.verify(life.papers["硕士"], VerifyState.DOUBTFUL, "学信网查不到，待补认证报告")

    life.on(day + timedelta(days=30), doubt)


def _came_back(life: Life) -> None:
    """Served before, left, came back: the segments are summed; the old one is known to the month (WF-152)."""
    start, end = add_months(life.plan.entry, -60), add_months(life.plan.entry, -30)
    life.on(life.plan.entry, lambda: life.serve(start, end, precision=Precision.MONTH))


def _voted_out(life: Life) -> None:
    """Not elected again: another class from the following month (WF-153)."""
    day, plan = date(life.years.rated, 5, 18), life.plan
    post = services.Post(plan.ground.code, "专职工作者", Basis.HIRED, day, day, f"双任〔{day.year}〕301号")

    def end() -> None:
        services.end_appointment(
            life.papers["post"], held_until=day - timedelta(days=1), end_reason="换届离任", **life.clerk
        )
        if day >= CHECKED_SINCE:
            life.clear(day, CheckPurpose.APPOINTMENT)
        services.appoint(life.worker, post, **life.clerk)

    life.on(day, end)


def _promoted(life: Life) -> None:
    """Deputy director in the middle of the year (WF-123 W4)."""
    day, plan = date(life.years.rated, 5, 18), life.plan
    post = services.Post(plan.ground.code, "副主任", Basis.APPOINTED, day, day, f"双任〔{day.year}〕302号")

    def promote() -> None:
        if day >= CHECKED_SINCE:
            life.clear(day, CheckPurpose.APPOINTMENT)
        services.appoint(life.worker, post, **life.clerk)

    life.on(day, promote)


def _graduated(life: Life) -> None:
    """本科 beside the work, recognised in June (WF-123 W5)."""
    day = date(life.years.rated, 6, 20)
    life.on(day, lambda: life.study("本科", day, is_inservice=True))


def _ill(life: Life) -> None:
    """病假 since the spring: 离岗."""
    day = add_months(life.district.until, -2)

    def leave() -> None:
        services.add_absence(
            life.worker, kind="病假", away_from=day, away_until=None, doc_no="病假审批单", **life.clerk
        )
        services.move_worker(life.worker, WorkerState.AWAY, **life.street)

    life.on(day, leave)


def _suspended(life: Life) -> None:
    """停职 under investigation."""
    day = add_months(life.district.until, -1)
    life.on(day, lambda: services.move_worker(life.worker, WorkerState.SUSPENDED, **life.reviewer))


def _graded_late(life: Life) -> None:
    life.on(life.district.until - timedelta(days=MADE_UP), life.grade)


TWISTS: Mapping[Key, Callable[[Life], None]] = {
    (FIRST, 0): _two_posts,
    (FIRST, 6): _sanctioned,
    (SECOND, 6): _away_for_a_child,
    (SECOND, 7): _doubtful,
    (SECOND, 8): _came_back,
    (SECOND, 9): _graded_late,
    (THIRD, 1): _voted_out,
    (THIRD, 4): _promoted,
    (THIRD, 6): _graduated,
    (THIRD, 7): _suspended,
    (THIRD, 8): _ill,
}
