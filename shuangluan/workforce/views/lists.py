"""The lists of the workers that a figure or the page 名单与分析 opens (WF-220, WF-221)."""

from functools import partial

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import chosen_area, page, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import lists, poor_results, retirements, staffing_register
from shuangluan.workforce.queries.structure import DIMENSIONS, structure
from shuangluan.workforce.tables.analysis import POOR, STRUCTURES, GroupLine
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


@bp.get("/lists")
@requires(Perm.WORKER_READ)
def list_index() -> ResponseReturnValue:
    """名单与分析: every list with how many stand on it."""
    area, day = chosen_area(), clock.today()
    held = (area,) if area else viewer().home_areas
    return page(
        "workforce/list_index.html", chapters=lists.chapters(viewer(), area, day), day=day,
        scope_line="、".join(areas().path(code) for code in held) or viewer().line,
        structures=[(one.key, one.label) for one in DIMENSIONS.values()],
    )  # fmt: skip


def _poor() -> Kind:
    source = poor_results.poor_results(poor_results.poor_ratings(clock.today()))
    return Kind(
        POOR, source, "poor_result",
        "只看确认的年度考核等次。基本合格谈话改进，不合格先培训或调整岗位，连续第二年提出退出审查；由人决定，系统不作结论",
    )  # fmt: skip


@bp.get("/poor-results")
@requires(Perm.APPRAISAL_READ)
def poor_result_list() -> ResponseReturnValue:
    """连续两年基本合格以下."""
    return register_page(_poor())


@bp.post("/poor-results/export")
@requires(Perm.WORKER_EXPORT)
def poor_result_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(_poor()).exported()


def _structure(key: str) -> Kind:
    dimension = DIMENSIONS[key]
    is_closed = not viewer().can(Perm.WORKER_READ)
    about = "在册的社区工作者按所属社区数，只作结构图用，不作选人条件"
    hidden = "；不足 5 人的格不显示，能由此推出的一格也不显示" if is_closed else ""
    return Kind(
        STRUCTURES[key], structure(key, with_communities=not is_closed), "structure", f"{about}{hidden}",
        line=partial(GroupLine, dimension=dimension, is_closed=is_closed), part={"dimension": key},
        export=Perm.STRUCTURE_EXPORT,
    )  # fmt: skip


@requires(Perm.STRUCTURE_READ)
def structure_list(dimension: str) -> ResponseReturnValue:
    """结构分析 by age, sex, education, certificate, service."""
    return register_page(_structure(dimension))


@requires(Perm.STRUCTURE_EXPORT)
def structure_export(dimension: str) -> ResponseReturnValue:
    """The same as a workbook."""
    return Listing(_structure(dimension)).exported()


for _key in DIMENSIONS:  # an address of its own for each: none stands for what there is not
    _of = {"dimension": _key}
    bp.add_url_rule(f"/structure/{_key}", view_func=structure_list, methods=["GET"], defaults=_of)
    bp.add_url_rule(f"/structure/{_key}/export", view_func=structure_export, methods=["POST"], defaults=_of)
