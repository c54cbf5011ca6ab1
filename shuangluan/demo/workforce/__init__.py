"""The community workers of the demonstration, a promotion batch that awaits the streets, a pay month (D16, WF-45)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from shuangluan.demo.district import THIRD, District
from shuangluan.demo.workforce import twists
from shuangluan.demo.workforce.lives import Life
from shuangluan.demo.workforce.pay import pay
from shuangluan.demo.workforce.plans import Years, plans
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce import services
from shuangluan.workforce.queries.batches import items_of

OPENED = 15  # days before the last day
DOUBT = "任职文件缺第二页，请社区补"


def tales(district: District, *, small: bool, seed: str) -> list[Iterator[datetime]]:
    """Everybody's life, the batch and the pay month: to be told in the order of time."""
    lives = lives_of(district, small=small, seed=seed)
    batch = _batch(district, Years.until(district))
    return [*(life.tale() for life in lives), batch, pay(district, lives)]


def lives_of(district: District, *, small: bool, seed: str) -> list[Life]:
    """Everybody's life, not yet told."""
    years = Years.until(district)
    planned = plans(district, small=small, seed=seed)
    for plan in planned:
        if plan.leaves is None:
            twists.shape(plan, years.rated, district.until)
    lives = [Life(plan, district) for plan in planned]
    for life in lives:
        if life.plan.leaves is None:
            twists.twist(life)
    return lives


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
