"""Property companies: contracts without overlap, rights by date, party cover computed (RP-5, RP-12, RP-34)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class ContractKind(StrEnum):
    """How a company came to serve a compound."""

    EARLY = "early"
    CHOSEN = "chosen"
    OPEN_ENDED = "open_ended"
    EMERGENCY = "emergency"


CONTRACT_KIND_LABEL = {
    ContractKind.EARLY: "前期",
    ContractKind.CHOSEN: "选聘",
    ContractKind.OPEN_ENDED: "不定期",
    ContractKind.EMERGENCY: "应急",
}


class CompanyKind(StrEnum):
    """What a company is; a branch has its own credit code."""

    LOCAL = "local"
    BRANCH = "branch"
    COMMUNITY_RUN = "community_run"


COMPANY_KIND_LABEL = {
    CompanyKind.LOCAL: "本地企业",
    CompanyKind.BRANCH: "分公司",
    CompanyKind.COMMUNITY_RUN: "社区自办物业",
}


# by the value of the kernel's kind of unit: those to which companies belong
UNIT_KIND_LABEL: Mapping[str, str] = {"company": "本企业党组织", "joint_branch": "联合党支部"}


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open days; no end means until further notice."""

    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Whether `day` is inside."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def touches(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return (other.valid_to is None or self.valid_from < other.valid_to) and (
            self.valid_to is None or other.valid_from < self.valid_to
        )


def check_contract(new: Span, others: Iterable[Span]) -> None:
    """One company serves a compound at a time (物业管理条例33). Raises RuleBroken for an overlap."""
    if new.valid_to is not None and new.valid_to <= new.valid_from:
        raise RuleBroken("合同的最后一天不能早于第一天", "valid_to")
    if any(new.touches(other) for other in others):
        raise RuleBroken("这段时间已有一份有效的合同，请先终止原合同再登记", "valid_from")


def check_credit_code(code: str) -> str:
    """统一社会信用代码 with its check digit (GB 32100-2015), upper case. Raises RuleBroken for a mistyped one."""
    code = code.strip().upper()
    if len(code) != 18 or any(letter not in _ALPHABET for letter in code):
        raise RuleBroken("统一社会信用代码是 18 位数字和大写字母，请核对", "credit_code")
    total = sum(_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    if _ALPHABET[(31 - total % 31) % 31] != code[17]:
        raise RuleBroken("统一社会信用代码的校验位不对，请核对", "credit_code")
    return code


_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Cover(StrEnum):
    """党的组织和工作覆盖 of a company, computed."""

    ORGANISED = "organised"
    INSTRUCTED = "instructed"
    BLANK = "blank"


COVER_LABEL = {Cover.ORGANISED: "已建党组织", Cover.INSTRUCTED: "已派指导员", Cover.BLANK: "空白"}


def cover(organisations: int, instructors: int) -> Cover:
    """The status of a company with so many active party organisations and instructors (RP-34)."""
    if organisations:
        return Cover.ORGANISED
    return Cover.INSTRUCTED if instructors else Cover.BLANK


def cover_reason(organisations: int, instructors: int) -> str:
    """Why a company has its status, in words."""
    if organisations:
        return f"在 {organisations} 个党组织里"
    if instructors:
        return f"有 {instructors} 名在任指导员"
    return "没有党组织，也没有在任指导员"


def organisations(units: Iterable[Iterable[int]]) -> int:
    """Organisations counted as organisations: the party units of several companies, a joint branch once (RP-45)."""
    return len({unit for own in units for unit in own})
