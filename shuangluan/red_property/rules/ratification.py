"""What is shown before a resolution goes on that owners, committee or an authority decide (RP-17, RP-31)."""

from dataclasses import dataclass

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.resolutions import ResolutionState, check_can_move
from shuangluan.red_property.rules.votes import check_emergency_done
from shuangluan.red_property.rules.words import Ratification


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown with a follow-up: files, members of the committee who signed, the papers of an emergency."""

    evidence: int = 0
    members_signed: int | None = None
    committee_reviewed: bool = False
    confirmed: bool = False
    accounts_posted: bool = False

    @property
    def words(self) -> str:
        """How the story tells of it; empty where nothing but files was shown."""
        papers = (
            (self.committee_reviewed, "业委会审核"), (self.confirmed, "街道或居委会确认"),
            (self.accounts_posted, "公示和费用清单"),
        )  # fmt: skip
        told = [name for has, name in papers if has]
        signed = f"{self.members_signed} 名委员签字同意" if self.members_signed else ""
        return "；".join(part for part in (signed, f"已附{'、'.join(told)}" if told else "") if part)


def check_ratified(
    ratification: Ratification, state: ResolutionState, to: ResolutionState, shown: Shown, members: int
) -> None:
    """Whether somebody may move a resolution on by hand. `members`: of the committee, all of them (RP-17).

    Raises RuleBroken: for the owners only a passed strict vote unlocks; the committee needs more than half of all its
    members, signed; an approval its paper; an emergency repair is done with its papers only (RP-31).
    """
    if to is state or to is ResolutionState.CANCELLED:
        return
    check_can_move(state, to)
    if state is ResolutionState.AWAITS_OWNERS:
        raise RuleBroken("要由业主共同决定：等业主表决有了结果，由表决带来这一步", "state")
    if state is ResolutionState.AWAITS_COMMITTEE:
        _check_committee(shown, members)
    if state is ResolutionState.AWAITS_APPROVAL and not shown.evidence:
        raise RuleBroken("请上传街道或部门的批准文件", "evidence")
    if ratification is Ratification.EMERGENCY and to is ResolutionState.DONE:
        check_emergency_done(
            committee_reviewed=shown.committee_reviewed,
            confirmed=shown.confirmed,
            accounts_posted=shown.accounts_posted,
        )


def _check_committee(shown: Shown, members: int) -> None:
    signed = shown.members_signed or 0
    if members and signed > members:
        raise RuleBroken(f"业委会只有 {members} 名委员", "members_signed")
    if 2 * signed <= members or not signed:
        need = members // 2 + 1 if members else 1
        raise RuleBroken(f"业委会决定要全体委员过半数签字：{members} 名委员，至少 {need} 名", "members_signed")
    if not shown.evidence:
        raise RuleBroken("请上传有委员签字的决定", "evidence")
