"""The lists of the workers that a figure or the page 名单与分析 opens (WF-220, WF-221)."""

from functools import partial

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import requires
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import retirements, staffing_register
from shuangluan.workforce.tables.retirements import RETIREMENTS, RetirementLine
from shuangluan.workforce.tables.staffing import STAFFING, StaffingLine
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.registers import Kind, Listing, register_page

COMMUNITIES = Kind(
    STAFFING, staffing_register.STAFFING, "staffing",
    "每个城市社区一行，在册的社区工作者按所属社区数；点社区名打开它的名册",
    line=StaffingLine,
)  # fmt: skip


@bp.get("/staffing")
@requires(Perm.WORKER_READ)
def staffing_list() -> ResponseReturnValue:
    """配备表."""
    return register_page(COMMUNITIES)


@bp.post("/staffing/export")
@requires(Perm.WORKER_EXPORT)
def staffing_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(COMMUNITIES).exported()


def _retirements() -> Kind:
    rules = retirements.retirement_rules(clock.today())
    return Kind(
        RETIREMENTS, retirements.retirements(rules), "retirement",
        "按渐进式延迟法定退休年龄的办法算；最早可退是自愿提前不超过三年、且不早于原法定年龄，协商最晚是再延不超过三年",
        line=partial(RetirementLine, rules=rules),
    )  # fmt: skip


@bp.get("/retirements")
@requires(Perm.WORKER_READ)
def retirement_list() -> ResponseReturnValue:
    """退休预告."""
    return register_page(_retirements())


@bp.post("/retirements/export")
@requires(Perm.WORKER_EXPORT)
def retirement_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(_retirements()).exported()
