"""维修资金: what is left of a compound's fund, what each use rests on, when owners pay again (RP-32). Money in 分."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.money import yuan


class EntryKind(StrEnum):
    """What moves a fund."""

    USE = "use"
    RENEWAL = "renewal"
    INTEREST = "interest"


ENTRY_LABEL = {EntryKind.USE: "使用", EntryKind.RENEWAL: "续交", EntryKind.INTEREST: "增值收益"}


class UseBasis(StrEnum):
    """On what a use rests: nothing else opens a fund."""

    VOTE = "vote"
    EMERGENCY = "emergency"


BASIS_LABEL = {UseBasis.VOTE: "业主表决", UseBasis.EMERGENCY: "应急维修"}


class ShareBasis(StrEnum):
    """How owners bear a use: by area, unless they agreed otherwise (民法典283)."""

    AREA = "area"
    AGREED = "agreed"


SHARE_LABEL = {ShareBasis.AREA: "按专有面积分摊", ShareBasis.AGREED: "按约定分摊"}


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of a fund, as its balance sees it."""

    kind: EntryKind
    on: date
    amount_fen: int

    @property
    def signed(self) -> int:
        """What it adds; a use takes away."""
        return -self.amount_fen if self.kind is EntryKind.USE else self.amount_fen


def balance(first_deposit_fen: int, movements: Iterable[Movement]) -> int:
    """What is left: the first deposit with everything that came and went."""
    return first_deposit_fen + sum(one.signed for one in movements)


def check_fund(first_deposit_fen: int, movements: Iterable[Movement], opened_on: date, today: date) -> None:
    """Whether a fund may look like this. Raises RuleBroken for a day before the fund began or in the future, no
    amount, and for a use of more than was there at the end of its day.
    """
    if first_deposit_fen <= 0:
        raise RuleBroken("首期交存额要大于 0", "first_deposit")
    if opened_on > today:
        raise RuleBroken("交存日期不能晚于今天", "opened_on")
    left = first_deposit_fen
    # of one day, what came is counted before what went
    for one in sorted(movements, key=lambda one: (one.on, one.kind is EntryKind.USE)):
        if one.amount_fen <= 0:
            raise RuleBroken("金额要大于 0", "amount")
        if not opened_on <= one.on <= today:
            raise RuleBroken(f"日期要在首期交存（{opened_on}）以后、今天以前", "booked_on")
        left += one.signed
        if left < 0:
            raise RuleBroken(f"{one.on} 的余额不够：这样会超支 {yuan(-left)} 元", "amount")


@dataclass(frozen=True, slots=True)
class Use:
    """On what a use rests, and how it is borne. `allowed_from`: the day of the result, or of the confirmation."""

    basis: UseBasis | None
    allowed_from: date | None
    share: ShareBasis | None
    agreement: str


@dataclass(frozen=True, slots=True)
class Booking:
    """A movement as it is entered; what a use rests on only for a use."""

    kind: EntryKind
    booked_on: date
    amount_fen: int
    purpose: str
    basis: UseBasis | None = None
    motion_id: int | None = None
    emergency_id: int | None = None
    share: ShareBasis | None = None
    agreement: str = ""
    posted_on: date | None = None

    @property
    def movement(self) -> Movement:
        """As the balance sees it."""
        return Movement(self.kind, self.booked_on, self.amount_fen)

    @property
    def columns(self) -> dict[str, Any]:
        """What is kept of it: of anything but a use, nothing that belongs to one."""
        is_use = self.kind is EntryKind.USE
        return {
            "kind": self.kind, "booked_on": self.booked_on, "amount_fen": self.amount_fen,
            "purpose": self.purpose.strip(), "posted_on": self.posted_on, "basis": self.basis if is_use else None,
            "motion_id": self.motion_id if is_use and self.basis is UseBasis.VOTE else None,
            "emergency_id": self.emergency_id if is_use and self.basis is UseBasis.EMERGENCY else None,
            "share": self.share if is_use else None,
            "agreement": self.agreement.strip() if is_use and self.share is ShareBasis.AGREED else "",
        }  # fmt: skip


def check_use(use: Use, booked_on: date) -> None:
    """A use rests on a passed vote or a confirmed emergency of the compound, and says how it is borne.

    Raises RuleBroken beside the field (RP-32; 民法典281、283).
    """
    if use.basis is None:
        raise RuleBroken("使用维修资金要有业主表决或者应急维修，选一个依据", "basis")
    if use.allowed_from is None:
        told = "通过的业主表决" if use.basis is UseBasis.VOTE else "经确认的应急维修"
        raise RuleBroken(f"选一个本小区{told}", "motion_id" if use.basis is UseBasis.VOTE else "emergency_id")
    if booked_on < use.allowed_from:
        raise RuleBroken(f"使用日期不能早于依据的日期 {use.allowed_from}", "booked_on")
    if use.share is None:
        raise RuleBroken("选择怎么分摊", "share")
    if use.share is ShareBasis.AGREED and not use.agreement.strip():
        raise RuleBroken("按约定分摊的，写明约定在哪里、怎么分", "agreement")


def per_square_metre(amount_fen: int, area_x100: int | None) -> str:
    """What a use costs per ㎡ when it is borne by area, half-up to 分: 「每 ㎡ 1.03 元」; empty without an area."""
    if not area_x100:
        return ""
    fen = (2 * amount_fen * 100 + area_x100) // (2 * area_x100)
    return f"每 ㎡ {yuan(fen)} 元"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A movement with what was left after it."""

    place: int  # of the movement in what was given
    left_fen: int


def ledger(first_deposit_fen: int, movements: Sequence[Movement]) -> list[LedgerLine]:
    """The movements in the order of their days, each with the balance after it."""
    order = sorted(range(len(movements)), key=lambda n: (movements[n].on, movements[n].kind is EntryKind.USE, n))
    left, lines = first_deposit_fen, []
    for place in order:
        left += movements[place].signed
        lines.append(LedgerLine(place, left))
    return lines
