"""The lists of the workers that a figure or the page 名单与分析 opens (WF-220, WF-221)."""

from functools import partial

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, exported, hang, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import chosen_area, page, scope_line, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import lists, poor_results, retirements, staffing_register
from shuangluan.workforce.queries.structure import DIMENSIONS, structure
from shuangluan.workforce.tables import FactLine
from shuangluan.workforce.tables.analysis import POOR, STRUCTURES, GroupLine
from shuangluan.workforce.tables.retirements import RETIREMENTS, RetirementLine
from shuangluan.workforce.tables.staffing import STAFFING, StaffingLine
from shuangluan.workforce.views.blueprint import SLICE, bp

COMMUNITIES = Listing(
    SLICE, STAFFING, staffing_register.STAFFING, StaffingLine, "staffing",
    "每个城市社区一行，在册的社区工作者按所属社区数；点社区名打开它的名册",
)  # fmt: skip
hang(COMMUNITIES, "/staffing", Perm.WORKER_READ)


def _retirements() -> Listing:
    rules = retirements.retirement_rules(clock.today())
    return Listing(
        SLICE, RETIREMENTS, retirements.retirements(rules), partial(RetirementLine, rules=rules), "retirement",
        "按渐进式延迟法定退休年龄的办法算；最早可退是自愿提前不超过三年、且不早于原法定年龄，协商最晚是再延不超过三年",
    )  # fmt: skip


@bp.get("/retirements")
@requires(Perm.WORKER_READ)
def retirement_list() -> ResponseReturnValue:
    """退休预告."""
    return listed(_retirements())


@bp.post("/retirements/export")
@requires(Perm.WORKER_EXPORT)
def retirement_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_retirements())


@bp.get("/lists")
@requires(Perm.WORKER_READ)
def list_index() -> ResponseReturnValue:
    """名单与分析: every list with how many stand on it."""
    area, day = chosen_area(), clock.today()
    return page(
        "workforce/list_index.html", chapters=lists.chapters(viewer(), area, day), day=day,
        scope_line=scope_line(),
        structures=[(one.key, one.label) for one in DIMENSIONS.values()],
    )  # fmt: skip


def _poor() -> Listing:
    source = poor_results.poor_results(poor_results.poor_ratings(clock.today()))
    return Listing(
        SLICE, POOR, source, FactLine, "poor_result",
        "只看确认的年度考核等次。基本合格谈话改进，不合格先培训或调整岗位，连续第二年提出退出审查；由人决定，系统不作结论",
    )  # fmt: skip


@bp.get("/poor-results")
@requires(Perm.APPRAISAL_READ)
def poor_result_list() -> ResponseReturnValue:
    """连续两年基本合格以下."""
    return listed(_poor())


@bp.post("/poor-results/export")
@requires(Perm.WORKER_EXPORT)
def poor_result_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_poor())


def _structure(key: str) -> Listing:
    dimension = DIMENSIONS[key]
    is_closed = not viewer().can(Perm.WORKER_READ)
    about = "在册的社区工作者按所属社区数，只作结构图用，不作选人条件"
    hidden = "；不足 5 人的格不显示，能由此推出的一格也不显示" if is_closed else ""
    return Listing(
        SLICE, STRUCTURES[key], structure(key, with_communities=not is_closed),
        partial(GroupLine, dimension=dimension, is_closed=is_closed), "structure", f"{about}{hidden}",
        part={"dimension": key}, export=Perm.STRUCTURE_EXPORT,
    )  # fmt: skip


@requires(Perm.STRUCTURE_READ)
def structure_list(dimension: str) -> ResponseReturnValue:
    """结构分析 by age, sex, education, certificate, service."""
    return listed(_structure(dimension))


@requires(Perm.STRUCTURE_EXPORT)
def structure_export(dimension: str) -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_structure(dimension))


for _key in DIMENSIONS:  # an address of its own for each: none stands for what there is not
    _of = {"dimension": _key}
    bp.add_url_rule(f"/structure/{_key}", view_func=structure_list, methods=["GET"], defaults=_of)
    bp.add_url_rule(f"/structure/{_key}/export", view_func=structure_export, methods=["POST"], defaults=_of)
