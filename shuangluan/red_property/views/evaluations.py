"""红色物业评分: the register, one evaluation with how each item was computed, its print (RP-37)."""

from dataclasses import replace
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shuangluan.kernel import clock, ports
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.snapshots import check_code
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.evaluations import EvidenceForm, YearForm
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.models import Evaluation
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import evaluation_figures
from shuangluan.red_property.queries import evaluations as stored
from shuangluan.red_property.rules.evaluation_course import EvaluationState
from shuangluan.red_property.rules.evaluation_lines import points_text
from shuangluan.red_property.tables.evaluations import EVALUATIONS, EvaluationLine, mark_columns
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, saved_form, told

LISTING = Listing(
    SLICE, EVALUATIONS, stored.SOURCE, EvaluationLine, "evaluation",
    "计算项由系统从台账算出，人工项由社区、街道评分并附证据，过完年由街道确认",
    "选一个年度测算，系统给每个有物业企业的小区算一份。", write=Perm.EVALUATION_COMPUTE, add="按年测算",
)  # fmt: skip


@bp.get("/evaluations")
@requires(Perm.REGISTER_READ)
def evaluation_list() -> ResponseReturnValue:
    """Evaluations of the viewer's compounds."""
    return listed(LISTING)


@bp.post("/evaluations/export")
@requires(Perm.REGISTER_EXPORT)
def evaluation_export() -> ResponseReturnValue:
    """The same as a workbook, with what was given by hand: filled in, it comes back."""
    _, scheme = stored.scheme_on(clock.today())
    return exported(replace(LISTING, table=replace(EVALUATIONS, columns=(*EVALUATIONS.columns, *mark_columns(scheme)))))


@bp.route("/evaluations/new", methods=["GET", "POST"])
@requires(Perm.EVALUATION_COMPUTE)
def evaluation_new() -> ResponseReturnValue:
    """Compute a year of all compounds of the viewer's, or of one community."""
    form, year = YearForm(), clock.today().year
    form.year.choices = options((str(one), f"{one} 年") for one in range(year, year - 3, -1))
    mine = sorted({one.community for one in stored.computable(viewer(), None)})
    form.community.choices = options(((code, areas().name(code)) for code in mine), "我负责的全部社区")
    told_of: list[str] = []

    def deed(saved: Saved) -> None:
        compounds = stored.computable(viewer(), form.community.data or None)
        done = services.compute_evaluations(compounds, int(form.year.data), by=actor(), at=clock.now())
        told_of.append(
            f"新算 {done.made} 份，有变化 {done.changed} 份，没有变化 {done.same} 份；"
            f"已确认不再算 {done.confirmed} 份，没有物业企业的小区 {done.unserved} 个"
        )
        saved.to = url_for(".evaluation_list", year=form.year.data)

    answer = saved_form(form, None, deed, lambda: told_of[0], lambda saved: str(saved.to))
    hints = {"year": "今年的算到今天为止，随时可以再算", "community": "已确认的不动，没有变化的不重写"}
    return answer or form_page(
        form, "测算红色物业评分", [("红色物业评分", LISTING.address)], submit="测算", hints=hints
    )


def evaluation_of(evaluation_id: int, permission: Perm | None = None) -> tuple[Evaluation, Any]:
    """An evaluation with its row; 404 where the viewer may not see it, or may not do this in its area."""
    found = stored.evaluation(evaluation_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(evaluation_id, clock.today())
    if permission is not None and not viewer().holds_area(permission, row.community):
        abort(404)
    return found, row


@bp.get("/evaluations/<int:evaluation_id>")
@requires(Perm.REGISTER_READ)
def evaluation_detail(evaluation_id: int) -> ResponseReturnValue:
    """One evaluation: each item with how it was computed and the list it counted."""
    return shown(*evaluation_of(evaluation_id))


def shown(one: Evaluation, row: Any, evidence_form: EvidenceForm | None = None, status: int = 200) -> Response:
    """The page, for the first time or with what was refused of the evidence."""
    form = evidence_form or EvidenceForm(formdata=None)
    scheme = stored.scheme_of(one)
    form.item.choices = options(((item.code, item.name) for item in scheme.manual_items), "请选项目")
    holds, is_draft = viewer().holds_area, one.state is EvaluationState.DRAFT
    return page(
        "red_property/evaluation_detail.html",
        status=status,
        **_content(one, row),
        entries=[told(entry) for entry in history(("red_property_evaluation", [one.id]))],
        year=clock.today().year,
        form=form,
        compute_form=BaseForm(formdata=None),
        may_mark=is_draft and holds(Perm.EVALUATION_MARK, row.community),
        may_compute=is_draft and holds(Perm.EVALUATION_COMPUTE, row.community),
        may_confirm=is_draft and holds(Perm.EVALUATION_CONFIRM, row.community),
        may_reopen=not is_draft and holds(Perm.EVALUATION_REOPEN, row.community),
    )


def _content(one: Evaluation, row: Any) -> dict[str, Any]:
    """What page and print both say."""
    files: dict[str, list[Any]] = {}
    for each in stored.evidence_of(one):
        files.setdefault(each.purpose, []).append(each)
    return {
        "one": one,
        "line": EvaluationLine(row, clock.today()),
        "place": areas().path(row.community),
        "items": [
            (item, "—" if item["earned_x100"] is None else points_text(item["earned_x100"])) for item in one.lines
        ],
        "addresses": _addresses(one),
        "files": files,
        "document": stored.document_of(one),
        "check_code": check_code(one.inputs_hash),
    }


def _addresses(one: Evaluation) -> dict[str, list[tuple[str, str]]]:
    """(words, address) of the lists that each item counts."""
    own = (one.compound_id, one.year)
    appeals = ports.appeal_rate_addresses(*own)
    company = url_for(".company_detail", company_id=one.facts["company_id"])
    found = {
        "org_cover": [("这家企业", company)],
        "cross_appointment": [("交叉任职", url_for(".post_list", q=one.company))],
        "meeting_rate": [
            ("开成的会", evaluation_figures.address("meeting_rate", *own)),
            ("月度表", url_for(".month_matrix")),
        ],
        "resolution_on_time": [
            ("到期的", evaluation_figures.address("resolution_on_time", *own, "d")),
            ("按期的", evaluation_figures.address("resolution_on_time", *own)),
        ],
        "fee_rate": [("收缴情况", evaluation_figures.address("fee_rate", *own))],
        "upgrade": [("提升计划", url_for(".plan_list", view="all", q=stored.compound_of(one).name))],
        "unsigned": [("没有签齐的", evaluation_figures.address("unsigned", *own))],
    }
    names = {"solved": ("event_solved", "办结的诉求"), "satisfied": ("event_satisfied", "作了评价的诉求人")}
    return found | {names[key][0]: [(names[key][1], address)] for key, address in appeals.items()}


@bp.get("/evaluations/<int:evaluation_id>/print")
@requires(Perm.REGISTER_READ)
def evaluation_print(evaluation_id: int) -> ResponseReturnValue:
    """The evaluation on paper; what is not confirmed says so."""
    return page("red_property/evaluation_print.html", **_content(*evaluation_of(evaluation_id)))
