"""What a year rests on, read once for everybody: months, surveys, colleagues' marks, facts (WF-96 to WF-100)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import ports
from shuangluan.workforce.models import AppraisalMonth, AppraisalScore, AppraisalYear
from shuangluan.workforce.queries.facts import barred_from_excellent, facts_of
from shuangluan.workforce.queries.hours_register import hours_of
from shuangluan.workforce.queries.months import absences_of, entries_of
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.queries.surveys import counts_of
from shuangluan.workforce.queries.tenure import held_of
from shuangluan.workforce.queries.years import last_day, marks_of, plan_of
from shuangluan.workforce.rules import daily, survey, years
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.appraisal import SATISFACTION, daily_mean, peer_score
from shuangluan.workforce.rules.daily import MonthState
from shuangluan.workforce.rules.facts import Facts
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.service import worked_in
from shuangluan.workforce.rules.survey import Asked
from shuangluan.workforce.rules.tenure import PostOfYear, community_on, post_of_year
from shuangluan.workforce.rules.years import Standing

Counts = Mapping[str, int]


class Inputs:
    """The facts of a year for `rows`; as many statements for one person as for all."""

    def __init__(self, record: AppraisalYear, rows: Sequence[AppraisalScore], today: date) -> None:
        self.record, self.today, self.plan = record, today, plan_of(record)
        ids = [one.worker_id for one in rows]
        self.away, self.facts, self.marks = absences_of(ids), facts_of(ids), marks_of(record)
        self.barred = barred_from_excellent(ids, date(record.year, 1, 1), last_day(record))
        self.months = self._months(ids)
        self.posts: Mapping[str, Any] = grade_scheme_on(last_day(record)).payload["posts"]
        self.held = held_of(ids, last_day(record))
        self.answers = counts_of(sorted({self.community_of(one) for one in rows}), record.year)
        self.means = self._means()
        first, last = date(record.year, 1, 1), last_day(record)
        self.served = ports.served([one.worker.person_id for one in rows], first, last)
        self.hours = hours_of(ids, last)
        self.grades = Scheme.parse(grade_scheme_on(last).payload)

    def _months(self, ids: Sequence[int]) -> dict[tuple[int, date], str]:
        """The scores of the months that are locked, by worker and month."""
        first, last = date(self.record.year, 1, 1), last_day(self.record)
        records = db.session.scalars(
            select(AppraisalMonth).where(AppraisalMonth.worker_id.in_(ids), AppraisalMonth.month.between(first, last))
        ).all()
        entries = entries_of([one.id for one in records])
        locked = [
            one for one in records
            if daily.state_on(one.state, one.confirm_until, self.today) is MonthState.LOCKED
        ]  # fmt: skip
        points = {one.id: [each.cell.points for each in entries.get(one.id, [])] for one in locked}
        return {(one.worker_id, one.month): daily.score_of(self.plan, points[one.id]) for one in locked}

    def _means(self) -> dict[str, str | None]:
        """m of WF-96 by street."""
        by_street: defaultdict[str, list[Counts]] = defaultdict(list)
        for community, grids in self.answers.items():
            by_street[community[:9]] += grids.values()
        return {street: survey.street_mean(self.plan, survey.added(listed)) for street, listed in by_street.items()}

    def _post(self, row: AppraisalScore) -> PostOfYear | None:
        return post_of_year(self.posts, self.held.get(row.worker_id, []), self.record.year)

    def is_leader(self, row: AppraisalScore) -> bool:
        """Whether the post held longer in the year is of the highest class: 正职 (WF-104)."""
        found = self._post(row)
        return found is not None and found.is_leader

    def community_of(self, row: AppraisalScore) -> str:
        """The community on 31 December, or today's within the year; as it stands where no post is held (WF-101)."""
        day = min(last_day(self.record), self.today)
        return community_on(self.held.get(row.worker_id, []), day) or row.community

    def scores(self, row: AppraisalScore) -> tuple[dict[str, str | None], list[str]]:
        """The parts of a person, absent ones None, with the lines that say where they come from."""
        sat, sat_lines = self._satisfaction(row)
        day, day_line = self._daily(row)
        found = {
            years.DAILY: day,
            years.STREET: years.street_score(self.plan, row.street_points) if row.street_points else None,
            years.PEER: peer_score(self.plan, self.marks.get(row.id, [])),
        }
        post = self._post(row)
        lines = [day_line, *([post.line] if post and post.line else [])]
        if self.standing(row).seconded:
            host = None if row.host_x100 is None else yuan_of(row.host_x100)
            return {years.HOST: host, **found}, lines
        return {SATISFACTION: sat, **found}, [*sat_lines, *lines]

    def _satisfaction(self, row: AppraisalScore) -> tuple[str | None, list[str]]:
        grids = self.answers.get(row.community, {})
        served = self.served.get(row.worker.person_id, ports.Served(None, {}))
        asked = Asked(
            survey.added(list(grids.values())), grids.get(served.grid_id, {}) if served.grid_id else None,
            served.callbacks, self.is_leader(row),
        )  # fmt: skip
        return survey.attributed(self.plan, asked, self.means.get(row.community[:9]))

    def _daily(self, row: AppraisalScore) -> tuple[str | None, str]:
        away = self.away.get(row.worker_id, [])
        months = [
            (month, self.months.get((row.worker_id, month)), daily.is_valid_month(month, away))
            for month in daily.worked_months(self.record.year, row.worker.entry_date, row.worker.exit_date)
        ]
        scored = [{"score": score, "valid": is_valid} for _, score, is_valid in months if score is not None]
        return daily_mean(scored), daily.line_of(months)

    def standing(self, row: AppraisalScore) -> Standing:
        """What besides the scores decides."""
        facts = Facts.parse(self.facts[row.worker_id])
        first, last = date(self.record.year, 1, 1), last_day(self.record)
        away = self.away.get(row.worker_id, [])
        return Standing(
            worked_in(self.grades, facts, self.record.year),
            row.worker.entry_date.year == self.record.year,
            any(kind in daily.MATERNITY and start <= last and (end or last) >= first for kind, start, end in away),
            years.is_seconded(self.record.year, away),
            row.worker_id in self.barred,
            f"{row.veto}，{row.veto_doc_no}" if row.veto else "",
            self.hours.get(row.worker_id, 0),
        )
