"""Contracts one after the other: no overlap, one trial, after two fixed terms without end (WF-47, WF-107)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.kinds import ContractKind
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.rules.terms import probation_max_months, probation_ok

FIXED_TERMS, LONG_SERVICE_MONTHS = 2, 120
WISH = "本人书面提出订立固定期限的，请勾选并存档（劳动合同法第十四条）"


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract of the present employment; no `until`: open-ended, or until its task is done."""

    signer: str
    start: date
    until: date | None
    has_trial: bool
    is_task: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing but a notice ends it."""
        return self.until is None and not self.is_task


def kind_by(until: date | None) -> ContractKind:
    """What a contract is that says no more than its last day."""
    return ContractKind.OPEN if until is None else ContractKind.FIXED


def check_kind(kind: ContractKind, until: date | None, *, has_trial: bool) -> None:
    """Whether kind, last day and trial agree (WF-21). A task may have the day on which it should be done, or none.

    Raises RuleBroken for a fixed term without its end, an open-ended one with, a task with a trial (劳动合同法 19).
    """
    if kind is ContractKind.FIXED and until is None:
        raise RuleBroken("固定期限的合同要写最后一天", "signed_until")
    if kind is ContractKind.OPEN and until is not None:
        raise RuleBroken("无固定期限的合同不写最后一天；有最后一天的，期限选固定期限", "signed_until")
    if kind is ContractKind.TASK and has_trial:
        raise RuleBroken("以完成一定任务为期限的合同不得约定试用期（劳动合同法第十九条）", "probation_until")


def check_term(start: date, until: date | None, trial_until: date | None) -> None:
    """Raises RuleBroken for an end before the beginning, and for a trial longer than the law allows (WF-107)."""
    if until is not None and until < start:
        raise RuleBroken("合同的最后一天不能早于第一天", "signed_until")
    first, last = start.isoformat(), until.isoformat() if until else None
    if not probation_ok(first, last, trial_until.isoformat() if trial_until else None):
        months = probation_max_months(first, last)
        allowed = f"试用期最长 {months} 个月" if months else "不足三个月的合同不得约定试用期"
        raise RuleBroken(f"这份合同的{allowed}（劳动合同法第十九条）", "probation_until")


def check_can_sign(earlier: Sequence[Signed], new: Signed, entry: date, *, by_wish: bool = False) -> None:
    """Whether `new` may follow the `earlier` contracts of an employment that began on `entry`.

    Raises RuleBroken for one that begins inside another, a second trial with the same employer (劳动合同法 19), and
    another fixed term where an open-ended one is due and she did not ask for it in writing (劳动合同法 14).
    """
    for one in earlier:
        if one.is_open and one.start <= new.start:
            raise RuleBroken("已经签了无固定期限合同，不用再签", "signed_from")
        if one.start <= new.start and one.until is not None and new.start <= one.until:
            raise RuleBroken(f"上一份合同到 {one.until}，续签要从次日开始", "signed_from")
        if new.has_trial and one.has_trial and one.signer == new.signer:
            raise RuleBroken("同一单位只能约定一次试用期（劳动合同法第十九条）", "probation_until")
    if new.is_open or by_wish:
        return
    fixed = sum(one.until is not None and not one.is_task and one.start < new.start for one in earlier)
    if fixed >= FIXED_TERMS:
        raise RuleBroken(f"已连续签过 {fixed} 次固定期限合同，应当签无固定期限的；{WISH}", "signed_until")
    if new.start >= add_months(entry, LONG_SERVICE_MONTHS):
        raise RuleBroken(f"在本单位连续工作已满十年，应当签无固定期限的；{WISH}", "signed_until")


def check_can_judge_trial(trial_until: date | None, day: date, *, passed: bool) -> None:
    """Raises RuleBroken for a failed trial after its end, or where none was agreed: nothing to fail (WF-40, WF-107)."""
    if passed:
        return
    if trial_until is None:
        raise RuleBroken("合同没有约定试用期，不能以试用不合格处理", "is_passed")
    if day > trial_until:
        raise RuleBroken(f"试用期已于 {trial_until} 结束，不能再以试用不合格处理（劳动合同法第三十九条）", "is_passed")
