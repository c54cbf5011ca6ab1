"""书面授权: for which party of which compound somebody may sign, and until when (RP-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.words import PARTY_LABEL, THREE, Party


@dataclass(frozen=True, slots=True)
class MandateFact:
    """A mandate as rules see it; `valid_until` is its last day, `is_revoked` takes it out of every day."""

    person_id: int
    party: Party
    valid_from: date
    valid_until: date
    is_revoked: bool = False

def check_mandate(new: MandateFact, others: Iterable[MandateFact], entered_by: int) -> None:
    """A mandate names one of the three parties, ends after it begins, is entered by somebody else than the person it
    names (four eyes), and nobody holds it for two parties of one compound at a time. Raises RuleBroken at the field.
    """
    if new.party not in THREE:
        raise RuleBroken("授权只能代表居委会、业委会或物业", "party")
    if new.valid_until < new.valid_from:
        raise RuleBroken("授权的最后一天不能早于第一天", "valid_until")
    if new.person_id == entered_by:
        raise RuleBroken("自己的授权要由别人登记", "person_id")
    for one in others:
        meets = one.valid_from <= new.valid_until and new.valid_from <= one.valid_until
        if one.person_id != new.person_id or one.is_revoked or not meets:
            continue
        if one.party is not new.party:
            raise RuleBroken(f"这个人在此期间已受{PARTY_LABEL[one.party]}授权，一个人不能代表两方", "person_id")
        raise RuleBroken("这个人在此期间已有同一方的授权", "valid_from")
