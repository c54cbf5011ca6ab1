"""满意度测评 for who runs it: rounds, sheets of codes to print, results (WF-96, WF-200)."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, tokens
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.qr import qr_code
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import CodesForm, ExtensionForm, StepForm, SurveyForm
from shuangluan.workforce.models import Survey
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import months, survey_register, surveys
from shuangluan.workforce.rules import survey as rules
from shuangluan.workforce.rules.survey import RATER_LABEL, SURVEY_LABEL, Rater
from shuangluan.workforce.tables.surveys import SURVEY_TONE, SURVEYS, SurveyLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.registers import year_options


def _who() -> dict[str, Any]:
    return {"by": actor(), "at": clock.now()}


@bp.get("/surveys")
@requires(Perm.SURVEY_READ)
def survey_list() -> ResponseReturnValue:
    """All rounds of the viewer's communities."""
    return _list(_offered(SurveyForm()))


@bp.post("/surveys")
@requires(Perm.SURVEY_RUN)
def survey_add() -> ResponseReturnValue:
    """A new round."""
    form = _offered(SurveyForm())
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                record = services.open_survey(
                    form.community.data, opens_on=form.opens_on.data, closes_on=form.closes_on.data, **_who()
                )
                saved.to = url_for(".survey_detail", survey_id=record.id)
            return done("测评已开始，接着印代码", to=saved.to or "")
        except RuleBroken as broken:
            form.refuse(broken)
    return _list(form, status=422)


def _offered(form: SurveyForm) -> SurveyForm:
    form.offer(months.communities(viewer(), Perm.SURVEY_RUN))
    return form


def _list(form: SurveyForm, *, status: int = 200) -> ResponseReturnValue:
    return listed(_listing(), status=status, form=form)


def _listing() -> Listing:
    return Listing(
        SLICE, SURVEYS, survey_register.SURVEYS, SurveyLine, "survey",
        "一轮一个社区；代码印在纸上，匿名、只能用一次，答卷和代码之间没有联系", empty="还没有测评",
        nothing="由街道给每个社区开一轮，印代码发给居民。", template="workforce/survey_list.html",
        options={"year": year_options(clock.today().year)},
    )  # fmt: skip


@bp.post("/surveys/export")
@requires(Perm.WORKER_EXPORT)
def survey_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_listing())


def _survey(survey_id: int, permission: Perm = Perm.SURVEY_RUN) -> Survey:
    return surveys.survey(survey_id, viewer=viewer(), permission=permission) or abort(404)


@bp.get("/surveys/<int:survey_id>")
@requires(Perm.SURVEY_READ)
def survey_detail(survey_id: int) -> ResponseReturnValue:
    """Codes and, once closed, results."""
    return _detail(_survey(survey_id, Perm.SURVEY_READ), None)


def _detail(record: Survey, form: CodesForm | None, *, status: int = 200) -> ResponseReturnValue:
    form = form or _codes_form(record)
    counts = surveys.counts_by_rater(record)
    return page(
        "workforce/survey_detail.html", status=status, record=record, place=areas().name(record.community), form=form,
        sheets=surveys.sheets_of(record), results=surveys.results(record), returned=sum(counts.values()),
        least=rules.least_shown(months.plan_on(record.opens_on)), raters=RATER_LABEL, token=secrets.token_urlsafe(12),
        state=(SURVEY_LABEL[record.state], SURVEY_TONE[record.state]),
    )  # fmt: skip


def _codes_form(record: Survey) -> CodesForm:
    form = CodesForm()
    form.offer(surveys.grids_of(record.community))
    return form


@bp.post("/surveys/<int:survey_id>/codes")
@requires(Perm.SURVEY_RUN)
def survey_codes(survey_id: int) -> ResponseReturnValue:
    """Make a sheet and show it to be printed: this once, the codes are kept nowhere."""
    record = _survey(survey_id)
    form = _codes_form(record)
    if form.validate_on_submit():
        try:
            grid_id = int(form.grid.data) if form.grid.data else None
            with saving(form) as saved:
                saved.to = url_for(".survey_detail", survey_id=record.id)
                _, codes = services.issue_codes(
                    record, rater=Rater(form.rater.data), grid_id=grid_id, count=form.count.data or 0,
                    on=clock.today(), **_who(),
                )  # fmt: skip
            return _printed(record, codes)
        except RuleBroken as broken:
            form.refuse(broken)
    return _detail(record, form, status=422)


def _printed(record: Survey, codes: Sequence[str]) -> ResponseReturnValue:
    """The slips: each code in clear and as a QR code; behind the # it reaches neither server nor log."""
    address = url_for("survey.door", _external=True)
    shown = [tokens.grouped(code) for code in codes]
    return page(
        "workforce/survey_codes_print.html", record=record, place=areas().name(record.community), address=address,
        codes=[(code, qr_code(f"{address}#{code}")) for code in shown],
        back_url=url_for(".survey_detail", survey_id=record.id),
    )  # fmt: skip


@bp.post("/surveys/sheets/<int:sheet_id>/revocation")
@requires(Perm.SURVEY_RUN)
def survey_sheet_revocation(sheet_id: int) -> ResponseReturnValue:
    """作废 a sheet that was lost or misprinted."""
    sheet, record = surveys.sheet(sheet_id, viewer=viewer()) or abort(404)
    form = StepForm()
    back = url_for(".survey_detail", survey_id=record.id)
    if not form.validate_on_submit():
        abort(400)
    with saving(form, sheet) as saved:
        count, saved.to = services.revoke_codes(sheet, **_who()), back
    return done(f"没用过的 {count} 个代码已作废", to=back)


@bp.get("/surveys/<int:survey_id>/extension")
@requires(Perm.SURVEY_RUN)
def survey_extension_ask(survey_id: int) -> ResponseReturnValue:
    """Ask for the new last day."""
    record = _survey(survey_id)
    return _step(record, ExtensionForm(data={"closes_on": record.closes_on}), "改截止日期")


@bp.post("/surveys/<int:survey_id>/extension")
@requires(Perm.SURVEY_RUN)
def survey_extension(survey_id: int) -> ResponseReturnValue:
    """Another last day."""
    record, form = _survey(survey_id), ExtensionForm()
    if form.validate_on_submit():
        try:
            with saving(form, record):
                services.extend_survey(record, closes_on=form.closes_on.data, **_who())
            return done("已改截止日期", to=url_for(".survey_detail", survey_id=survey_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _step(record, form, "改截止日期", status=422)


@bp.get("/surveys/<int:survey_id>/closure")
@requires(Perm.SURVEY_RUN)
def survey_closure_ask(survey_id: int) -> ResponseReturnValue:
    """Closing cannot be undone: ask first."""
    return _step(_survey(survey_id), StepForm(), "关闭测评")


@bp.post("/surveys/<int:survey_id>/closure")
@requires(Perm.SURVEY_RUN)
def survey_closure(survey_id: int) -> ResponseReturnValue:
    """关闭: the results count from now on."""
    record, form = _survey(survey_id), StepForm()
    if form.validate_on_submit():
        try:
            with saving(form, record):
                services.close_survey(record, **_who())
            return done("测评已关闭，结果见下", to=url_for(".survey_detail", survey_id=survey_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _step(record, form, "关闭测评", status=422)


def _step(record: Survey, form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    form.versioned(record)
    return page(
        "workforce/survey_step.html", block="dialog", status=status, record=record, form=form, title=title,
        place=areas().name(record.community), back=url_for(".survey_detail", survey_id=record.id),
    )  # fmt: skip
