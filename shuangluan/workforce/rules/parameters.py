"""The parameters of a scheme in plain words: listed, compared, one value changed, the whole checked (WF-46, WF-62)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import decimal_of
from shuangluan.workforce.rules.appraisal import check_plan
from shuangluan.workforce.rules.pay import basic_of, insurance_lines
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.spans import reading
from shuangluan.workforce.rules.terms import retire_date

Payload = Mapping[str, Any]
HEAD = {"kind", "code", "basis", "warning", "status", "effective_from", "effective_to", "issued_doc", "version"}
LABELS = {
    "name": "名称", "mark": "写在金额后面的话", "placeholder": "只是示例，不得用于发放",
    "scheme": "属于哪个等级方案", "mode": "方式",
    "ladder_mode": "等级梯", "posts": "岗位", "rank": "高低次序，数大为高", "min": "最低级", "max": "最高级",
    "positions": "归入本岗的职务", "start": "起点", "edu": "学历起点", "post_shift": "岗位加级", "advance": "晋级",
    "interval_years": "每几年一级", "ratings_ok": "可晋级的等次，由高到低", "min_months": "当年至少工作几个月",
    "absences_not_worked": "不算工作时间的离岗", "undetermined": "不定等次按原因处理", "at_ceiling": "封顶后的好年份",
    "sanction_blocks": "处分影响期内不晋级", "extra_rule": "连续优秀加级", "consecutive": "连续几年",
    "step": "加几级",
    "count_bad_year": "不合格年度是否计年限", "bad_ratings": "哪些等次算不合格", "base_date": "基准日",
    "bad_in_window": "周期内不合格", "effective": "生效日", "service": "工作年限", "sum_mode": "多段经历",
    "break_tolerance_days": "视为连续的间断天数", "day_carry": "几天折一个月", "kinds": "类别",
    "deduct_absences": "从年限中扣除的离岗", "education": "学历", "need_degree": "须学历、学位齐全",
    "partial_years": "只有一证时折算的年数", "later_upgrade": "以后提升学历", "inservice_ok": "认可在职学历",
    "certificate": "职业资格", "amounts": "金额", "highest_only": "只算最高一级", "require_registered": "须登记",
    "stop_when_expired": "过期停发", "post_change": "岗位变动", "up": "晋岗方式", "down": "降岗方式",
    "by_reason": "按离任原因另定", "skip_next_step_if_raised": "已升至起点的，下一年度不再晋级",
    "protection": "套改保护", "grade": "就高", "pay": "保薪", "absorb_by": "差额冲抵",
    "perf_monthly": "基础绩效，每月",
    "award_monthly": "奖励绩效，每月标准", "base": "基数", "coefficients": "系数", "basic_share": "基本薪酬占比",
    "tier": "档次工资", "post_pay": "岗位工资", "post_allowance": "岗位津贴", "unit": "单位", "person": "个人",
    "floor": "下限", "cap": "上限", "components": "考核内容", "weight": "权重", "full": "满分", "bands": "等次线",
    "from": "起", "excellent": "优秀名额", "ratio": "比例", "effects": "结果运用", "award_factor": "奖励绩效系数",
    "publicity": "公示", "days": "天数", "day_kind": "哪种天", "review": "复核", "rating": "等次",
    "training_hours": "学时", "year_target": "全年学时", "levels": "加级或分值", "years": "折算年数",
    "partial_mode": "只有一证时", "variants": "特殊情形", "max_rating": "最高等次",
    "min_present_weight": "至少有多少权重才计总分",
    "satisfaction": "居民满意度", "not_counted": "不计的选项", "min_valid": "有效份数不足多少时修正",
    "resident_share_min": "普通居民至少占", "min_group_shown": "少于几人不显示", "shrink": "样本少时修正",
    "enabled": "启用",
    "k": "修正强度", "attribution": "算到谁", "community": "全社区占比", "callback": "本人回访占比",
    "min_callbacks": "本人回访至少几份", "daily": "日常考核", "month_base": "每月基础分", "month_min": "每月最低分",
    "month_max": "每月最高分", "bonus_cap_per_month": "每月加分上限", "objection_days": "提异议的天数",
    "deduct": "扣分项",
    "bonus": "加分项", "veto": "一票否决", "items": "内容", "street": "街道评价", "full_each": "每项满分",
    "peer": "同事互评", "trim_from": "几人起去掉最高最低", "min_raters": "至少几人", "rounding": "取整",
    "remainder": "余数", "pool_by": "按什么分名额", "pool_date": "哪天的人数", "leaders_pool": "正职单列",
    "min_pool_size": "少于几人并入别处", "reserve": "预留名额", "sat_min": "满意度至少",
    "need_training_hours": "须学时达标",
    "tie_order": "同分时依次看", "renew": "续聘", "follow_up": "后续措施", "apply_days": "申请天数",
    "apply_day_kind": "申请按", "answer_days": "答复天数", "answer_day_kind": "答复按", "classes": "类别",
    "base_years": "原退休年龄", "first_birth_month": "从哪个月出生的起延迟", "months_per_delay": "每几个月延迟一个月",
    "max_delay_months": "最多延迟几个月",
}  # fmt: skip
WORDS = {
    "SHARED": "各岗共用一条梯", "PER_POST": "每岗各有一条梯", "POST_MIN": "本岗最低级",
    "POST_X_EDU": "学历起点 + 岗位加级", "ANNUAL_STEP": "每年考核合格晋 1 级", "SERVICE_BAND": "按工作年限分段",
    "QUALIFIED_WINDOW": "满若干年且各年考核合格", "STEP": "按合格晋级", "NO_STEP": "不晋级",
    "KEEP_COUNT": "累计为溢出",
    "DROP": "不累计", "RESTART": "重新起算", "EXTEND": "顺延一年", "NEXT_JAN_1": "次年 1 月 1 日",
    "NEXT_MONTH_1": "满年限当日或之后的第一个 1 日", "SUM": "累加", "LAST_CONTINUOUS": "只算最后一段连续经历",
    "START_ONLY": "只影响起点", "LEVEL_UP": "加级", "CREDIT_YEARS": "折算年限", "ENSURE_MIN": "不低于新起点",
    "DIFF_START": "加起点差", "ALLOWANCE": "发津贴", "RECOMPUTE": "按新岗重新计算", "ENSURE_START": "不低于新岗起点",
    "SHIFT": "随起点平移", "KEEP": "不变", "KEEP_CAPPED": "不变，不超新岗最高级",
    "FREEZE": "保留原级，等理论等级超过",
    "FLOOR": "保留原级并继续晋级", "RETAIN_DIFF": "保留差额", "STEPS": "晋级增资", "TABLE_RAISE": "调标增资",
    "BOTH": "两者", "NONE": "没有", "AMOUNT": "每级一个金额", "COEFFICIENT": "基数乘系数", "COMPONENTS": "档次加岗位",
}  # fmt: skip
CHANGES = ("RECOMPUTE", "ENSURE_START", "SHIFT", "KEEP", "KEEP_CAPPED")
VALUES: dict[str, tuple[str, ...]] = {
    "mode": ("AMOUNT", "COEFFICIENT", "COMPONENTS"),
    "ladder_mode": ("SHARED", "PER_POST"), "start.mode": ("POST_MIN", "POST_X_EDU"),
    "advance.mode": ("ANNUAL_STEP", "SERVICE_BAND", "QUALIFIED_WINDOW"), "advance.at_ceiling": ("KEEP_COUNT", "DROP"),
    "advance.bad_in_window": ("RESTART", "EXTEND"), "advance.effective": ("NEXT_JAN_1", "NEXT_MONTH_1"),
    "service.sum_mode": ("SUM", "LAST_CONTINUOUS"),
    "education.mode": ("START_ONLY", "LEVEL_UP", "CREDIT_YEARS", "NONE"),
    "education.later_upgrade": ("ENSURE_MIN", "DIFF_START", "NONE"),
    "certificate.mode": ("ALLOWANCE", "LEVEL_UP", "CREDIT_YEARS", "NONE"), "post_change.up": CHANGES,
    "post_change.down": CHANGES, "protection.grade": ("NONE", "FREEZE", "FLOOR"),
    "protection.pay": ("NONE", "RETAIN_DIFF"), "protection.absorb_by": ("STEPS", "TABLE_RAISE", "BOTH", "NONE"),
}  # fmt: skip
OTHER_WORDS = {"excellent.rounding": "向下取整", "service.unit": "按周年", "excellent.remainder": "余数大的先得",
               "excellent.pool_by": "按街道"}  # fmt: skip
"""Values that read otherwise than the same word elsewhere, or that cannot be another one."""
GRADE, PAY, INSURANCE, APPRAISAL, RETIREMENT = (
    "workforce.grade", "workforce.pay", "workforce.insurance", "workforce.appraisal", "workforce.retirement",
)  # fmt: skip
CODE_LABEL = {
    GRADE: "等级方案", PAY: "薪酬表", INSURANCE: "五险一金标准", APPRAISAL: "考核方案", RETIREMENT: "退休年龄",
}  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """One value of a document with the path to it and its words."""

    path: str
    label: str
    value: Any

    @property
    def options(self) -> list[tuple[str, str]]:
        """What may be chosen, with its words; empty where it is typed."""
        if isinstance(self.value, bool):
            return [("是", "是"), ("否", "否")]
        if self.path.startswith("advance.undetermined."):
            return [(one, WORDS[one]) for one in ("STEP", "NO_STEP")]
        if self.path.startswith("post_change.by_reason."):
            return [(one, WORDS[one]) for one in CHANGES]
        return [(one, WORDS[one]) for one in VALUES.get(self.path, ())]

    @property
    def text(self) -> str:
        """The value as it is typed: lists with 、, yes and no as 是 and 否, nothing as an empty text."""
        return _text(self.value)

    @property
    def said(self) -> str:
        """The value in words."""
        if self.path in OTHER_WORDS:
            return OTHER_WORDS[self.path]
        if isinstance(self.value, str) and self.value in WORDS:
            return WORDS[self.value]
        return self.text or "不设"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def leaves(payload: Payload) -> list[Leaf]:
    """Every value that can be changed, in the order of the document; its head is not among them."""
    return list(_walk({key: value for key, value in payload.items() if key not in HEAD}, "", ()))


def _walk(value: Any, path: str, words: tuple[str, ...]) -> Iterator[Leaf]:
    if isinstance(value, Mapping) and value:
        for key, one in value.items():
            if not (path and key in ("code", "name")):  # of a row: they name it
                yield from _walk(one, f"{path}.{key}" if path else key, (*words, _label(key, words)))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value):
            name = one.get("name") or one.get("rating") if isinstance(one, Mapping) else None
            yield from _walk(one, f"{path}.{place}", (*words, str(name or place + 1)))
    elif not isinstance(value, Mapping):
        yield Leaf(path, " · ".join(words), value)


def _label(key: str, words: Sequence[str]) -> str:
    if key.isdigit():
        return f"{key} 级"
    return LABELS.get(key, WORDS.get(key, key))


@dataclass(frozen=True)
class Difference:
    """A value that is another one: in words, before and after (None: not there)."""

    label: str
    before: str | None
    after: str | None


def differences(old: Payload, new: Payload) -> list[Difference]:
    """What differs between two versions, in the order of the newer one."""
    before = {leaf.path: leaf for leaf in leaves(old)}
    after = {leaf.path: leaf for leaf in leaves(new)}
    found = [
        Difference(leaf.label, before[path].said if path in before else None, leaf.said)
        for path, leaf in after.items()
        if path not in before or before[path].value != leaf.value
    ]
    return found + [Difference(leaf.label, leaf.said, None) for path, leaf in before.items() if path not in after]


def changed(payload: Payload, typed: Mapping[str, str]) -> dict[str, Any]:
    """A copy with the values at these paths, each of the kind it was. Raises RuleBroken for what is none."""
    found = deepcopy(dict(payload))
    known = {leaf.path: leaf for leaf in leaves(payload)}
    for path, text in typed.items():
        if path not in known:
            raise RuleBroken("这一版里没有这个参数，请刷新页面")
        if text.strip() != known[path].text:
            _put(found, path.split("."), _parsed(text.strip(), known[path]))
    return found


def _put(document: Any, keys: list[str], value: Any) -> None:
    for key in keys[:-1]:
        document = document[int(key)] if isinstance(document, list) else document[key]
    document[int(keys[-1]) if isinstance(document, list) else keys[-1]] = value


def _parsed(text: str, leaf: Leaf) -> Any:
    old = leaf.value
    if isinstance(old, bool):
        if text not in ("是", "否"):
            raise RuleBroken(f"“{leaf.label}”填“是”或“否”", leaf.path)
        return text == "是"
    if isinstance(old, int):
        if not (text.isascii() and text.lstrip("-").isdigit() and len(text) < 9):
            raise RuleBroken(f"“{leaf.label}”填整数", leaf.path)
        return int(text)
    allowed = [value for value, _ in leaf.options]
    if allowed and text not in allowed:
        raise RuleBroken(f"“{leaf.label}”没有这个选项", leaf.path)
    if isinstance(old, list):
        return [one.strip() for one in text.replace(",", "、").split("、") if one.strip()]
    if isinstance(old, str) and _is_number(old):
        decimal_of(text, f"“{leaf.label}”")
        return text
    return text or None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def check_document(code: str, payload: Payload, scheme: Payload | None = None) -> None:
    """Raises RuleBroken where the engines could not work with it; a pay table is read for every grade of `scheme`."""
    CHECKS[code](payload, scheme)


def _check_grades(payload: Payload, _: Payload | None) -> None:
    Scheme.parse(payload)


def _check_pay(payload: Payload, scheme: Payload | None) -> None:
    if scheme is None:
        raise RuleBroken(f"没有代号是“{payload.get('scheme')}”的等级方案")
    for post in Scheme.parse(scheme).posts.values():
        for grade in range(post.lowest, post.highest + 1):
            basic_of(payload, post.name, grade)


def _check_insurance(payload: Payload, _: Payload | None) -> None:
    insurance_lines(payload, "4000.00")
    for kind in payload["kinds"]:
        if decimal_of(kind["floor"]) > decimal_of(kind["cap"]):
            raise RuleBroken(f"{kind['name']}的下限高于上限")
        for side in ("unit", "person"):
            if not 0 <= decimal_of(kind[side]) <= 1:
                raise RuleBroken(f"{kind['name']}的费率要在 0 到 1 之间，8% 填 0.08")


def _check_appraisal(payload: Payload, _: Payload | None) -> None:
    check_plan(payload)


def _check_retirement(payload: Payload, _: Payload | None) -> None:
    with reading("退休年龄"):
        for sort in ("男", "女管理", "女职工"):
            retire_date(payload, date(1980, 1, 1).isoformat(), sort)


CHECKS: dict[str, Callable[[Payload, Payload | None], None]] = {
    GRADE: _check_grades, PAY: _check_pay, INSURANCE: _check_insurance, APPRAISAL: _check_appraisal,
    RETIREMENT: _check_retirement,
}  # fmt: skip
