"""Contracts that end and people who leave: what the law forbids, what is to be done first (WF-47, WF-107 to WF-109)."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.spans import add_months, months_between

REMINDER_DAYS = 60
SENIOR_YEARS, NEAR_RETIREMENT_MONTHS = 15, 60


class ExitKind(StrEnum):
    """How somebody leaves (WF-21)."""

    CIVIL_SERVANT = "civil_servant"
    INSTITUTION = "institution"
    RESIGNED = "resigned"
    NOT_RENEWED = "not_renewed"
    DISMISSED = "dismissed"
    RETIRED = "retired"
    DIED = "died"
    TRANSFERRED = "transferred"


EXIT_LABEL = {
    ExitKind.CIVIL_SERVANT: "招录公务员",
    ExitKind.INSTITUTION: "转聘事业编",
    ExitKind.RESIGNED: "辞职",
    ExitKind.NOT_RENEWED: "期满不续",
    ExitKind.DISMISSED: "解除",
    ExitKind.RETIRED: "退休",
    ExitKind.DIED: "身故",
    ExitKind.TRANSFERRED: "调出",
}


class Ground(StrEnum):
    """A ground of the law for ending a contract (劳动合同法 36, 39, 40, 41)."""

    AGREED = "36"
    FAULT = "39"
    NO_FAULT = "40"
    REDUNDANCY = "41"


GROUND_LABEL = {
    Ground.AGREED: "第三十六条 协商一致",
    Ground.FAULT: "第三十九条 过失性解除",
    Ground.NO_FAULT: "第四十条 无过失性解除",
    Ground.REDUNDANCY: "第四十一条 经济性裁员",
}
BLOCKED_GROUNDS = {Ground.NO_FAULT, Ground.REDUNDANCY}


class Shelter(StrEnum):
    """A state in which grounds 40 and 41 are blocked (劳动合同法 42)."""

    PREGNANCY = "pregnancy"
    MEDICAL = "medical"
    INJURY = "injury"


SHELTER_LABEL = {
    Shelter.PREGNANCY: "孕期、产期、哺乳期",
    Shelter.MEDICAL: "医疗期",
    Shelter.INJURY: "工伤丧失劳动能力",
}


def check_can_dismiss(
    ground: Ground,
    *,
    shelters: Collection[Shelter],
    elected: bool,
    service_years: int,
    retires_on: date,
    today: date,
    helped: bool = True,
) -> None:
    """Raises RuleBroken where the law forbids ending the contract (WF-108, WF-109).

    `helped`: for ground 40 the worker was trained or given another post first; one bad rating, or being the
    last, is no ground by itself.
    """
    if elected:
        raise RuleBroken("选举产生的职务只能依法罢免、辞职或任期届满，不能由人事解除")
    if ground not in BLOCKED_GROUNDS:
        return
    if shelters:
        words = "、".join(SHELTER_LABEL[one] for one in sorted(shelters))
        raise RuleBroken(f"{words}内不得按{GROUND_LABEL[ground]}解除（劳动合同法第四十二条）")
    if service_years >= SENIOR_YEARS and months_between(today, retires_on) < NEAR_RETIREMENT_MONTHS:
        raise RuleBroken("连续工作满十五年且距法定退休不足五年，不得按此条解除（劳动合同法第四十二条）")
    if ground is Ground.NO_FAULT and not helped:
        raise RuleBroken("不能胜任的要先培训或者调整岗位，仍不能胜任再提前三十日通知（劳动合同法第四十条）")


NOTICE_DAYS = 30


def check_notice(ground: Ground, noticed_on: date | None, day: date, *, paid_instead: bool) -> None:
    """Raises RuleBroken unless ground 40 was told thirty days before, or a month was paid instead (WF-108)."""
    if ground is not Ground.NO_FAULT or paid_instead:
        return
    if noticed_on is None:
        raise RuleBroken("写明书面通知本人的日期；没有提前三十日通知的，要额外支付一个月工资", "noticed_on")
    if (day - noticed_on).days < NOTICE_DAYS:
        raise RuleBroken(f"{noticed_on} 通知的，最早 {noticed_on + timedelta(NOTICE_DAYS)} 才能解除", "day")


def check_can_let_end(
    contract_until: date | None, day: date, *, shelters: Collection[Shelter], elected: bool, service_years: int,
    retires_on: date,
) -> None:  # fmt: skip
    """期满不续. Raises RuleBroken before the end, in a sheltered time (劳动合同法 45), for the elected (WF-109)."""
    if elected:
        raise RuleBroken("选举产生的职务只能依法罢免、辞职或任期届满，不能由人事终止")
    if contract_until is None:
        raise RuleBroken("没有到期的固定期限合同，不能按期满不续办理", "kind")
    if day < contract_until:
        raise RuleBroken(f"合同到 {contract_until}，期满才能终止", "day")
    if shelters:
        words = "、".join(SHELTER_LABEL[one] for one in sorted(shelters))
        raise RuleBroken(f"{words}内合同到期的，要续延到情形消失再终止（劳动合同法第四十五条）")
    if service_years >= SENIOR_YEARS and months_between(day, retires_on) < NEAR_RETIREMENT_MONTHS:
        raise RuleBroken("连续工作满十五年且距法定退休不足五年，合同要续延（劳动合同法第四十五条）")


def check_can_retire(earliest: date, day: date) -> None:
    """Raises RuleBroken before the day from which she may retire by choice (WF-111)."""
    if day < earliest:
        raise RuleBroken(f"最早 {earliest} 才能退休（弹性提前不超过三年，且不早于原法定年龄）", "day")


def is_expiring(end: date | None, today: date) -> bool:
    """即将到期: within 60 days, and not yet over (WF-47)."""
    return end is not None and 0 <= (end - today).days <= REMINDER_DAYS


def check_valid_on(valid_to: date | None, day: date) -> None:
    """Raises RuleBroken unless a passed background check is valid on the day of hiring or appointing (WF-113)."""
    if valid_to is None:
        raise RuleBroken("还没有通过背景联审联查，不能聘用或任命")
    if day > valid_to:
        raise RuleBroken(f"背景联审联查有效到 {valid_to}，要重新联审")


def check_cleared(periods: Collection[tuple[date, date]], day: date, deed: str) -> None:
    """Raises RuleBroken unless one of the passed checks, from its conclusion to its last day, holds `day` (WF-113).

    `deed` is what it is needed for: 聘用 or 任职.
    """
    if any(start <= day <= end for start, end in periods):
        return
    how = f"先由区里发起背景联审，{day} 以前通过，再办{deed}"
    later = [start for start, _ in periods if start > day]
    if later:
        raise RuleBroken(f"背景联审 {min(later)} 才通过，早于那天的{deed}不能办；日期写错了就改成那天以后")
    if periods:
        raise RuleBroken(f"背景联审只有效到 {max(end for _, end in periods)}；{how}")
    raise RuleBroken(f"没有通过的背景联审；{how}")


def check_valid_until(passed_on: date, months: int) -> date:
    """The last day on which a passed check is valid (WF-42)."""
    return add_months(passed_on, months)


def check_can_collect(asked: Collection[str], replied: Collection[str]) -> None:
    """Raises RuleBroken while a listed department has not replied: silence is no consent (WF-42)."""
    silent = sorted(set(asked) - set(replied))
    if silent:
        raise RuleBroken(f"{'、'.join(silent)}还没有答复；没有答复不等于没有异议")


def check_can_pass(objecting: Collection[str]) -> None:
    """Raises RuleBroken where a department objects (WF-42)."""
    if objecting:
        raise RuleBroken(f"{'、'.join(sorted(objecting))}有异议，联审不能通过")
