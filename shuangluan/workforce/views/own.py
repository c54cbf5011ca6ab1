"""我的档案: what a worker reads of herself on her phone: my grade, why, what comes next (WF-2, WF-116, WF-200)."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import page, viewer
from shuangluan.workforce import queries
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.channels import channels_of
from shuangluan.workforce.queries.data_check import own_findings
from shuangluan.workforce.queries.dossier import dossier
from shuangluan.workforce.queries.own_dues import own_dues
from shuangluan.workforce.tables.data_check import Line
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.dossier import as_of, edition, shown
from shuangluan.workforce.views.objections import voices


@bp.get("/me")
@requires(Perm.OWN_READ)
def own_file() -> ResponseReturnValue:
    """Her own file; somebody with the role but without a record is told whom to ask."""
    worker = queries.own_worker(viewer())
    if worker is None:
        return page("workforce/own_none.html")
    found = dossier(worker, as_of(), with_sanctions=True)
    judgements = [one for one in channels_of(worker, found.day, facts=found.facts) if one.is_near]
    today = clock.today()
    missing = [Line(one, today) for one in own_findings(worker, today)]
    return page(
        "workforce/own_file.html", **shown(found), **voices(worker), dues=own_dues(found), judgements=judgements,
        missing=missing,
    )  # fmt: skip


@bp.get("/me/statement")
@requires(Perm.OWN_READ)
def own_statement() -> ResponseReturnValue:
    """Her own 等级说明书."""
    worker = queries.own_worker(viewer()) or abort(404)
    found = dossier(worker, as_of(), with_sanctions=True)
    return page("workforce/statement_print.html", **shown(found), **edition(found), back=url_for(".own_file"))
