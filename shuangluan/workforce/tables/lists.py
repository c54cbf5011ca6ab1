"""The lists of the slice whose filters can be kept as views: table, endpoint, who may open it."""

from shuangluan.kernel.tables import Table
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.tables import CERTIFICATES, CONTRACTS, HOURS, WORKERS
from shuangluan.workforce.tables.analysis import POOR
from shuangluan.workforce.tables.batches import BATCHES
from shuangluan.workforce.tables.channels import CHANNELS
from shuangluan.workforce.tables.checks import CHECKS
from shuangluan.workforce.tables.data_check import DATA_CHECK
from shuangluan.workforce.tables.delegates import DELEGATES
from shuangluan.workforce.tables.exams import CANDIDATES, EXAMS
from shuangluan.workforce.tables.pay import MONTHS, OWED
from shuangluan.workforce.tables.pay_registers import ARREARS, BASES
from shuangluan.workforce.tables.qualification import QUALIFICATION
from shuangluan.workforce.tables.recruitment import RECRUITS
from shuangluan.workforce.tables.results import EFFECTS, REFUSALS
from shuangluan.workforce.tables.retirements import RETIREMENTS
from shuangluan.workforce.tables.reviews import REVIEWS
from shuangluan.workforce.tables.scenarios import SCENARIOS
from shuangluan.workforce.tables.schemes import SCHEMES
from shuangluan.workforce.tables.staffing import STAFFING
from shuangluan.workforce.tables.surveys import SURVEYS
from shuangluan.workforce.tables.training import PLANS, SESSIONS
from shuangluan.workforce.tables.years import YEARS

LISTS: tuple[tuple[Table, str, str], ...] = (
    (WORKERS, "workforce.worker_list", Perm.WORKER_READ),
    (DATA_CHECK, "workforce.data_check_list", Perm.DATA_CHECK_READ),
    (CONTRACTS, "workforce.contract_list", Perm.WORKER_READ),
    (CERTIFICATES, "workforce.certificate_list", Perm.WORKER_READ),
    (EFFECTS, "workforce.effect_list", Perm.EFFECT_READ),
    (REFUSALS, "workforce.refusal_list", Perm.REFUSAL_READ),
    (CHECKS, "workforce.check_list", Perm.RECRUIT_READ),
    (HOURS, "workforce.hours_list", Perm.WORKER_READ),
    (BASES, "workforce.basis_list", Perm.PAY_READ),
    (ARREARS, "workforce.arrears_list", Perm.PAY_READ),
    (DELEGATES, "workforce.delegate_list", Perm.WORKER_READ),
    (CHANNELS, "workforce.channel_list", Perm.WORKER_READ),
    (QUALIFICATION, "workforce.qualification_list", Perm.WORKER_READ),
    (STAFFING, "workforce.staffing_list", Perm.WORKER_READ),
    (POOR, "workforce.poor_result_list", Perm.APPRAISAL_READ),
    (RETIREMENTS, "workforce.retirement_list", Perm.WORKER_READ),
    (BATCHES, "workforce.batch_list", Perm.BATCH_READ),
    (YEARS, "workforce.year_list", Perm.APPRAISAL_READ),
    (REVIEWS, "workforce.review_list", Perm.REVIEW_READ),
    (EXAMS, "workforce.exam_list", Perm.WORKER_READ),
    (CANDIDATES, "workforce.candidate_list", Perm.WORKER_READ),
    (MONTHS, "workforce.pay_list", Perm.PAY_READ),
    (OWED, "workforce.owed_list", Perm.PAY_READ),
    (RECRUITS, "workforce.recruit_list", Perm.RECRUIT_READ),
    (SESSIONS, "workforce.training_list", Perm.WORKER_READ),
    (PLANS, "workforce.plan_list", Perm.WORKER_READ),
    (SURVEYS, "workforce.survey_list", Perm.SURVEY_READ),
    (SCENARIOS, "workforce.scenario_list", Perm.SCENARIO_READ),
    (SCHEMES, "workforce.scheme_list", Perm.SCHEME_READ),
)
