"""Professional certificates: when they are registered and valid, what they pay (WF-21, WF-79)."""

from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.workforce.rules.amounts import ZERO, decimal_of, text_of
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, VERIFIED, Certificate, Payload
from shuangluan.workforce.rules.scheme import CertificateRule, EffectMode, Scheme
from shuangluan.workforce.rules.spans import ONE_DAY, following_month, month_of, reading

RENEWAL_DAYS = 90


class Registration(StrEnum):
    """How a certificate stands on a day, derived from its periods (WF-21)."""

    NONE = "未登记"
    VALID = "有效"
    EXPIRING = "90日内到期"
    EXPIRED = "已过期"
    CANCELLED = "已注销"


def cert_allowance(scheme: Payload, certificates: list[dict[str, Any]], month: str) -> str:
    """The allowance of a month: of the highest level registered and valid (WF-79)."""
    rule = Scheme.parse(scheme).certificate
    with reading("职业资格"):
        counted = [
            Certificate.parse(one) for one in certificates if one.get("verify", VERIFIED) == VERIFIED
        ]
        levels = levels_in(rule, counted, month_of(month))
    if rule.mode is not EffectMode.ALLOWANCE:
        return text_of(ZERO)
    paid = levels[-1:] if rule.highest_only else levels
    return text_of(sum((decimal_of(rule.amounts.get(level, "0")) for level in paid), ZERO))


def levels_in(rule: CertificateRule, certificates: list[Certificate] | tuple[Certificate, ...], day: date) -> list[str]:
    """The levels that count in the month of `day`, from low to high."""
    month = day.replace(day=1)
    counted = {one.level for one in certificates if _counts(rule, one, month)}
    return sorted(counted, key=CERTIFICATE_ORDER.index)


def _counts(rule: CertificateRule, certificate: Certificate, month: date) -> bool:
    """From the month after the registration to the month of expiry; where no registration is asked for, one that
    was never registered counts from the month after it was obtained."""
    if not certificate.registrations and not rule.require_registered:
        return certificate.approved_on is None or following_month(certificate.approved_on) <= month
    for start, end in joined(certificate.registrations):
        ends = end is not None and rule.stop_when_expired and end < month
        if following_month(start) <= month and not ends:
            return True
    return False


def joined(periods: tuple[tuple[date, date | None], ...]) -> list[tuple[date, date | None]]:
    """The periods with those made one that overlap or touch: renewed in time leaves no gap (WF-79)."""
    chain: list[tuple[date, date | None]] = []
    for start, end in periods:
        if chain:
            first, last = chain[-1]
            if last is None or start <= last + ONE_DAY:
                chain[-1] = (first, None if last is None or end is None else max(last, end))
                continue
        chain.append((start, end))
    return chain


def registration_on(
    periods: tuple[tuple[date, date | None], ...], day: date, *, cancelled_on: date | None = None
) -> Registration:
    """How a certificate with these registration periods stands on `day`."""
    if cancelled_on is not None and cancelled_on <= day:
        return Registration.CANCELLED
    begun = [(start, end) for start, end in joined(periods) if start <= day]
    if not begun:
        return Registration.NONE
    end = begun[-1][1]
    if end is not None and end < day:
        return Registration.EXPIRED
    return Registration.EXPIRING if end is not None and (end - day).days <= RENEWAL_DAYS else Registration.VALID
