"""The rule scheme in force on the day of the fact (D9, architecture 4.8)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RuleScheme

IN_FORCE = (
    RuleScheme.effective_from <= bindparam("day"),
    RuleScheme.published_at.is_not(None),
    RuleScheme.replaced_at.is_(None),
)
SCHEME = (  # built once, like the next: most pages ask one of them
    select(RuleScheme)
    .where(RuleScheme.code == bindparam("code"), *IN_FORCE)
    .order_by(RuleScheme.effective_from.desc())
    .limit(1)
)
DOCUMENTS = (
    select(RuleScheme.code, cast(RuleScheme.payload, Text))
    .where(RuleScheme.code.in_(bindparam("codes", expanding=True)), *IN_FORCE)
    .order_by(RuleScheme.effective_from)
)


def scheme_on(code: str, day: date) -> RuleScheme:
    """The published version of `code` in force on `day`. Raises RuleBroken when there is none."""
    row = db.session.scalar(SCHEME, {"code": code, "day": day})
    if row is None:
        raise RuleBroken(f"{day:%Y-%m-%d} 没有生效的规则：{code}，请联系区委组织部发布")
    return row


def documents_on(codes: list[str], day: date) -> dict[str, str]:
    """The documents of several schemes in force on `day`, as JSON text, in one statement.

    Text, so that a slice can keep what it read out of it: the same text is the same rules. Raises RuleBroken for a
    missing scheme.
    """
    rows = db.session.execute(DOCUMENTS, {"codes": codes, "day": day})
    found: dict[str, str] = {code: document for code, document in rows}  # the latest start wins
    for code in codes:
        if code not in found:
            raise RuleBroken(f"{day:%Y-%m-%d} 没有生效的规则：{code}，请联系区委组织部发布")
    return found


def draft_scheme(
    code: str,
    payload: dict[str, Any],
    *,
    effective_from: date,
    document_no: str,
    by: audit.Actor,
    at: datetime,
) -> RuleScheme:
    """A new version that does not count yet; somebody else publishes it."""
    scheme = RuleScheme(
        code=code,
        payload=payload,
        effective_from=effective_from,
        document_no=document_no,
        drafted_at=at,
        drafted_by_id=by.id or 0,
    )
    audit.created("kernel.scheme.drafted", scheme, by=by, at=at)
    return scheme


def publish_scheme(scheme: RuleScheme, *, by: audit.Actor, at: datetime) -> None:
    """Let a draft count from its start date. Raises RuleBroken for the drafter himself."""
    if scheme.published_at is not None:
        raise RuleBroken("这一版已经发布了")
    if by.id == scheme.drafted_by_id:
        raise RuleBroken("起草人不能发布自己起草的规则，请另一位同事发布")
    with audit.changing("kernel.scheme.published", scheme, by=by, at=at):
        scheme.published_at, scheme.published_by_id = at, by.id or 0
