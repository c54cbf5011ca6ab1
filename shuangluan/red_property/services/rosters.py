"""The roster of a vote while it is a draft: one unit by hand, many by a workbook (RP-22, RP-64)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.models import OwnersVote, RosterUnit
from shuangluan.red_property.queries.rosters import sealed
from shuangluan.red_property.rules import sentences, vote_plans
from shuangluan.red_property.rules.electorate import UnitStatus
from shuangluan.red_property.rules.rosters import owners_of
from shuangluan.red_property.rules.vote_words import UnitKind

AREAS = ("registered_x100", "surveyed_x100", "contract_x100")


def add_unit(vote: OwnersVote, values: Mapping[str, Any], *, by: audit.Actor, at: datetime) -> RosterUnit:
    """A row of the roster. Raises RuleBroken once the vote is publicised, and for a house that is on it already."""
    vote_plans.check_can_edit(vote.state)
    known = select(RosterUnit.id).where(RosterUnit.vote_id == vote.id, RosterUnit.unit == values["unit"])
    if db.session.scalar(known) is not None:
        raise RuleBroken(f"名册里已经有 {values['unit']}", "unit")
    row = RosterUnit(vote_id=vote.id, **columns(values))
    audit.created(sentences.UNIT_ADDED, row, by=by, at=at)
    return row


def change_unit(vote: OwnersVote, row: RosterUnit, values: Mapping[str, Any], *, by: audit.Actor, at: datetime) -> None:
    """Correct a row while the roster is not frozen."""
    vote_plans.check_can_edit(vote.state)
    taken = select(RosterUnit.id).where(
        RosterUnit.vote_id == vote.id, RosterUnit.unit == values["unit"], RosterUnit.id != row.id
    )
    if db.session.scalar(taken) is not None:
        raise RuleBroken(f"名册里已经有 {values['unit']}", "unit")
    with audit.changing(sentences.UNIT_CHANGED, row, by=by, at=at):
        for name, value in columns(values).items():
            setattr(row, name, value)


def remove_unit(vote: OwnersVote, row: RosterUnit, *, by: audit.Actor, at: datetime) -> None:
    """Take a row away while the roster is not frozen."""
    vote_plans.check_can_edit(vote.state)
    with audit.removing(sentences.UNIT_REMOVED, row, by=by, at=at):
        db.session.delete(row)


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row as typed: `owners` and `tails` are texts. Raises RuleBroken beside the field."""
    owners = owners_of(values.get("owners") or "", values.get("tails") or "")
    return {
        "unit": values["unit"],
        "kind": UnitKind(values["kind"]),
        "status": UnitStatus(values["status"]),
        "titled": bool(values.get("titled")),
        "owners": sealed(owners),
        **{name: values.get(name) or None for name in AREAS},
    }
