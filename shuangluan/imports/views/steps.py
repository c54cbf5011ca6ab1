"""An import step by step: which sheet and columns, the rows, the go-ahead, the result, the way back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.extensions import db
from shuangluan.imports import queries, services, tables
from shuangluan.imports.forms import COLUMN, FIXED, SheetForm, chosen_columns, fixed_values, match_form
from shuangluan.imports.permissions import Perm
from shuangluan.imports.queries import BUSY, S
from shuangluan.imports.views import preview
from shuangluan.imports.views.blueprint import bp, own, register_named
from shuangluan.kernel import clock, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import Job, SheetImport
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import columns, verdicts
from shuangluan.kernel.tables import BadParameter, page_number
from shuangluan.kernel.web import actor, done, own_path, page, saving, viewer

ROWS = 50


@bp.get("/<int:import_id>")
@requires(Perm.IMPORT_MAKE)
def import_detail(import_id: int) -> ResponseReturnValue:
    """Where the import stands: at work, waiting for its columns, its rows to look at, or its result."""
    one = own(import_id)
    if one.state is S.MATCHING:
        return _matching(one, _match_form(one))
    return _shown(one)


def _shown(one: SheetImport, **more: Any) -> ResponseReturnValue:
    return page("imports/detail.html", **_frame(one), **_rows(one), **more)


def _frame(one: SheetImport) -> dict[str, Any]:
    register = queries.register_of(one)
    return {
        "one": one,
        "register": register,
        "state": (tables.LABEL[one.state], tables.TONE[one.state]),
        "busy": one.state in BUSY,
        "job": _job(one),
        "form": BaseForm(formdata=None).versioned(one),
        "uploaded": clock.local(one.uploaded_at),
        "list_url": url_for(register.endpoint),
    }


def _job(one: SheetImport) -> Job | None:
    return jobs.job(one.job_id, viewer()) if one.job_id and one.state in BUSY else None


def _rows(one: SheetImport) -> dict[str, Any]:
    """The checked rows of the kind that the address asks for."""
    if not one.counts or one.file_removed_at:
        return {"counts": []}
    shown = request.args.get("show") or "attention"
    if shown not in preview.SHOWN:
        raise BadParameter("没有这一类，请点上面的数字重选")
    number = page_number(request.args.get("page") or "1")
    found = queries.rows_of(one, preview.SHOWN[shown][2], page=number, size=ROWS)
    fields = preview.fields_of(one)
    return {
        "counts": preview.counts(one),
        "show": shown,
        "fields": fields,
        "fixed": preview.fixed(one, fields),
        "lines": preview.lines(found.rows[:ROWS], fields),
        "number": number,
        "total": found.total,
        "has_next": len(found.rows) > ROWS,
        "chosen": queries.chosen_count(one),
        "others": preview.other_tabs(one),
        "first": (number - 1) * ROWS + 1,
    }


@bp.get("/<int:import_id>/progress")
@requires(Perm.IMPORT_MAKE, background=True)
def import_progress(import_id: int) -> ResponseReturnValue:
    """How far the job is; once it has ended the page is asked for anew."""
    one = own(import_id)
    answer = page("imports/detail.html", block="progress", **_frame(one))
    if one.state not in BUSY:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _match_form(one: SheetImport) -> BaseForm:
    fields = queries.register_of(one).fields(viewer(), clock.today())
    heads = [(label.column, label.text or f"第 {label.column + 1} 列") for label in queries.labels_of(one)]
    return match_form(heads, fields, one.match, verdicts.values_of(one.fixed, fields))


@bp.route("/<int:import_id>/matching", methods=["GET", "POST"])
@requires(Perm.IMPORT_MAKE)
def import_matching(import_id: int) -> ResponseReturnValue:
    """Which column is what; the answer is remembered for the next file of this shape."""
    one = own(import_id)
    if not one.found or one.state in (*BUSY, S.FAILED) or one.file_removed_at:
        abort(404)
    form = _match_form(one)
    if form.validate_on_submit():
        fields = queries.register_of(one).fields(viewer(), clock.today())
        try:
            fixed = fixed_values(form, fields, clock.today())
            with saving(form, one):
                services.match_columns(one, chosen_columns(form), fields, fixed, by=actor(), at=clock.now())
            return done("", to=url_for(".import_detail", import_id=import_id))
        except RuleBroken as broken:
            form.refuse(_beside(broken, form))
    return _matching(one, form, 422 if request.method == "POST" else 200)


def _has_no_column(field: Any, one: SheetImport) -> bool:
    """Whether a field has no column yet, or something was said of it."""
    return field.name.removeprefix(FIXED) not in one.match.values() or bool(field.data or field.errors)


def _beside(broken: RuleBroken, form: BaseForm) -> RuleBroken:
    """A field that is refused stands on the page as the one value that it has in all rows."""
    return RuleBroken(broken.reason, f"{FIXED}{broken.field}" if f"{FIXED}{broken.field}" in form else broken.field)


def _matching(one: SheetImport, form: BaseForm, status: int = 200) -> ResponseReturnValue:
    fields = queries.register_of(one).fields(viewer(), clock.today())
    return page(
        "imports/matching.html",
        status=status,
        **(_frame(one) | {"form": form.versioned(one)}),
        columns=[field for field in form if field.name.startswith(COLUMN)],
        fixable=[field for field in form if field.name.startswith(FIXED) and _has_no_column(field, one)],
        samples=services.samples_of(one),
        wanted=[field for field in fields if field.required],
        known_by=columns.key_words(queries.register_of(one).natural_keys, fields),
        unclear=[field.label for field in fields if field.key in one.found.get("unclear", ())],
        sheet_form=SheetForm(formdata=None).versioned(one),
    )


@bp.post("/<int:import_id>/sheet")
@requires(Perm.IMPORT_MAKE)
def import_sheet(import_id: int) -> ResponseReturnValue:
    """Another sheet of the same file."""
    sheet_form = SheetForm()
    number = sheet_form.sheet.data if sheet_form.sheet.data is not None else -1
    return _step(import_id, partial(services.read_again, sheet=number, by=actor(), at=clock.now()))


@bp.post("/<int:import_id>/check")
@requires(Perm.IMPORT_MAKE)
def import_check(import_id: int) -> ResponseReturnValue:
    """Look at the rows again, against the register as it stands now."""
    return _step(import_id, partial(services.check_again, by=actor(), at=clock.now()))


@bp.post("/<int:import_id>/confirmation")
@requires(Perm.IMPORT_MAKE)
def import_confirmation(import_id: int) -> ResponseReturnValue:
    """Write the chosen rows."""
    return _step(import_id, partial(services.confirm, by=actor(), at=clock.now()))


@bp.post("/<int:import_id>/withdrawal")
@requires(Perm.IMPORT_MAKE)
def import_withdrawal(import_id: int) -> ResponseReturnValue:
    """Take back all that the import wrote."""
    return _step(import_id, partial(services.withdraw_import, by=actor(), at=clock.now()))


@bp.post("/<int:import_id>/drop")
@requires(Perm.IMPORT_MAKE)
def import_drop(import_id: int) -> ResponseReturnValue:
    """Do not go on with it."""
    deed = partial(services.drop, by=actor(), at=clock.now())
    return _step(import_id, deed, "这次导入放弃了，什么都没有写入")


def _step(import_id: int, deed: Callable[[SheetImport], None], message: str = "") -> ResponseReturnValue:
    """One decision of its owner, with the register's permission asked again."""
    one = own(import_id)
    register_named(one.register)
    with saving(BaseForm()) as saved:
        db.session.refresh(one, with_for_update=True)
        deed(one)
        saved.to = url_for(".import_detail", import_id=import_id)
    return done(message, to=url_for(".import_detail", import_id=import_id))


@bp.post("/<int:import_id>/rows/<int:row_id>/choice")
@requires(Perm.IMPORT_MAKE)
def import_choice(import_id: int, row_id: int) -> ResponseReturnValue:
    """Leave a row out, or take it in again."""
    one = own(import_id)
    row = queries.row_of(one, row_id) or abort(404)
    form = BaseForm()
    with saving(form):
        services.choose_row(one, row, request.form.get("chosen") == "1")
    back = own_path(request.referrer) or url_for(".import_detail", import_id=import_id)
    return done("", to=f"{back}#row-{row_id}")
