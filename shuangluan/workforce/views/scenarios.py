"""模拟与预算: assumptions, who changes, what five years cost; marked 模拟 on every page and file (WF-105, WF-200)."""

import secrets
from collections.abc import Collection
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import norm
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Asked, Page
from shuangluan.kernel.web import actor, done, download, own_path, page, saving, viewer, wants_fragment
from shuangluan.workforce import services
from shuangluan.workforce.forms.batches import StepForm
from shuangluan.workforce.forms.scenarios import ScenarioForm
from shuangluan.workforce.models import Scenario
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import scenario_register, scenarios
from shuangluan.workforce.queries.scenarios import Changed
from shuangluan.workforce.queries.schemes import GRADE, PAY, grade_scheme_on
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.payroll import hidden_groups
from shuangluan.workforce.tables.scenarios import CHANGES, SCENARIOS, Line, ScenarioLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.pay import who

SIMULATED = "模拟，不是实际数据，不作为定级和发放的依据"


def _form() -> ScenarioForm:
    form, day = ScenarioForm(), clock.today()
    named = {code: [(str(row.id), scenarios.version_name(row)) for row in scenarios.versions(code)]
             for code in (GRADE, PAY)}  # fmt: skip
    documents = scenarios.in_force(day)
    form.offer(named[GRADE], named[PAY], documents.plan["effects"], grade_scheme_on(day).payload["posts"])
    return form


@bp.get("/scenarios")
@requires(Perm.SCENARIO_READ)
def scenario_list() -> ResponseReturnValue:
    """All scenarios, the newest first."""
    return listed(_listing())


def _listing() -> Listing:
    return Listing(
        SLICE, SCENARIOS, scenario_register.scenarios(viewer()), ScenarioLine, "scenarios",
        "换方案、换薪酬表、调标准、招人、退休，先看谁变了、五年多少钱；都是模拟，不改动任何实际数据",
        empty="还没有模拟", nothing="新建一个，看方案或标准变了以后谁变、花多少。", export=Perm.BUDGET_EXPORT,
        write=Perm.SCENARIO_TRY, add="新建模拟", new="scenario",
    )  # fmt: skip


@bp.post("/scenarios/export")
@requires(Perm.BUDGET_EXPORT)
def scenarios_export() -> ResponseReturnValue:
    """The list as a workbook: sums alone, no persons."""
    return exported(_listing())


@bp.get("/scenarios/new")
@requires(Perm.SCENARIO_TRY)
def scenario_new() -> ResponseReturnValue:
    """What is to be assumed."""
    form = _form()
    form.rating.data = "合格" if "合格" in scenarios.in_force(clock.today()).plan["effects"] else None
    return page("workforce/scenario_new.html", form=form)


@bp.post("/scenarios")
@requires(Perm.SCENARIO_TRY)
def scenario_add() -> ResponseReturnValue:
    """Reckon it and keep it."""
    form = _form()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                kept = services.try_scenario(
                    title=form.title.data, overrides=_overrides(form), on=clock.today(), **who()
                )
                saved.to = url_for(".scenario_detail", scenario_id=kept.id)
            return done("已测算，没有改动任何实际数据", to=saved.to or "")
        except RuleBroken as broken:
            form.refuse(broken)
    return page("workforce/scenario_new.html", status=422, form=form)


def _overrides(form: ScenarioForm) -> dict[str, Any]:
    """What was typed, the workers by id. Raises RuleBroken where nobody has such a number."""
    named = {
        key: scenarios.numbered(form.numbers_of(form[key].data), key) for key in ("exits", "certified")
    }
    return form.overrides | named | {"ratings": scenarios.supposed_ratings(form.ratings.data or "", clock.today())}


def find_scenario(scenario_id: int) -> Scenario:
    """The scenario, or the page that says there is none."""
    return scenarios.scenario(scenario_id, viewer=viewer()) or abort(404)


def _rows(found: Scenario, asked: Asked) -> tuple[list[Changed], dict[str, int]]:
    """The lines of the tab in the order asked for, and how many each tab has."""
    words = norm(asked.values.get("q", ""))
    listed = [one for one in scenarios.changed(found.result, viewer()) if words in one.worker.search_text]
    counts = {view.key: sum(view.key in ("all", one.direction) for one in listed) for view in CHANGES.views}
    rows = [one for one in listed if asked.view in ("all", one.direction)]
    if asked.sort == "name":
        rows.sort(key=lambda one: (one.worker.person.pinyin, one.worker.id))
    return (rows[::-1] if asked.desc else rows), counts


