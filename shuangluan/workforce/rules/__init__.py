"""The district's rules for community workers, pure: values in, answers out (WF-63).

`ENGINES` are the functions of the worked examples, under the names the examples use.
"""

from collections.abc import Callable
from typing import Any

from shuangluan.workforce.rules import daily, effects, states, survey, years
from shuangluan.workforce.rules.appraisal import (
    appraisal_total,
    check_plan,
    daily_mean,
    month_score,
    peer_score,
    satisfaction,
)
from shuangluan.workforce.rules.certificates import cert_allowance
from shuangluan.workforce.rules.forecast import forecast
from shuangluan.workforce.rules.grades import grade
from shuangluan.workforce.rules.ledger import next_step, timeline
from shuangluan.workforce.rules.pay import (
    absorb_retained,
    arrears,
    award_amount,
    basic_pay,
    insurance_lines,
    pay_month,
    retained_diff,
)
from shuangluan.workforce.rules.recruitment import birth_ok, recruit_total
from shuangluan.workforce.rules.seats import pick_excellent, seats
from shuangluan.workforce.rules.service import count_service
from shuangluan.workforce.rules.terms import period_end, probation_max_months, probation_ok, retire_date

ENGINES: dict[str, Callable[..., Any]] = {
    engine.__name__: engine
    for engine in (
        count_service, grade, timeline, next_step, cert_allowance, basic_pay, insurance_lines, pay_month,
        award_amount, arrears, retained_diff, absorb_retained, satisfaction, month_score, daily_mean, peer_score,
        appraisal_total, seats, pick_excellent, retire_date, period_end, probation_max_months, probation_ok,
        birth_ok, recruit_total, forecast,
    )
}

MACHINES: dict[str, tuple[Any, Any]] = {
    "社区工作者": (states.WORKER_LABEL, states.WORKER_NEXT),
    "人员事实的核验": (states.VERIFY_LABEL, states.VERIFY_NEXT),
    "晋级批次": (states.BATCH_LABEL, states.BATCH_NEXT),
    "晋级条目": (states.ITEM_LABEL, states.ITEM_NEXT),
    "月度考核": (daily.MONTH_LABEL, daily.MONTH_NEXT),
    "满意度测评": (survey.SURVEY_LABEL, survey.SURVEY_NEXT),
    "年度考核": (years.YEAR_LABEL, years.YEAR_NEXT),
    "年度考核的个人": (years.SCORE_LABEL, years.SCORE_NEXT),
    "考核结果运用": (effects.STATE_LABEL, effects.STATE_NEXT),
    "背景联审联查": (states.CHECK_LABEL, states.CHECK_NEXT),
    "招聘报名": (states.STAGE_LABEL, states.STAGE_NEXT),
    "招聘方案": (states.RECRUIT_LABEL, states.RECRUIT_NEXT),
    "培训计划": (states.PLAN_LABEL, states.PLAN_NEXT),
}
"""State diagrams of docs/states.md: a name, the labels, the moves."""

__all__ = [
    "ENGINES", "MACHINES", "absorb_retained", "appraisal_total", "arrears", "award_amount", "basic_pay", "birth_ok",
    "cert_allowance", "check_plan", "count_service", "daily_mean", "forecast", "grade", "insurance_lines",
    "month_score", "next_step", "pay_month", "peer_score", "period_end", "pick_excellent", "probation_max_months",
    "probation_ok", "recruit_total", "retained_diff", "retire_date", "satisfaction", "seats", "timeline",
]  # fmt: skip
