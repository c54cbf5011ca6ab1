"""满意度测评 as a list: each round with how many codes are out and how many answers came (WF-96)."""

from typing import Any

from sqlalchemy import and_, func, select

from shuangluan.kernel.models import Area
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import Survey, SurveyAnswer, SurveySheet
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules.survey import SurveyState


def _issued() -> Any:
    rows = select(func.coalesce(func.sum(SurveySheet.count), 0)).where(
        SurveySheet.survey_id == Survey.id, SurveySheet.revoked_at.is_(None)
    )
    return rows.correlate(Survey).scalar_subquery()


def _returned() -> Any:
    rows = select(func.count()).select_from(SurveyAnswer).where(SurveyAnswer.survey_id == Survey.id)
    return rows.correlate(Survey).scalar_subquery()


def _joined(*columns: Any) -> Any:
    return select(*columns).select_from(Survey).join(Area, Area.code == Survey.community)


SURVEYS = Source(
    key=Survey.id,
    ids=within(_joined(Survey.id), Perm.SURVEY_READ, Survey.community),
    columns=lambda _: _joined(
        Survey.id, Survey.year, Survey.round, Survey.community, Survey.opens_on, Survey.closes_on, Survey.state,
        _issued().label("issued"), _returned().label("returned"),
    ),
    views=lambda day: {
        "all": None,
        "open": Survey.state == SurveyState.OPEN,
        "over": and_(Survey.state == SurveyState.OPEN, Survey.closes_on < day),
        "closed": Survey.state == SurveyState.CLOSED,
    },
    filters={
        "q": lambda text, _: Area.name.contains(text, autoescape=True),
        "year": lambda text, _: Survey.year == int(text),
        **between("opens", Survey.opens_on),
    },
    orders={"community": (Survey.community, Survey.year, Survey.round), "opens": (Survey.opens_on,)},
    area=in_area(Survey.community),
)  # fmt: skip
