"""The flag 红色业委会, given and taken by looking at the conditions; posts in companies that are a conflict (RP-35)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Organisation
from shuangluan.red_property.models import CommitteeMember, CompanyTie, RedAssessment
from shuangluan.red_property.queries.red_findings import Finding, findings
from shuangluan.red_property.rules import sentences, ties
from shuangluan.red_property.rules.ties import Relation


def assess_committees(rows: Sequence[Any], *, by: audit.Actor, at: datetime) -> list[Finding]:
    """Look at the conditions today; a row is kept for each committee whose facts are new, and those are returned."""
    day = clock.local_day(at)
    news = [one for one in findings(rows, day) if one.is_news]
    for one in news:
        row = RedAssessment(
            committee_id=one.row.id, assessed_on=day, is_red=one.is_red, **asdict(one.facts),
            lines=[[each.text, each.is_met] for each in one.criteria], assessed_at=at, assessed_by_id=by.id or 0,
            assessor_name=by.name,
        )  # fmt: skip
        audit.created(sentences.RED_ASSESSED, row, by=by, at=at)
    return news


def tell_tie(
    member: CommitteeMember, company: Organisation, relation: Relation, *, post: str, valid_from: date,
    by: audit.Actor, at: datetime,
) -> CompanyTie:  # fmt: skip
    """A post in a company that the member, or a relative, holds. Raises RuleBroken for a twin and a day to come."""
    ties.check_tie_days(valid_from, clock.local_day(at))
    twin = select(CompanyTie.id).where(
        CompanyTie.member_id == member.id, CompanyTie.organisation_id == company.id, CompanyTie.relation == relation,
        CompanyTie.valid_to.is_(None),
    )  # fmt: skip
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"已经登记过{ties.RELATION_LABEL[relation]}在这家企业的任职", "relation")
    row = CompanyTie(
        member_id=member.id, organisation_id=company.id, relation=relation, post=post, valid_from=valid_from
    )
    audit.created(sentences.TIE_TOLD, row, by=by, at=at)
    return row


def end_tie(row: CompanyTie, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a post: from then on it is no conflict."""
    ties.check_tie_end(row.valid_from, row.valid_to, last_day, clock.local_day(at))
    with audit.changing(sentences.TIE_ENDED, row, by=by, at=at):
        row.valid_to = last_day + timedelta(days=1)


def remove_tie(row: CompanyTie, *, by: audit.Actor, at: datetime) -> None:
    """Take away a post that was told by mistake."""
    with audit.removing(sentences.TIE_REMOVED, row, by=by, at=at):
        removal.delete("这项任职", row)
