"""Rounds of the survey with what may be shown of them: small groups never, nothing before the close (WF-96, WF-116)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from shuangluan.extensions import db
from shuangluan.kernel import tokens
from shuangluan.kernel.models import Grid
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Survey, SurveyAnswer, SurveySheet
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.months import plan_on
from shuangluan.workforce.rules import survey as rules
from shuangluan.workforce.rules.appraisal import satisfaction
from shuangluan.workforce.rules.survey import RATER_LABEL, Group, Rater, SurveyState

PURPOSE = "workforce.survey"


@dataclass(frozen=True)
class Results:
    """What of a closed round may be shown: the whole, and the groups that are large enough."""

    counts: Mapping[str, int]
    raw: str | None
    valid: int
    groups: Sequence[tuple[str, Sequence[tuple[Group, str | None]], bool]]  # heading, groups, whether some are hidden


def _visible(viewer: Viewer, permission: Perm, *columns: Any) -> Select[Any]:
    return select(*columns or (Survey,)).where(viewer.within(permission, Survey.community))


def survey(survey_id: int, *, viewer: Viewer, permission: Perm = Perm.SURVEY_READ) -> Survey | None:
    """The round, if it exists for the viewer."""
    found: Survey | None = db.session.scalar(_visible(viewer, permission).where(Survey.id == survey_id))
    return found


def sheet(sheet_id: int, *, viewer: Viewer) -> tuple[SurveySheet, Survey] | None:
    """A sheet of codes with its round, for who runs it."""
    row = db.session.execute(
        _visible(viewer, Perm.SURVEY_RUN, SurveySheet, Survey)
        .join(SurveySheet, SurveySheet.survey_id == Survey.id)
        .where(SurveySheet.id == sheet_id)
    ).first()
    return None if row is None else (row[0], row[1])


def of_code(code: str) -> tuple[Survey, bool] | None:
    """The round that a code is for, and whether it was used."""
    token = tokens.live(PURPOSE, code)
    row = token and db.session.scalar(
        select(Survey).join(SurveySheet, SurveySheet.survey_id == Survey.id).where(SurveySheet.id == token.record_id)
    )
    return (row, token.is_spent) if token and row else None


def sheets_of(record: Survey) -> list[tuple[SurveySheet, str]]:
    """The sheets that were printed, the newest first, each with the name of its grid."""
    rows = select(SurveySheet).where(SurveySheet.survey_id == record.id).order_by(SurveySheet.id.desc())
    names = dict(grids_of(record.community))
    return [(one, names.get(str(one.grid_id), "全社区")) for one in db.session.scalars(rows)]


def grids_of(community: str) -> list[tuple[str, str]]:
    """The grids of a community: id and name, in the order of their codes."""
    rows = db.session.execute(select(Grid.id, Grid.name).where(Grid.community == community).order_by(Grid.code15))
    return [(str(grid_id), name) for grid_id, name in rows]


def counts_by_rater(record: Survey) -> dict[Rater, int]:
    """How many of each kind answered."""
    rows = db.session.execute(
        select(SurveyAnswer.rater, func.count())
        .where(SurveyAnswer.survey_id == record.id)
        .group_by(SurveyAnswer.rater)
    )
    return {rater: count for rater, count in rows}


def results(record: Survey) -> Results | None:
    """The results of a closed round; None while it runs, and where fewer answered than may be shown."""
    plan = plan_on(record.opens_on)
    if record.state is SurveyState.OPEN:
        return None
    rows = db.session.execute(
        select(SurveyAnswer.grid_id, SurveyAnswer.rater, SurveyAnswer.option, func.count())
        .where(SurveyAnswer.survey_id == record.id)
        .group_by(SurveyAnswer.grid_id, SurveyAnswer.rater, SurveyAnswer.option)
    ).all()
    whole: dict[str, int] = {option: 0 for option in rules.options(plan)}
    for *_, option, count in rows:
        whole[option] += count
    if sum(whole.values()) < rules.least_shown(plan):
        return None
    found = satisfaction(plan, whole, None)
    names = dict(grids_of(record.community))
    by_rater = _grouped(rows, lambda grid, rater: RATER_LABEL[rater])
    by_grid = _grouped(rows, lambda grid, rater: names.get(str(grid), "不分网格"))
    shown = [_shown(plan, heading, groups) for heading, groups in (("按答卷人", by_rater), ("按网格", by_grid))]
    return Results(whole, found["raw"], found["valid"], shown)


def _grouped(rows: Sequence[Any], name_of: Callable[[int | None, Rater], str]) -> list[Group]:
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for grid, rater, option, count in rows:
        group = counts[name_of(grid, rater)]
        group[option] = group.get(option, 0) + count
    return [Group(name, counted) for name, counted in sorted(counts.items())]


def _shown(
    plan: Mapping[str, Any], heading: str, groups: Sequence[Group]
) -> tuple[str, Sequence[tuple[Group, str | None]], bool]:
    kept = rules.shown_groups(groups, rules.least_shown(plan))
    return heading, [(one, satisfaction(plan, one.counts, None)["raw"]) for one in kept], len(kept) < len(groups)


def counts_of(communities: Sequence[str], year: int) -> dict[str, dict[int | None, dict[str, int]]]:
    """The answers of the closed rounds of a year: community → grid → option → how many; for the yearly scores."""
    rows = db.session.execute(
        select(Survey.community, SurveyAnswer.grid_id, SurveyAnswer.option, func.count())
        .join(Survey, Survey.id == SurveyAnswer.survey_id)
        .where(Survey.community.in_(communities), Survey.year == year, Survey.state == SurveyState.CLOSED)
        .group_by(Survey.community, SurveyAnswer.grid_id, SurveyAnswer.option)
    )
    found: defaultdict[str, dict[int | None, dict[str, int]]] = defaultdict(dict)
    for community, grid, option, count in rows:
        found[community].setdefault(grid, {})[option] = count
    return found