def told(found: Scenario) -> dict[str, Any]:
    """What the page and the paper of a scenario say, without persons."""
    return {
        "found": found, "result": found.result, "place": areas().name, "simulated": SIMULATED,
        "assumed": scenarios.named(found.overrides), "years": _years(found.result["years"]),
        "hidden": hidden_streets(found),
    }  # fmt: skip


def hidden_streets(found: Scenario) -> Collection[str]:
    """The streets whose sums are not shown to who may not read pay (WF-116)."""
    return hidden_groups({one["street"]: one["people"] for one in found.result["streets"]})


@bp.get("/scenarios/<int:scenario_id>")
@requires(Perm.SCENARIO_READ)
def scenario_detail(scenario_id: int) -> ResponseReturnValue:
    """Both sides beside each other; persons only for who may read their pay."""
    return _detail(find_scenario(scenario_id), StepForm())


def _detail(found: Scenario, form: StepForm, *, status: int = 200) -> ResponseReturnValue:
    asked = CHANGES.asked(request.args)
    rows, counts = _rows(found, asked)
    start = (asked.page - 1) * asked.size
    shown = Page(
        [Line(one) for one in rows[start : start + asked.size]], len(rows), asked.page, asked.size,
        len(rows) > start + asked.size,
    )  # fmt: skip
    answer = page(
        "workforce/scenario_detail.html", block=["rows", "beside"], status=status, form=form, asked=asked,
        page=shown, may_draft=scenarios.changes_documents(found.overrides), **told(found),
        counts={key: str(count) for key, count in counts.items()}, token=secrets.token_urlsafe(12),
    )  # fmt: skip
    here = request.path + asked.url()
    if wants_fragment() and own_path(request.headers.get("HX-Current-URL")) != here:
        answer.headers["HX-Push-Url"] = here
    return answer


def _years(told: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The years of both sides beside each other; the side that cannot be reckoned is empty."""
    most = max(len(told["now"]), len(told["then"]))
    sides = [[*told[key], *[None] * (most - len(told[key]))] for key in ("now", "then")]
    return list(zip(*sides, strict=True))


@bp.post("/scenarios/<int:scenario_id>/computation")
@requires(Perm.SCENARIO_TRY)
def scenario_computation(scenario_id: int) -> ResponseReturnValue:
    """Again, by the facts of today."""
    found, form = find_scenario(scenario_id), StepForm()
    back = url_for(".scenario_detail", scenario_id=found.id)
    if form.validate_on_submit():
        with saving(form, found):
            services.try_again(found, on=clock.today(), **who())
    return done("已按今天的事实重新测算", to=back)


@bp.post("/scenarios/<int:scenario_id>/drafts")
@requires(Perm.SCHEME_DRAFT)
def scenario_drafting(scenario_id: int) -> ResponseReturnValue:
    """What was tried, as drafts of the documents."""
    found, form, drafts = find_scenario(scenario_id), StepForm(), []
    if form.validate_on_submit():
        try:
            with saving(form):
                drafts = services.draft_documents(found, today=clock.today(), **who())
        except RuleBroken as broken:
            form.refuse(broken)
    if not drafts:
        return _detail(found, form, status=422)
    first = url_for(".scheme_draft", version_id=drafts[0].id)
    return done(f"已起草 {len(drafts)} 份，改好文号和日期以后由区级审批发布", to=first)


@bp.post("/scenarios/<int:scenario_id>/removal")
@requires(Perm.SCENARIO_TRY)
def scenario_removal(scenario_id: int) -> ResponseReturnValue:
    """Away with it."""
    found, form = find_scenario(scenario_id), StepForm()
    if form.validate_on_submit():
        with saving(form, found):
            services.drop_scenario(found, **who())
    return done("模拟已删去", to=url_for(".scenario_list"))


@bp.post("/scenarios/<int:scenario_id>/export")
@requires(Perm.SCENARIO_EXPORT)
def scenario_export(scenario_id: int) -> ResponseReturnValue:
    """谁变了 as a workbook, marked and recorded."""
    found, now = find_scenario(scenario_id), clock.now()
    asked = CHANGES.asked(request.args)
    rows, _ = _rows(found, asked)
    notes = [f"{SIMULATED}；{found.title}，按 {found.snapshot_on} 的事实", "；".join(scenarios.named(found.overrides))]
    sheet = Sheet("模拟：谁变了", notes, asked.columns, [Line(one) for one in rows])
    body = sheets.written(sheet, by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.SCENARIO_EXPORTED, found, by=actor(), at=now, detail={"rows": len(rows)})
    return download(body, f"模拟-{clock.local(now):%Y%m%d-%H%M}.xlsx")
