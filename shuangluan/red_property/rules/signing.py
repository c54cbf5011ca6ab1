"""Who signs for whom, when signatures fall, and how a record is corrected (RP-8, RP-12, RP-18, RP-19)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.words import MEETING_LABEL, PARTY_LABEL, MeetingState, Party


class SignWay(StrEnum):
    """How somebody signed: with his own account, or on paper that was scanned."""

    SITE = "site"
    PAPER = "paper"


MINUTES = "meeting_minutes"  # the kind of document that the third signature issues
SIGN_WAY_LABEL = {SignWay.SITE: "系统签认", SignWay.PAPER: "纸质签认"}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who wants to sign: for which party he was at the table (None: for none), and with what mandate."""

    person_id: int
    present_for: Party | None
    has_mandate: bool = False  # a written one for the party, attached


def check_speaks_for(party: Party, signer: Signer) -> None:
    """One present for the party speaks for it, or one with its written mandate (RP-12)."""
    if party is Party.OBSERVER:
        raise RuleBroken("列席人员不签认")
    if signer.present_for not in (None, party):
        raise RuleBroken(f"您是以{PARTY_LABEL[signer.present_for]}到会的，不能代{PARTY_LABEL[party]}签认")
    if signer.present_for is None and not signer.has_mandate:
        raise RuleBroken(f"您没有代表{PARTY_LABEL[party]}到会，要先登记书面授权再签认")


def check_can_sign(
    state: MeetingState, party: Party, signer: Signer, signed: Mapping[Party, int], seen_hash: str, hashed: str
) -> None:
    """One present for the party signs for it, or one with its written mandate; nobody for two (RP-12).

    `signed` are the signatures of this version by party; `seen_hash` is what was on the signer's page. Raises
    RuleBroken with the reason.
    """
    if state is not MeetingState.PENDING:
        raise RuleBroken(f"“{MEETING_LABEL[state]}”的联席会现在不能签认")
    if party in signed:
        raise RuleBroken(f"{PARTY_LABEL[party]}已经签认过这一版")
    if signer.person_id in signed.values():
        raise RuleBroken("同一个人不能代表两方签认")
    check_speaks_for(party, signer)
    if seen_hash != hashed:
        raise RuleBroken("纪要刚有改动，请看过新的内容再签认")


def check_paper(*, name: str, is_present: bool, is_own: bool) -> None:
    """A paper is signed by somebody who was there and entered by another hand (RP-18). Raises RuleBroken."""
    if not is_present:
        raise RuleBroken(f"{name}没有到会，不能在纸上签认", "seat_id")
    if is_own:
        raise RuleBroken("您自己的签认请用自己的账号办，不用录入纸质件", "seat_id")


def unsigned(parties: Sequence[Party], signed: Collection[Party]) -> tuple[Party, ...]:
    """The parties still missing, in order: 「××方未签认」."""
    return tuple(party for party in parties if party not in signed)


def signatures_fall(before: str, after: str) -> bool:
    """Whether a save voids the signatures of a version: only where its content changed (RP-18, RP-50)."""
    return before != after


def check_can_edit(state: MeetingState) -> None:
    """Before the third signature a record can be edited; afterwards only by 更正 (RP-18, RP-19)."""
    if state in (MeetingState.SIGNED, MeetingState.ARCHIVED):
        raise RuleBroken("三方已签认，不能直接修改；确有错误请提出更正")
    if state in (MeetingState.CANCELLED, MeetingState.INQUORATE):
        raise RuleBroken(f"“{MEETING_LABEL[state]}”的联席会不能修改")


def check_amendment(state: MeetingState, reason: str, *, changed: bool) -> None:
    """A correction needs a signed record, a reason and a difference (RP-19)."""
    if state not in (MeetingState.SIGNED, MeetingState.ARCHIVED):
        raise RuleBroken("还没有三方签认，直接修改即可")
    if not reason.strip():
        raise RuleBroken("更正要写明原因", "reason")
    if not changed:
        raise RuleBroken("没有改动的内容，不用更正", "text")
