"""交叉任职: taken under the checks of RP-5, corrected, ended with its last day, removed (RP-71)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Organisation, Person
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.queries.cross_posts import communities_served
from shuangluan.red_property.rules import cross_posts, sentences
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.cross_posts import Candidate, CrossPostKind


def take_cross_post(
    company: Organisation, person: Person, kind: CrossPostKind, *, host: str, candidate: tuple[bool, bool, str | None],
    basis: str, valid_from: date, by: audit.Actor, at: datetime, valid_to: date | None = None,
) -> CrossPost:  # fmt: skip
    """A person takes a post from a day on; `candidate`: party member, 负责人 of the company, community of his 两委;
    `valid_to` is the first day after.

    Raises RuleBroken where RP-5 does not let him hold it, where he holds it in these days already, and for no days.
    """
    served = frozenset(communities_served(company.id, valid_from))
    cross_posts.check_cross_post(kind, Candidate(*candidate, company_communities=served), host)
    row = CrossPost(
        kind=kind, person_id=person.id, organisation_id=company.id, host=host, basis=basis, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    _check_days(row, Span(valid_from, valid_to), person.name)
    audit.created(sentences.CROSS_POST_TAKEN, row, by=by, at=at)
    return row


def correct_cross_post(
    row: CrossPost, *, basis: str, valid_from: date, valid_to: date | None, by: audit.Actor, at: datetime
) -> None:
    """Correct the days and the paper of a post. Raises RuleBroken as `take_cross_post` does, of the new first day."""
    served = frozenset(communities_served(row.organisation_id, valid_from))
    cross_posts.check_cross_post(row.kind, cross_posts.presumed(row.kind, row.host, served), row.host)
    _check_days(row, Span(valid_from, valid_to), db.session.get_one(Person, row.person_id).name)
    with audit.changing(sentences.CROSS_POST_CORRECTED, row, by=by, at=at):
        row.basis, row.valid_from, row.valid_to = basis, valid_from, valid_to


def _check_days(row: CrossPost, span: Span, name: str) -> None:
    """Whether the holder may hold the post on these days: they are some, and he does not hold it then already."""
    if span.valid_to is not None and span.valid_to <= span.valid_from:
        raise RuleBroken(f"最后一天不能早于开始的 {span.valid_from}", "last_day")
    others = select(CrossPost.id, CrossPost.valid_from, CrossPost.valid_to).where(
        CrossPost.kind == row.kind, CrossPost.person_id == row.person_id, CrossPost.host == row.host
    )
    for other, since, end in db.session.execute(others):
        if other != row.id and span.touches(Span(since, end)):
            raise RuleBroken(f"{name}这时已经任这一职务", "name")


def end_cross_post(row: CrossPost, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a post. Raises RuleBroken before its first day and for one that has ended."""
    if row.valid_to is not None:
        raise RuleBroken(f"已经在 {row.valid_to - timedelta(days=1)} 结束", "last_day")
    if last_day < row.valid_from:
        raise RuleBroken(f"最后一天不能早于开始的 {row.valid_from}", "last_day")
    with audit.changing(sentences.CROSS_POST_ENDED, row, by=by, at=at):
        row.valid_to = last_day + timedelta(days=1)


def remove_cross_post(row: CrossPost, *, by: audit.Actor, at: datetime) -> None:
    """Take away a post that came by mistake; RuleBroken with what was observed by it."""
    with audit.removing(sentences.CROSS_POST_REMOVED, row, by=by, at=at):
        removal.delete("这次任职", row)
