"""The files of imports: those that come in, the empty template, the list of what came, the rows that were refused."""

from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.imports import queries, services, tables
from shuangluan.imports.forms import UploadForm
from shuangluan.imports.permissions import Perm
from shuangluan.imports.views.blueprint import SLICE, bp, own, register_named
from shuangluan.imports.views.preview import refused_rows
from shuangluan.kernel import audit, clock, sealed_files, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import safety
from shuangluan.kernel.sheets.registers import open_to
from shuangluan.kernel.web import AlreadyDone, actor, check_first, done, download, page, saving, viewer

CHECKED_AT_ONCE = 2**20  # bytes; what is larger is looked into by the job


def _imports() -> Listing:
    return Listing(
        SLICE, tables.IMPORTS, queries.OWN, lambda row, _: tables.Line(row.SheetImport), "import",
        "你上传过的表格，以及它们写进了什么", "手头有现成的 Excel 或 WPS 表格，不用重新录入。",
        empty="还没有导入过表格", write=Perm.IMPORT_MAKE, add="导入表格", options=tables.options(),
        beside=(("到期的文件", "imports.import_retention", Perm.FILE_REMOVE),),
    )  # fmt: skip


@bp.get("")
@requires(Perm.IMPORT_MAKE)
def import_list() -> ResponseReturnValue:
    """The viewer's own imports, newest first."""
    return listed(_imports())


@bp.post("/export")
@requires(Perm.IMPORT_MAKE)
def import_export() -> ResponseReturnValue:
    """The same list as a workbook."""
    return exported(_imports())


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.IMPORT_MAKE)
def import_new() -> ResponseReturnValue:
    """Choose a file and where it goes; it is read by the process beside."""
    form, open_ones = UploadForm(), open_to(viewer())
    form.offer(open_ones)
    if request.method == "GET":
        form.register.data = request.args.get("register") or form.register.data
    elif form.validate_on_submit():
        check_first(form)
        try:
            return _taken_in(form)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("imports/new.html", status=status, form=form, registers=open_ones)


def _taken_in(form: UploadForm) -> ResponseReturnValue:
    register, file = register_named(form.register.data), form.file.data
    name = " ".join(clean(str(file.filename).replace("\\", "/").rsplit("/", 1)[-1]).split())[-120:]
    body = file.stream.read(safety.MOST_BYTES + 1)
    try:
        if not CHECKED_AT_ONCE < len(body) <= safety.MOST_BYTES:
            safety.checked(body, name)
    except RuleBroken as broken:
        raise RuleBroken(broken.reason, "file") from None
    folder = current_app.config["DATA_DIR"]
    stored = sealed_files.keep(folder, body)
    try:
        with saving(form) as saved:
            one = services.begin(register, name, body, stored, by=actor(), at=clock.now())
            saved.to = url_for(".import_detail", import_id=one.id)
    except (RuleBroken, AlreadyDone):
        sealed_files.take_away(folder, stored)
        raise
    return done("", to=str(saved.to))


@bp.get("/template")
@requires(Perm.IMPORT_MAKE)
def import_template() -> ResponseReturnValue:
    """The empty workbook of a register, with its choices and how to fill it in."""
    register = register_named(request.args.get("register", ""))
    fields = register.fields(viewer(), clock.today())
    body = sheets.template(fields, register.name, by=viewer().name, at=clock.now())
    return download(body, f"{register.name}-模板.xlsx")


@bp.post("/<int:import_id>/refused-rows")
@requires(Perm.IMPORT_MAKE)
def import_refused_rows(import_id: int) -> ResponseReturnValue:
    """The rows with a mistake as they were typed, the reasons beside them; mended, the same file goes in again."""
    one = own(import_id)
    body, count = refused_rows(one)
    with audit.transaction():
        detail: dict[str, Any] = {"file": one.file_name, "rows": count}
        audit.noted("kernel.import.refused_rows_taken", one, by=actor(), at=clock.now(), detail=detail)
    return download(body, f"有错的行-{one.file_name.rpartition('.')[0]}.xlsx")
