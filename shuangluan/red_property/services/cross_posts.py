"""交叉任职: taken under the checks of RP-5, ended with its last day (RP-71)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Organisation, Person
from shuangluan.kernel.permissions import in_force
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.queries.cross_posts import communities_served
from shuangluan.red_property.rules import cross_posts, sentences
from shuangluan.red_property.rules.cross_posts import Candidate, CrossPostKind


def take_cross_post(
    company: Organisation, person: Person, kind: CrossPostKind, *, host: str, candidate: tuple[bool, bool, str | None],
    basis: str, valid_from: date, by: audit.Actor, at: datetime,
) -> CrossPost:  # fmt: skip
    """A person takes a post from a day on; `candidate`: party member, 负责人 of the company, community of his 两委.

    Raises RuleBroken where RP-5 does not let him hold it, and where he holds it already.
    """
    served = frozenset(communities_served(company.id, valid_from))
    cross_posts.check_cross_post(kind, Candidate(*candidate, company_communities=served), host)
    twin = select(CrossPost.id).where(
        CrossPost.kind == kind, CrossPost.person_id == person.id, CrossPost.host == host,
        in_force(CrossPost.valid_from, CrossPost.valid_to, valid_from),
    )  # fmt: skip
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{person.name}这时已经任这一职务", "name")
    row = CrossPost(
        kind=kind, person_id=person.id, organisation_id=company.id, host=host, basis=basis, valid_from=valid_from
    )
    audit.created(sentences.CROSS_POST_TAKEN, row, by=by, at=at)
    return row


def end_cross_post(row: CrossPost, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a post. Raises RuleBroken before its first day and for one that has ended."""
    if row.valid_to is not None:
        raise RuleBroken(f"已经在 {row.valid_to - timedelta(days=1)} 结束", "last_day")
    if last_day < row.valid_from:
        raise RuleBroken(f"最后一天不能早于开始的 {row.valid_from}", "last_day")
    with audit.changing(sentences.CROSS_POST_ENDED, row, by=by, at=at):
        row.valid_to = last_day + timedelta(days=1)
