"""Entering and revoking written mandates (RP-12)."""

from datetime import date, datetime

from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment, Compound, Person
from shuangluan.red_property.models import Mandate
from shuangluan.red_property.queries import mandates as queries
from shuangluan.red_property.rules import mandates as rules
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.words import Party


def enter_mandate(
    compound: Compound,
    person: Person,
    party: Party,
    *,
    valid_from: date,
    valid_until: date,
    paper: Attachment,
    by: audit.Actor,
    at: datetime,
) -> Mandate:
    """A person may sign for a party of the compound, until the last day that the paper says. Raises RuleBroken."""
    new = rules.MandateFact(person.id, party, valid_from, valid_until)
    rules.check_mandate(new, queries.facts_of(compound.id), by.id or 0)
    row = Mandate(
        compound_id=compound.id,
        person_id=person.id,
        name=person.name,
        party=party,
        valid_from=valid_from,
        valid_until=valid_until,
        attachment_id=paper.id,
        entered_at=at,
        entered_by_id=by.id or 0,
        entered_name=by.name,
    )
    audit.created(sentences.MANDATE_ENTERED, row, by=by, at=at)
    return row


def revoke_mandate(mandate: Mandate, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """The party takes it back: from now on it holds on no day; what was signed with it stays signed."""
    if mandate.revoked_at is not None:
        raise RuleBroken("这份授权已经收回")
    if not reason.strip():
        raise RuleBroken("收回授权要写明原因", "reason")
    with audit.changing(sentences.MANDATE_REVOKED, mandate, by=by, at=at):
        mandate.revoked_at, mandate.revoked_by_id, mandate.revoked_reason = at, by.id or 0, reason
