"""What the registers go by: when a fund is to be renewed, when a contract's end is near, what an emergency is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.parsing import Share, in_force, rows_of, text_of, whole


@dataclass(frozen=True, slots=True)
class RegisterTerms:
    """规则方案 red_property.registers on one day. `emergency_kinds`: code → name, in the order of the document."""

    renew_share: Share
    contract_remind_days: int
    emergency_kinds: Mapping[str, str]

    @classmethod
    def parse(cls, payload: Mapping[str, Any], day: date) -> "RegisterTerms":
        """The terms of a document on `day`. Raises RuleBroken for a missing or wrong one."""
        values = in_force(rows_of(payload, "settings"), day)
        for key in ("fund.renew_share", "contract.remind_days"):
            if key not in values:
                raise RuleBroken(f"{day} 没有生效的设置“{key}”")
        kinds = {text_of(row, "code"): text_of(row, "name") for row in rows_of(payload, "emergency_kinds")}
        days = whole(values["contract.remind_days"], "contract.remind_days", least=1)
        return cls(Share.parse(values["fund.renew_share"]), days, kinds)
