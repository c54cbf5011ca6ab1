"""The sentences in which a grade explains itself, word for word as published (WF-85)."""

from collections.abc import Mapping, Sequence
from typing import Any

POST = "岗位：{position}，属{post}，{min}–{max} 级"
START_POST_X_EDU = "起点：{post}、{edu}，{start} 级"
START_POST_MIN = "起点：{post}最低级，{start} 级"
SERVICE = "工作年限：计至 {through}，{y} 年 {m} 个月 {d} 天"
BAD = "{year} 年度考核{rating}，当年不计年限"
CREDIT_FULL = "学历折算：{edu}，加 {n} 年"
CREDIT_PARTIAL = "学历折算：{edu}（学历、学位只有一项），加 {n} 年"
CERT_YEARS = "职业资格：{level}，加 {n} 年"
BAND_STEP = "年限晋级：{years} 年，每 {interval} 年 1 级，+{steps} 级"
WINDOW_MISSING = "{year} 年度缺已确认的考核结果，之后的周期暂不计算"
WINDOW_STEP = "考核晋级：每满 {interval} 年各年度考核均合格及以上晋 1 级，共 {steps} 次，+{steps} 级"
EDU = "学历：{edu}（学历、学位齐全），+{n} 级"
CERT_LEVEL = "职业资格：{level}，+{n} 级"
CERT_MONEY = "职业资格：{level}，不加级，按月发津贴"
SUM = "合计：{start} + {steps}{plus} = {raw} 级"
CAP = "超过本岗最高级，按 {max} 级，封顶溢出 {overflow} 级"
FLOOR = "低于本岗最低级，按 {min} 级"
KEEP = "就高不就低：原 {prior} 级高于 {grade} 级，保留 {prior} 级"
RESULT = "确定：{grade} 级"

STEP = "{year} 年度考核{rating}，+1 级：{a} → {b} 级"
CEILING_KEEP = "{year} 年度考核{rating}，已达本岗最高 {max} 级，封顶溢出 {overflow} 级"
CEILING_DROP = "{year} 年度考核{rating}，已达本岗最高 {max} 级，不再累计"
NO_STEP = "{year} 年度考核{rating}，不晋级，仍为 {grade} 级"
UNDETERMINED_STEP = "{year} 年度不定等次（{reason}），按合格对待，+1 级：{a} → {b} 级"
UNDETERMINED_NO = "{year} 年度不定等次（{reason}），不晋级，仍为 {grade} 级"
SHORT_YEAR = (
    "{year} 年度工作 {m} 个月 {d} 天，不满 {min_months} 个月，不定等次，不晋级，仍为 {grade} 级"
)
MISSING = "{year} 年度缺已确认的考核结果，暂不晋级，仍为 {grade} 级"
SANCTION = "{year} 年度考核{rating}，处分影响期至 {until}，不晋级，仍为 {grade} 级"
SKIP = "上次任职已升至起点，{year} 年度不再晋级，仍为 {grade} 级"
EXTRA = "连续 {n} 年{rating}（{year1}–{year2}）另奖，+1 级：{a} → {b} 级"

EDUCATION_HEAD = "学历变动：{old} → {new}，{date} 起"
ENSURE_MIN = "不低于新学历起点 {start} 级：{a} → {b} 级"
DIFF_START = "按起点差 {d} 级：{a} → {b} 级"
NO_EFFECT = "学历变动不影响等级，仍为 {grade} 级"

CHANGE_HEAD = "岗位变动：{old} → {new}，{date} 起"
RECOMPUTE = "重新计算：起点 {start} + 累计晋级 {steps}{plus} = {raw} 级"
ENSURE_START = "现等级 {grade} 与新岗起点 {start} 取高：{raw} 级"
SHIFT = "随起点平移：{grade} + ({new_start} − {old_start}) = {raw} 级"
UNCHANGED = "等级不变：{grade} 级"
KEEP_CAPPED = "等级不变，以新岗最高 {max} 级为限"
NOT_LOWER = "晋岗不降级，保留 {grade} 级"

NEXT_YEAR = "下一级：{year} 年度考核{lowest_ok}及以上，{year1}-01-01 起 {grade} 级"
NEXT_BAND = "下一级：年限满 {years} 年，{date} 起 {grade} 级（不中断）"
TOP = "已达本岗最高 {max} 级，晋岗后方可继续晋级"
NO_LONGER = "工作经历已经结束，年限不再增加"

PAY = "基本薪酬：{basic} 元/月，基础绩效：{performance} 元/月"
PLACEHOLDER = "（示例金额）"
SAMPLE_RATES = "（示例费率）"
NO_TABLE = "未配置薪酬表，不能计算薪酬"


def mark_of(document: Mapping[str, Any], sample: str) -> str:
    """What stands after an amount: `sample` where the document is one, else the `mark` that it carries (WF-90)."""
    return sample if document.get("placeholder") else str(document.get("mark", ""))


def plus_text(plus: Sequence[int]) -> str:
    """The further summands of a sum, those that add nothing left out."""
    return "".join(f" + {one}" for one in plus if one)
