"""What is asked of a fund, of a movement, of an emergency repair and of each of its steps (RP-31, RP-32)."""

from typing import Any

from wtforms.validators import DataRequired

from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import AreaField, MoneyField, day, line, one_of, words
from shuangluan.red_property.forms.meetings import ScanForm
from shuangluan.red_property.rules.funds import (
    BASIS_LABEL,
    ENTRY_LABEL,
    SHARE_LABEL,
    Booking,
    EntryKind,
    ShareBasis,
    UseBasis,
)
from shuangluan.red_property.rules.money import plain_yuan


def _pairs(labels: Any) -> list[tuple[str, str]]:
    return [(one.value, label) for one, label in labels.items()]


class FundForm(BaseForm):
    """The fund of a compound."""

    compound_id = one_of("小区", missing="选择小区")
    opened_on = day("首期交存日期", "写首期交存的日期")
    first_deposit = MoneyField("首期交存额（元）", [DataRequired("写首期交存额")])
    area = AreaField("分摊的专有面积（㎡）")
    note = line("说明", 200)

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, once the form is valid."""
        return {
            "opened_on": self.opened_on.data, "first_deposit_fen": self.first_deposit.fen,
            "area_x100": self.area.area_x100 or None, "note": self.note.data or "",
        }  # fmt: skip

    def fill(self, account: Any) -> None:
        """The values of a fund that is to be corrected."""
        self.opened_on.data, self.note.data = account.opened_on, account.note
        self.first_deposit.data = plain_yuan(account.first_deposit_fen)
        self.area.data = plain_yuan(account.area_x100) if account.area_x100 else ""


class FundEntryForm(BaseForm):
    """A movement of a fund; what a use rests on is offered by the view."""

    kind = one_of("类型", _pairs(ENTRY_LABEL), missing="选择类型")
    booked_on = day("日期", "写日期")
    amount = MoneyField("金额（元）", [DataRequired("写金额")])
    purpose = line("事由", 120, "写明事由")
    basis = one_of("使用的依据", _pairs(BASIS_LABEL), empty="不是使用")
    motion_id = one_of("通过的业主表决", empty="不依据表决")
    emergency_id = one_of("经确认的应急维修", empty="不是应急维修")
    share = one_of("怎么分摊", _pairs(SHARE_LABEL), empty="不是使用")
    agreement = line("分摊的约定", 200)
    posted_on = day("公示日期")

    @property
    def booking(self) -> Booking:
        """What was typed, once the form is valid."""
        said = self.data
        return Booking(
            EntryKind(said["kind"]), said["booked_on"], self.amount.fen, said["purpose"],
            UseBasis(said["basis"]) if said["basis"] else None, _number(said["motion_id"]),
            _number(said["emergency_id"]), ShareBasis(said["share"]) if said["share"] else None,
            said["agreement"] or "", said["posted_on"],
        )  # fmt: skip

    def fill(self, entry: Any) -> None:
        """The values of a movement that is to be corrected."""
        self.kind.data, self.booked_on.data = entry.kind.value, entry.booked_on
        self.amount.data, self.purpose.data = plain_yuan(entry.amount_fen), entry.purpose
        self.basis.data = entry.basis.value if entry.basis else ""
        self.motion_id.data, self.emergency_id.data = str(entry.motion_id or ""), str(entry.emergency_id or "")
        self.share.data = entry.share.value if entry.share else ""
        self.agreement.data, self.posted_on.data = entry.agreement, entry.posted_on


def _number(text: str | None) -> int | None:
    return int(text) if text else None


class EmergencyForm(BaseForm):
    """A fault that cannot wait for a vote; which compounds and resolutions are offered, the view says."""

    compound_id = one_of("小区", missing="选择小区")
    kind = one_of("哪种紧急情况", missing="选择哪种紧急情况")
    title = line("修什么", 60, "写明要修什么，如 2号楼电梯曳引机")
    place = line("位置", 60, "写明位置")
    text = words("情况", 500, "写明坏成什么样、为什么不能等表决")
    found_on = day("发现日期", "写发现的日期")
    estimate = MoneyField("预算（元）", [DataRequired("写预算")])
    resolution_id = one_of("来自议定事项", empty="不是联席会议定的")


class StepForm(ScanForm):
    """A step with its signed paper."""

    on = day("日期", "写日期")
    note = line("意见", 200)


class AccountsForm(ScanForm):
    """The accounts that were posted."""

    on = day("公示日期", "写公示的日期")
    cost = MoneyField("实际费用（元）", [DataRequired("写实际费用")])
    note = line("公示的位置", 200, "写明公示在哪里")


class DropForm(BaseForm):
    """Why it is withdrawn."""

    reason = words("撤销的原因", 200, "写明为什么撤销")
