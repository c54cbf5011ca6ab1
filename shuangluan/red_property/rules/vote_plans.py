"""What a vote must say before it is publicised (RP-7, RP-10, RP-17, RP-22, RP-28)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.electorate import Electorate
from shuangluan.red_property.rules.matters import VoteLaw
from shuangluan.red_property.rules.vote_words import ElectorateScope, Initiator, VoteForm
from shuangluan.red_property.rules.votes import VOTE_LABEL, VoteState

NEEDS_BASIS = frozenset({Initiator.SUBSTITUTE, Initiator.COMMUNITY, Initiator.STREET})
FAULT_LABEL = {"AREA_MISSING": "没有面积", "OWNER_MISSING": "没有业主"}
INSTEAD = {
    "emergency_repair": "，在“应急维修”里办",
    "residence_to_business": "，在业主名册页打印签名表逐户签字",
}
MOST_TOLD = 5
MOST_TOTAL_X100 = 2_000_000_000  # 20,000,000 ㎡: more than any compound has


@dataclass(frozen=True, slots=True)
class VotePlan:
    """A vote before its roster; `closes_at` is a naive local moment."""

    title: str
    form: VoteForm
    initiator: Initiator
    initiator_note: str
    proposers: int | None
    electorate: ElectorateScope
    electorate_note: str
    freeze_on: date
    opens_on: date
    closes_at: datetime

    def check(self, law: VoteLaw) -> None:
        """Raises RuleBroken beside the field that contradicts another or is missing."""
        law.row_on(self.closes_at.date())
        if self.closes_at.date() < self.opens_on:
            raise RuleBroken("截止时间不能早于表决开始的日子", "closes_at")
        if self.freeze_on > self.opens_on:
            raise RuleBroken("名册要在表决开始以前冻结", "freeze_on")
        if self.electorate is not ElectorateScope.COMPOUND and not self.electorate_note:
            raise RuleBroken("写明是哪几栋、哪几个单元或哪些业主", "electorate_note")
        if self.initiator is Initiator.OWNERS and not self.proposers:
            raise RuleBroken("写明多少位业主提议", "proposers")
        if self.initiator in NEEDS_BASIS and not self.initiator_note:
            raise RuleBroken("写明组织表决的依据，如街道的函号", "initiator_note")


def check_can_edit(state: VoteState) -> None:
    """From 公示中 on motions and roster are frozen; a correction restarts the publicity (RP-10)."""
    if state is VoteState.DRAFT:
        return
    if state is VoteState.PUBLICISED:
        raise RuleBroken("正在公示，内容已冻结；要更正先撤回公示，改好后重新公示")
    raise RuleBroken(f"“{VOTE_LABEL[state]}”的表决不能再改议题和名册")


def check_motion(law: VoteLaw, matter: str, names: Mapping[str, str]) -> None:
    """Raises RuleBroken for what is not decided by a vote under 民法典 278 (RP-30)."""
    if matter in law.not_votes:
        raise RuleBroken(f"这不是表决事项：{law.not_votes[matter]}{INSTEAD.get(matter, '')}", "matter")
    if matter not in names:
        raise RuleBroken("请从列表里选表决事项", "matter")


def check_publicity(electorate: Electorate, motions: int, opens_on: date, until: date) -> None:
    """Raises RuleBroken where the roster has faults, nothing is asked, or the opening is not after the publicity."""
    if not motions:
        raise RuleBroken("还没有议题，先加议题")
    if electorate.errors:
        told = "；".join(f"{unit}{FAULT_LABEL[code]}" for code, unit in electorate.errors[:MOST_TOLD])
        more = f"等 {len(electorate.errors)} 处" if len(electorate.errors) > MOST_TOLD else ""
        raise RuleBroken(f"名册还不能用：{told}{more}，先补齐")
    if not electorate.groups:
        raise RuleBroken("名册是空的，先导入或录入名册")
    if electorate.area_total_x100 > MOST_TOTAL_X100:
        raise RuleBroken(f"名册总面积超过 {MOST_TOTAL_X100 // 100:,} ㎡，核对每套的面积")
    if opens_on <= until:
        raise RuleBroken(f"公示到 {until} 为止，表决要在这以后开始，先改开始的日子")


def check_can_record(closes_at: datetime, planned_at: datetime, electorate: Electorate, motions: int) -> None:
    """补录 is for a vote that was over when it was drafted here (RP-24); naive local moments.

    Raises RuleBroken for any other, which goes through its publicity, and for a roster that cannot be counted.
    """
    if closes_at >= planned_at:
        raise RuleBroken("只有起草时已经截止的表决才能补录；还没有截止的先公示")
    check_publicity(electorate, motions, date.max, date.min)


def check_can_open(opens_on: date, today: date) -> None:
    """Raises RuleBroken before the day that was publicised."""
    if today < opens_on:
        raise RuleBroken(f"公示的表决开始日是 {opens_on}，到那天再开始")


def check_can_close(closes_at: datetime, now: datetime) -> None:
    """Raises RuleBroken before the closing; both are naive local moments."""
    if now < closes_at:
        raise RuleBroken(f"表决到 {closes_at:%Y-%m-%d %H:%M} 截止，截止以后才能统计")
