"""到期清除: which uploaded files have been kept long enough; somebody looks at the list and says that they may go."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.imports import queries, services
from shuangluan.imports.permissions import Perm
from shuangluan.imports.views.blueprint import bp
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm, picked_ids
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.kernel.web import actor, done, page, saving


@bp.route("/retention", methods=["GET", "POST"])
@requires(Perm.FILE_REMOVE)
def import_retention() -> ResponseReturnValue:
    """The proposal, oldest first; nothing goes by itself."""
    form = BaseForm()
    if request.method == "POST":
        try:
            ids = picked_ids(request.form.getlist("pick"))
            with saving(form):
                services.remove_files(ids, by=actor(), at=clock.now())
            return done(f"正在清除 {len(ids)} 个文件，进展见“后台任务”", to=url_for(".import_retention"))
        except RuleBroken as broken:
            form.refuse(broken)
    today = clock.today()
    rows, total = queries.due_imports(today)
    return page(
        "imports/retention.html",
        status=422 if form.form_errors else 200,
        form=form,
        rows=[(row, REGISTERS[row.register].name, clock.local(row.uploaded_at)) for row in rows],
        total=total,
        days=queries.retention_on(today).import_file_days,
    )
