"""The versions of the documents of community workers: which is in force, what differs, who would change (WF-46)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person, RuleScheme
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import scenarios
from shuangluan.workforce.rules import whatif
from shuangluan.workforce.rules.parameters import CODE_LABEL, GRADE, INSURANCE, PAY, Difference, Leaf
from shuangluan.workforce.rules.parameters import differences as compared
from shuangluan.workforce.rules.parameters import leaves as listed
from shuangluan.workforce.rules.whatif import Change, Documents


@dataclass(frozen=True)
class Version:
    """A version with how it stands on a day."""

    row: RuleScheme
    state: str  # draft, coming, in_force, ended, replaced

    @property
    def id(self) -> int:
        """The version's id."""
        return self.row.id

    @property
    def name(self) -> str:
        """三岗六十级 第 2 版; 薪酬表 HB60."""
        payload, label = self.row.payload, CODE_LABEL[self.row.code]
        name = str(payload.get("name") or f"{label} {payload.get('scheme', '')}".strip())
        return name + (f" 第 {payload['version']} 版" if "version" in payload else "")

    @property
    def leaves(self) -> list[Leaf]:
        """Its values in plain words."""
        return listed(self.row.payload)


STATE_LABEL = {
    "draft": ("草稿", "wait"), "coming": ("待生效", "doing"), "in_force": ("生效", "done"), "ended": ("停用", "off"),
    "replaced": ("已撤回", "off"),
}  # fmt: skip


def versions(viewer: Viewer, day: date) -> dict[str, list[Version]]:
    """All versions by document, the newest first."""
    if not viewer.can(Perm.SCHEME_READ):
        return {}
    rows = select(RuleScheme).where(RuleScheme.code.in_(CODE_LABEL))
    found: dict[str, list[RuleScheme]] = {code: [] for code in CODE_LABEL}
    for row in db.session.scalars(rows.order_by(RuleScheme.effective_from.desc(), RuleScheme.id.desc())):
        found[row.code].append(row)
    return {code: [Version(row, _state(row, listed_, day)) for row in listed_] for code, listed_ in found.items()}


def _state(row: RuleScheme, those: Sequence[RuleScheme], day: date) -> str:
    if row.replaced_at is not None:
        return "replaced"
    if row.published_at is None:
        return "draft"
    if row.effective_from > day:
        return "coming"
    later = (
        one
        for one in those
        if one.published_at and not one.replaced_at and row.effective_from < one.effective_from <= day
    )
    return "ended" if any(later) else "in_force"


def version(version_id: int, *, viewer: Viewer, day: date) -> Version | None:
    """One version, for those who read schemes."""
    row = db.session.get(RuleScheme, version_id)
    if row is None or row.code not in CODE_LABEL or not viewer.can(Perm.SCHEME_READ):
        return None
    those = db.session.scalars(select(RuleScheme).where(RuleScheme.code == row.code)).all()
    return Version(row, _state(row, those, day))


def in_force_on(code: str, day: date, *, beside: int | None = None) -> RuleScheme | None:
    """The published version that counts on a day, one of them left aside; None where there is none."""
    rows = select(RuleScheme).where(
        RuleScheme.code == code, RuleScheme.published_at.is_not(None), RuleScheme.replaced_at.is_(None),
        RuleScheme.effective_from <= day,
    )  # fmt: skip
    if beside is not None:
        rows = rows.where(RuleScheme.id != beside)
    return db.session.scalar(rows.order_by(RuleScheme.effective_from.desc()).limit(1))


def differences(found: Version) -> tuple[RuleScheme | None, list[Difference]]:
    """The version that it takes the place of, and what differs."""
    row = found.row
    before = in_force_on(row.code, row.effective_from, beside=row.id)
    return before, [] if before is None else compared(before.payload, row.payload)


def scheme_for(payload: Mapping[str, Any], day: date) -> Mapping[str, Any] | None:
    """The grade scheme whose grades a pay table pays: in force on the day, else the newest version of that code."""
    current = in_force_on(GRADE, day)
    if current is not None and current.payload.get("code") == payload.get("scheme"):
        return current.payload
    fitting = [one.payload for one in scenarios.versions(GRADE) if one.payload.get("code") == payload.get("scheme")]
    return fitting[-1] if fitting else None


@dataclass(frozen=True)
class Changed:
    """A worker whose grade or pay would be another one."""

    name: str
    pinyin: str
    search_text: str
    community: str
    worker_id: int
    change: Change

    @property
    def id(self) -> int:
        """The worker's id."""
        return self.worker_id


def who_changes(row: RuleScheme) -> tuple[list[Changed], str]:
    """Everybody whose grade or pay would change on the effective day, or why that cannot be said (WF-46)."""
    if row.code not in (GRADE, PAY, INSURANCE):
        return [], ""
    day = row.effective_from
    try:
        now = scenarios.in_force(day)
        found = whatif.changes(now, _with(now, row), scenarios.people(day), day.isoformat())
    except RuleBroken as broken:
        return [], broken.reason
    rows = db.session.execute(
        select(Worker.id, Person.name, Person.pinyin, Worker.search_text, Worker.community)
        .join(Person, Person.id == Worker.person_id)
        .where(Worker.id.in_([one.person.key for one in found]))
    )
    told = {row.id: row for row in rows}
    return [_changed(told[one.person.key], one) for one in found], ""


def _changed(row: Any, change: Change) -> Changed:
    return Changed(row.name, row.pinyin, row.search_text, row.community, row.id, change)


def _with(now: Documents, row: RuleScheme) -> Documents:
    if row.code == GRADE:
        return scenarios.supposed({"scheme_id": row.id}, row.effective_from)
    if row.code == PAY:
        if row.payload.get("scheme") != now.scheme["code"]:
            raise RuleBroken("这张薪酬表属于另一个等级方案，方案生效以前不影响现在的薪酬")
        return Documents(now.scheme, row.payload, now.insurance, now.plan)
    return Documents(now.scheme, now.pay, row.payload, now.plan)
