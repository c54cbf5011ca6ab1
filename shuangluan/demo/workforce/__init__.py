"""The community workers of the demonstration, their courses and appraisals, a promotion batch, a pay month (D16)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from shuangluan.demo.district import THIRD, District
from shuangluan.demo.workforce import twists
from shuangluan.demo.workforce.appraisal import Appraisal, is_published
from shuangluan.demo.workforce.courses import Education
from shuangluan.demo.workforce.lives import Life
from shuangluan.demo.workforce.pay import pay
from shuangluan.demo.workforce.plans import Plan, Years, plans
from shuangluan.demo.workforce.recruiting import recruiting
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce import services
from shuangluan.workforce.queries.batches import items_of

OPENED = 15  # days before the last day
DOUBT = "任职文件缺第二页，请社区补"


def tales(district: District, *, small: bool, seed: str) -> list[Iterator[datetime]]:
    """Everybody's life, courses, appraisals, the batch and the pay month: to be told in the order of time."""
    years, planned = Years.until(district), _planned(district, small=small, seed=seed)
    aims: dict[int, tuple[str, str]] = {}
    if is_published(years.rated):  # the closed year is appraised; of earlier ones the bare ratings are known
        aims = {plan.number: plan.ratings.pop(years.rated) for plan in planned if years.rated in plan.ratings}
    lives = _lived(planned, district)
    return [*(life.tale() for life in lives), *_taught(district, lives, years, seed),
            *_appraised(district, lives, years, aims, seed), _batch(district, years), pay(district, lives),
            recruiting(district, seed)]  # fmt: skip


def lives_of(district: District, *, small: bool, seed: str) -> list[Life]:
    """Everybody's life with the bare ratings of every year, not yet told."""
    return _lived(_planned(district, small=small, seed=seed), district)


def _planned(district: District, *, small: bool, seed: str) -> list[Plan]:
    years, planned = Years.until(district), plans(district, small=small, seed=seed)
    for plan in planned:
        if plan.leaves is None:
            twists.shape(plan, years.rated, district.until)
    return planned


def _lived(planned: list[Plan], district: District) -> list[Life]:
    lives = [Life(plan, district) for plan in planned]
    for life in lives:
        if life.plan.leaves is None:
            twists.twist(life)
    return lives


def _appraised(
    district: District, lives: list[Life], years: Years, aims: dict[int, tuple[str, str]], seed: str
) -> list[Iterator[datetime]]:
    """The year that was closed, and the one that is running."""
    if not aims:
        return []
    closed, running, asked = (
        Appraisal(district, lives, year, aims, seed) for year in (years.rated, years.rated + 1, years.rated + 1)
    )
    return [closed.closing(), running.gathering(), asked.asking()]


def _taught(district: District, lives: list[Life], years: Years, seed: str) -> list[Iterator[datetime]]:
    """The courses of both years, and the examinations of the running one."""
    running = years.rated + 1
    courses = [Education(district, lives, year, seed).tale() for year in (years.rated, running)]
    return [*courses, Education(district, lives, running, seed).examinations()]


def _batch(district: District, years: Years) -> Iterator[datetime]:
    """The year's steps: computed, sent to the streets; of one community the street has looked at everybody."""
    reviewer = district.holder("district_reviewer", places.DISTRICT).actor
    moment = datetime.combine(district.until - timedelta(days=OPENED), time(9, 30))
    yield moment
    deed = _deed(reviewer, moment)
    batch = services.open_batch(year=years.rated, effective_on=date(years.rated + 1, 1, 1), **deed)
    services.compute_batch(batch, **deed)
    services.start_review(batch, **deed)
    moment += timedelta(days=5)
    yield moment
    street = district.holder("street_staff", THIRD[:9]).actor
    eyes = Viewer(0, 0, street.id or 0, street.name, "", street.grants)
    for place, item in enumerate(items_of(batch, eyes, area=THIRD)):
        doubt = DOUBT if place == 1 else ""
        services.review_item(item, batch, passed=not doubt, note=doubt, **_deed(street, moment))


def _deed(by: audit.Actor, moment: datetime) -> dict[str, Any]:
    return {"by": by, "at": clock.from_wall(moment)}
