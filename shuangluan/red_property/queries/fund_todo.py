"""What awaits a viewer in funds and emergency repairs: computed when it is read (D7, RP-31, RP-32)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal_column, null, select

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import Step
from shuangluan.red_property.models import Emergency, FundAccount, FundEntry
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.emergency_register import is_own
from shuangluan.red_property.queries.fund_register import short, unposted
from shuangluan.red_property.rules.emergencies import EmergencyState
from shuangluan.red_property.rules.register_terms import RegisterTerms

E = Emergency
FUND, REPAIR = ("red_property.fund_detail", "account_id"), ("red_property.emergency_detail", "emergency_id")
STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("red_property.fund_renew", "red_property", "通知续交", *FUND),
        Step("red_property.fund_post", "red_property", "公示资金使用", *FUND),
        Step("red_property.repair_review", "red_property", "审核应急维修", *REPAIR, "review"),
        Step("red_property.repair_confirm", "red_property", "确认应急维修", *REPAIR, "review"),
        Step("red_property.repair_accounts", "red_property", "公示维修账目", *REPAIR),
    )
}  # fmt: skip
NEVER = cast(null(), UtcDateTime)


def branches(viewer: Viewer, day: date, terms: RegisterTerms) -> list[Select[Any]]:
    """Rows (step, record, title, note, due) that await the viewer, a select for each step that may be his."""
    found: list[Select[Any]] = []
    own: ColumnElement[bool]
    if viewer.holds_role("community_admin"):
        own = Compound.community.in_([g.area for g in viewer.grants if g.role == "community_admin"])
        left = _funds("fund_renew", "余额不到首期的规定比例").where(own, short(terms))
        used = select(FundEntry.id).where(FundEntry.account_id == FundAccount.id, unposted()).exists()
        found += [left, _funds("fund_post", "有没公示的使用或续交").where(own, used)]
    if viewer.holds_role("owners_delegate"):  # 业委会 reviews; the community enters its paper when it comes
        own = is_own(viewer, Perm.EMERGENCY_REVIEW, Compound.id, Compound.community, day)
        found.append(_repairs("repair_review").where(own, E.state == EmergencyState.APPLIED))
    if viewer.can(Perm.EMERGENCY_CONFIRM):
        own = viewer.within(Perm.EMERGENCY_CONFIRM, Compound.community)
        turn = and_(E.state == EmergencyState.REVIEWED, E.reviewed_by_id != viewer.person_id)
        found.append(_repairs("repair_confirm").where(own, turn))
    if viewer.can(Perm.EMERGENCY_APPLY):
        mine = and_(E.state == EmergencyState.CONFIRMED, E.applied_by_id == viewer.person_id)
        found.append(_repairs("repair_accounts").where(mine))
    return found


def _words(text: str) -> Any:
    return literal_column(f"'{text}'", String)


def _rows(step: str, record: Any, title: Any, note: Any) -> Select[Any]:
    return select(
        _words(f"red_property.{step}").label("step"), record.label("record_id"), title.label("title"),
        note.label("note"), NEVER.label("due_at"),
    )  # fmt: skip


def _funds(step: str, note: str) -> Select[Any]:
    rows = _rows(step, FundAccount.id, Compound.name, _words(note))
    return rows.join(Compound, Compound.id == FundAccount.compound_id)


def _repairs(step: str) -> Select[Any]:
    return _rows(step, E.id, E.title, Compound.name).join(Compound, Compound.id == E.compound_id)
