"""Fee reports of contracts (RP-33)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.models import Contract, FeeReport
from shuangluan.red_property.rules import fees, sentences
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.fees import FeeFigures


def report_fees(
    contract: Contract, period: Span, figures: FeeFigures, *, by: audit.Actor, at: datetime, note: str = ""
) -> FeeReport:
    """What a contract's company collected in a period. Raises RuleBroken for rates above 100 %, days outside the
    contract (a company change inside the period makes two reports), and a period that was reported already.
    """
    fees.check_fees(figures)
    _check_period(contract, period, clock.local_day(at), None)
    report = FeeReport(contract_id=contract.id, note=note)
    _fill(report, period, figures)
    audit.created(sentences.FEES_REPORTED, report, by=by, at=at)
    return report


def correct_fees(
    report: FeeReport, period: Span, figures: FeeFigures, *, by: audit.Actor, at: datetime, note: str = ""
) -> None:
    """Correct a report. Raises RuleBroken as `report_fees` does."""
    fees.check_fees(figures)
    contract = db.session.get_one(Contract, report.contract_id)
    _check_period(contract, period, clock.local_day(at), report.id)
    with audit.changing(sentences.FEES_CORRECTED, report, by=by, at=at):
        report.note = note
        _fill(report, period, figures)


def remove_fees(report: FeeReport, *, by: audit.Actor, at: datetime) -> None:
    """Take away a report that came by mistake."""
    with audit.removing(sentences.FEES_REMOVED, report, by=by, at=at):
        removal.delete("这份收缴情况", report)


def _fill(report: FeeReport, period: Span, figures: FeeFigures) -> None:
    report.valid_from, report.valid_to = period.valid_from, period.valid_to or period.valid_from
    for name in figures.__dataclass_fields__:
        setattr(report, name, getattr(figures, name))


def _check_period(contract: Contract, period: Span, today: date, own_id: int | None) -> None:
    if period.valid_to is None or period.valid_to <= period.valid_from:
        raise RuleBroken("最后一天不能早于第一天", "valid_until")
    if period.valid_from > today:
        raise RuleBroken("这一期还没有开始，不能填报", "valid_from")
    outside = contract.valid_to is not None and period.valid_to > contract.valid_to
    if outside or period.valid_from < contract.valid_from:
        raise RuleBroken("这一期超出了合同的起止日期；期内换了企业的，两家各报各的一段", "valid_from")
    others = db.session.execute(
        select(FeeReport.id, FeeReport.valid_from, FeeReport.valid_to).where(FeeReport.contract_id == contract.id)
    )
    if any(period.touches(Span(since, until)) for one, since, until in others if one != own_id):
        raise RuleBroken("这段时间已经填报过，请打开那一份修改", "valid_from")
