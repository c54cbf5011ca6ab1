"""企业走访: recorded, corrected, the promised help done, removed (RP-67)."""

from dataclasses import asdict
from datetime import date, datetime

from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Organisation
from shuangluan.red_property.models import CompanyVisit
from shuangluan.red_property.rules import sentences, visits
from shuangluan.red_property.rules.visits import VisitFacts


def record_visit(company: Organisation, facts: VisitFacts, *, by: audit.Actor, at: datetime) -> CompanyVisit:
    """What a visit found. Raises RuleBroken for counts that do not fit and help without a date."""
    visits.check_visit(facts, clock.local_day(at))
    row = CompanyVisit(organisation_id=company.id, **asdict(facts), recorder_id=by.id, recorder_name=by.name)
    audit.created(sentences.VISIT_RECORDED, row, by=by, at=at)
    return row


def correct_visit(row: CompanyVisit, facts: VisitFacts, *, by: audit.Actor, at: datetime) -> None:
    """Correct what was entered. Raises RuleBroken as `record_visit`, and where help that was done is struck out."""
    visits.check_visit(facts, clock.local_day(at))
    if row.done_on is not None and not facts.promised:
        raise RuleBroken("答应的事已经办结，不能去掉；写错的可以改文字", "promised")
    with audit.changing(sentences.VISIT_CORRECTED, row, by=by, at=at):
        for name, value in asdict(facts).items():
            setattr(row, name, value)


def finish_help(row: CompanyVisit, *, done_on: date, note: str, by: audit.Actor, at: datetime) -> None:
    """The promised help was given on a day; a wrong day can be said again."""
    visits.check_done(row.promised, row.visited_on, done_on, clock.local_day(at))
    with audit.changing(sentences.HELP_DONE, row, by=by, at=at):
        row.done_on, row.done_note = done_on, note


def remove_visit(row: CompanyVisit, *, by: audit.Actor, at: datetime) -> None:
    """Take away a visit that came by mistake."""
    with audit.removing(sentences.VISIT_REMOVED, row, by=by, at=at):
        removal.delete("这次走访", row)
