"""维修资金 of compounds: what was paid first, what moved it, each use with what it rests on (RP-32)."""

from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound
from shuangluan.red_property.models import FundAccount, FundEntry
from shuangluan.red_property.queries import fund_register
from shuangluan.red_property.rules import funds as rules
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.funds import Booking, EntryKind, Use


def open_fund(
    compound: Compound, *, opened_on: date, first_deposit_fen: int, area_x100: int | None, by: audit.Actor,
    at: datetime, note: str = "",
) -> FundAccount:  # fmt: skip
    """The fund of a compound with its first deposit. Raises RuleBroken where it has one already."""
    rules.check_fund(first_deposit_fen, (), opened_on, clock.local_day(at))
    if fund_register.of_compound(compound.id) is not None:
        raise RuleBroken("这个小区的维修资金已经登记过，请打开那一户修改", "compound_id")
    account = FundAccount(
        compound_id=compound.id, opened_on=opened_on, first_deposit_fen=first_deposit_fen, area_x100=area_x100,
        note=note,
    )  # fmt: skip
    audit.created(sentences.FUND_OPENED, account, by=by, at=at)
    return account


def change_fund(
    account: FundAccount, *, opened_on: date, first_deposit_fen: int, area_x100: int | None, note: str,
    by: audit.Actor, at: datetime,
) -> None:  # fmt: skip
    """Correct what was entered of a fund. Raises RuleBroken where its entries no longer fit."""
    held = list(fund_register.movements(account.id).values())
    rules.check_fund(first_deposit_fen, held, opened_on, clock.local_day(at))
    with audit.changing(sentences.FUND_CHANGED, account, by=by, at=at):
        account.opened_on, account.first_deposit_fen = opened_on, first_deposit_fen
        account.area_x100, account.note = area_x100, note


def remove_fund(account: FundAccount, *, by: audit.Actor, at: datetime) -> None:
    """Take away a fund that came by mistake; RuleBroken while it has entries."""
    with audit.removing(sentences.FUND_REMOVED, account, by=by, at=at):
        removal.delete("这一户维修资金", account)


def book_entry(account: FundAccount, booking: Booking, *, by: audit.Actor, at: datetime) -> FundEntry:
    """A movement. Raises RuleBroken for a use without its vote or emergency, for an overdraft, for a second time."""
    _check(account, booking, None, clock.local_day(at))
    entry = FundEntry(account_id=account.id, **booking.columns)
    audit.created(sentences.FUND_BOOKED, entry, by=by, at=at)
    return entry


def correct_entry(entry: FundEntry, booking: Booking, *, by: audit.Actor, at: datetime) -> None:
    """Correct a movement, or add the day it was posted. Raises RuleBroken as `book_entry` does."""
    account = db.session.get_one(FundAccount, entry.account_id)
    _check(account, booking, entry.id, clock.local_day(at))
    with audit.changing(sentences.FUND_CORRECTED, entry, by=by, at=at):
        for name, value in booking.columns.items():
            setattr(entry, name, value)


def remove_entry(entry: FundEntry, *, by: audit.Actor, at: datetime) -> None:
    """Take away a movement that came by mistake. Raises RuleBroken where what is left would not cover a later use."""
    account = db.session.get_one(FundAccount, entry.account_id)
    held = fund_register.movements(account.id)
    del held[entry.id]
    rules.check_fund(account.first_deposit_fen, held.values(), account.opened_on, clock.local_day(at))
    with audit.removing(sentences.FUND_UNBOOKED, entry, by=by, at=at):
        removal.delete("这一笔", entry)


def _check(account: FundAccount, booking: Booking, own_id: int | None, today: date) -> None:
    if not booking.purpose.strip():
        raise RuleBroken("写明这笔钱的来由", "purpose")
    if booking.posted_on is not None and booking.posted_on > today:
        raise RuleBroken("公示日期不能晚于今天", "posted_on")
    if booking.kind is EntryKind.USE:
        allowed = fund_register.allowed_from(account.compound_id, booking)
        rules.check_use(Use(booking.basis, allowed, booking.share, booking.agreement), booking.booked_on)
    if fund_register.is_booked(account.id, booking, own_id):
        raise RuleBroken("同一天同一事由的一笔已经登记过，请核对", "purpose")
    held = fund_register.movements(account.id)
    held[own_id or 0] = booking.movement
    rules.check_fund(account.first_deposit_fen, held.values(), account.opened_on, today)
