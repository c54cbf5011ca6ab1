"""满意度测评 as a list: each round with how many codes are out and how many answers came (WF-96)."""

from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, true

from shuangluan.kernel.models import Area
from shuangluan.workforce.models import Survey, SurveyAnswer, SurveySheet
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.sources import Source
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
    ids=_joined(Survey.id),
    columns=lambda _: _joined(
        Survey.id, Survey.year, Survey.round, Survey.community, Survey.opens_on, Survey.closes_on, Survey.state,
        _issued().label("issued"), _returned().label("returned"),
    ),
    views={
        "all": lambda _: true(),
        "open": lambda _: Survey.state == SurveyState.OPEN,
        "over": lambda day: and_(Survey.state == SurveyState.OPEN, Survey.closes_on < day),
        "closed": lambda _: Survey.state == SurveyState.CLOSED,
    },
    filters={
        "q": lambda text: Area.name.contains(text, autoescape=True),
        "year": lambda text: Survey.year == int(text),
        "opens_from": lambda text: Survey.opens_on >= date.fromisoformat(text),
        "opens_to": lambda text: Survey.opens_on <= date.fromisoformat(text),
    },
    sorts={"community": (Survey.community, Survey.year, Survey.round), "opens": (Survey.opens_on,)},
    place=Survey.community,
    permission=Perm.SURVEY_READ,
)  # fmt: skip
