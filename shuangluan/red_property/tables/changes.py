"""What an entry of the trail changed in a record of the registers, in words: label, before, after."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shuangluan.red_property.rules.committees import SUBSTITUTE_LABEL
from shuangluan.red_property.rules.companies import COMPANY_KIND_LABEL, CONTRACT_KIND_LABEL
from shuangluan.red_property.rules.funds import ENTRY_LABEL
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.rules.observations import SERVICE_LABEL
from shuangluan.red_property.rules.showcases import SHOWCASE_LABEL, TRACK_LABEL
from shuangluan.red_property.rules.words import MODE_LABEL

CHANGED = (".changed", ".corrected", ".ended", ".left", ".recalled", ".unseated")  # what came new is on the page
HALF_OPEN = {"valid_to", "term_end"}  # kept as the first day after; people write the last one (D28)
HUNDREDTHS = ("_fen", "_x100")
LABEL: Mapping[str, str] = {
    "credit_code": "统一社会信用代码", "kind": "类型", "stars": "星级", "track": "提升方向", "mode": "议事方式",
    "title": "名称", "name": "名称", "position": "职务", "home": "所在企业或部门", "is_party_member": "党员",
    "valid_from": "第一天", "valid_to": "最后一天", "elected_on": "选举日期", "term_end": "任期最后一天",
    "filed_on": "备案日期", "decided_on": "立项日期", "due_on": "日期", "done_on": "完成", "opened_on": "建账日期",
    "founded_on": "成立日期", "closed_on": "撤销日期",
    "booked_on": "日期", "visited_on": "走访日期", "promised_due_on": "办结期限", "seats": "席位",
    "basis": "依据", "reason": "原因", "fee_text": "收费标准", "items": "提升内容", "note": "说明",
    "funding_fen": "资金（元）", "funding_source": "资金来源", "purpose": "用途", "amount_fen": "金额（元）",
    "first_deposit_fen": "首期交存（元）", "area_x100": "分摊面积（㎡）", "item": "服务事项", "text": "看到的",
    "visitors": "走访人", "staff": "员工", "party_members": "党员", "formal_members": "正式党员",
    "problems": "反映的问题", "promised": "答应帮助的事", "due_fen": "当期应收（元）", "received_fen": "当期实收（元）",
    "arrears_fen": "往期欠费期初（元）", "recovered_fen": "往期追回（元）", "prepaid_fen": "预收以后各期（元）",
    "households_due": "应缴户", "households_paid": "已缴清户",
}  # fmt: skip
WORDS: Mapping[tuple[str, str], Mapping[Any, str]] = {  # of the columns that hold a member of an enum
    ("red_property_company", "kind"): COMPANY_KIND_LABEL,
    ("red_property_contract", "kind"): CONTRACT_KIND_LABEL,
    ("red_property_substitute", "kind"): SUBSTITUTE_LABEL,
    ("red_property_showcase", "kind"): SHOWCASE_LABEL,
    ("red_property_fund_entry", "kind"): ENTRY_LABEL,
    ("red_property_compound_mode", "mode"): MODE_LABEL,
    ("red_property_upgrade_plan", "track"): TRACK_LABEL,
    ("red_property_observation", "item"): SERVICE_LABEL,
}


def changes(record_kind: str, action: str, entry: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(label, before, after) of each column that a correction changed; nothing of what came new or went."""
    if not action.endswith(CHANGED):
        return []
    told = [(key, label, entry[key]) for key, label in LABEL.items() if key in entry]
    return [(label, _said(record_kind, key, old), _said(record_kind, key, new)) for key, label, (old, new) in told]


def _said(record_kind: str, key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if key in HALF_OPEN:
        return str(date.fromisoformat(value) - timedelta(days=1))
    if key.endswith(HUNDREDTHS):
        return yuan(value)
    return WORDS.get((record_kind, key), {}).get(value, str(value))
