"""Versions of the documents: copied, changed, published by another, withdrawn before they count (WF-46, D9)."""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RuleScheme
from shuangluan.workforce.queries.versions import scheme_for
from shuangluan.workforce.rules import parameters, sentences
from shuangluan.workforce.rules.parameters import GRADE, PAY


def fingerprint(row: RuleScheme) -> str:
    """What of a draft was seen: another one means that it has changed since."""
    told = [row.payload, row.effective_from.isoformat(), row.document_no]
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def copy_version(
    row: RuleScheme, *, values: Mapping[str, Any] | None = None, today: date, by: audit.Actor, at: datetime
) -> RuleScheme:
    """A draft with the values of a version, or with `values`, to be changed: a used one is never edited (WF-46)."""
    payload = deepcopy(dict(row.payload if values is None else values))
    if "version" in payload:
        payload["version"] = 1 + max(
            int(one.payload.get("version", 0))
            for one in db.session.scalars(select(RuleScheme).where(RuleScheme.code == row.code))
            if one.payload.get("code") == payload.get("code")
        )
    start = max(today + timedelta(1), row.effective_from)
    return effective.draft_scheme(row.code, payload, effective_from=start, document_no="", by=by, at=at)


def edit_draft(
    row: RuleScheme,
    values: Mapping[str, str],
    *,
    effective_from: date,
    document_no: str,
    seen: str,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Change values, day and document of one's own draft; refused where the engines could not work with it.

    Raises RuleBroken for a published version, somebody else's draft, and one that has changed since it was seen.
    """
    _check_own_draft(row, by)
    if fingerprint(row) != seen:
        raise RuleBroken("这份草稿刚被改过，请刷新页面，在最新的上面改")
    payload = parameters.changed(row.payload, values)
    parameters.check_document(row.code, payload, scheme_for(payload, effective_from) if row.code == PAY else None)
    with audit.changing(sentences.SCHEME_EDITED, row, by=by, at=at):
        row.payload, row.effective_from, row.document_no = payload, effective_from, document_no


def _check_own_draft(row: RuleScheme, by: audit.Actor) -> None:
    if row.published_at is not None:
        raise RuleBroken("已经发布的版本不能改，请复制成新的草稿")
    if row.drafted_by_id != (by.id or 0):
        raise RuleBroken("这是别人起草的，请复制成自己的草稿再改")


def discard_draft(row: RuleScheme, *, by: audit.Actor, at: datetime) -> None:
    """Away with one's own draft."""
    _check_own_draft(row, by)
    with audit.removing(sentences.SCHEME_DISCARDED, row, by=by, at=at):
        db.session.delete(row)


def publish_version(row: RuleScheme, *, today: date, by: audit.Actor, at: datetime) -> None:
    """发布: it counts from its day. Raises RuleBroken for the drafter, without a document, for a day that is taken,
    for a grade scheme of a day that is past, and where the engines could not work with it.
    """
    if not row.document_no:
        raise RuleBroken("先写明文号，再发布")
    if row.code == GRADE and row.effective_from <= today:
        raise RuleBroken("等级方案只能从今天以后的日子起生效，以前的等级按当时的方案")
    taken = select(RuleScheme.id).where(
        RuleScheme.code == row.code, RuleScheme.effective_from == row.effective_from,
        RuleScheme.published_at.is_not(None), RuleScheme.replaced_at.is_(None), RuleScheme.id != row.id,
    )  # fmt: skip
    if db.session.scalar(taken) is not None:
        raise RuleBroken(f"{row.effective_from} 已经有一版生效，请换一个日子")
    scheme = scheme_for(row.payload, row.effective_from) if row.code == PAY else None
    parameters.check_document(row.code, row.payload, scheme)
    effective.publish_scheme(row, by=by, at=at)


def withdraw_version(row: RuleScheme, *, today: date, by: audit.Actor, at: datetime) -> None:
    """撤回 of a published version before its day: nothing rests on it yet."""
    if row.published_at is None or row.replaced_at is not None:
        raise RuleBroken("这一版没有发布，不用撤回")
    if row.effective_from <= today:
        raise RuleBroken("已经生效的版本不能撤回，请发布更正的版本")
    with audit.changing(sentences.SCHEME_WITHDRAWN, row, by=by, at=at):
        row.replaced_at, row.replaced_by_id = at, by.id or 0
