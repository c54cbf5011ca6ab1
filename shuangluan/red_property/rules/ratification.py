"""What is shown before a resolution goes on that owners, committee or an authority decide (RP-17, RP-31)."""

from dataclasses import dataclass

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.emergencies import Papers, check_done
from shuangluan.red_property.rules.resolutions import ResolutionState, check_can_move
from shuangluan.red_property.rules.words import Ratification


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown with a follow-up: files, and how many members of the committee signed."""

    evidence: int = 0
    members_signed: int | None = None

    @property
    def words(self) -> str:
        """How the story tells of it; empty where nothing but files was shown."""
        return f"{self.members_signed} 名委员签字同意" if self.members_signed else ""


def check_ratified(
    ratification: Ratification, state: ResolutionState, to: ResolutionState, shown: Shown, members: int,
    papers: Papers | None = None,
) -> None:  # fmt: skip
    """Whether somebody may move a resolution on by hand. `members`: of the committee, all of them (RP-17); `papers`:
    of its emergency repair, if it has one (RP-31).

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
        check_done(papers)


def _check_committee(shown: Shown, members: int) -> None:
    signed = shown.members_signed or 0
    if members and signed > members:
        raise RuleBroken(f"业委会只有 {members} 名委员", "members_signed")
    if 2 * signed <= members or not signed:
        need = members // 2 + 1 if members else 1
        raise RuleBroken(f"业委会决定要全体委员过半数签字：{members} 名委员，至少 {need} 名", "members_signed")
    if not shown.evidence:
        raise RuleBroken("请上传有委员签字的决定", "evidence")
