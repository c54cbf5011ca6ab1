"""The one view of all deeds: GET shows the dialog, POST does it (architecture 4.6)."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shuangluan.grid import queries
from shuangluan.grid.forms.fields import ActForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries import Desk
from shuangluan.grid.rules import Action
from shuangluan.grid.views import addresses
from shuangluan.grid.views.acts.act import Act
from shuangluan.kernel import attachments, clock, web
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.permissions import requires

TEMPLATE = "grid/act.html"
OFFERED = 20  # rows of one answer while typing


def view_of(act: Act) -> Callable[..., Any]:
    """The view of one deed, with its permission declared."""

    @requires(act.permission)
    def ask(appeal_id: int) -> ResponseReturnValue:
        by, at = web.actor(), clock.now()
        desk = queries.desk(appeal_id, viewer=web.viewer(), by=by, at=at) or abort(404)
        form = act.form()
        form.prepare(desk)
        if "q" in request.args:
            return _found(form)
        posted = request.method == "POST"
        if posted:
            web.check_current(form, desk.appeal if act.versioned else None)
        reason = desk.refusal(act.action) or form.lacking
        if reason:
            return _refused(act, desk, form, reason)
        return _submitted(act, desk, form) if posted else _asked(act, desk, form)

    return ask


def _found(form: ActForm) -> Response:
    """The choices of a long list that fit what was typed."""
    rows = form.search(clean(request.args["q"])[:100])
    shown = [(row.value, row.label, row.optgroup or "") for row in rows[:OFFERED]]
    return web.page("grid/acts/found.html", rows=shown, more=len(rows) > OFFERED)


def _asked(act: Act, desk: Desk, form: ActForm) -> Response:
    form.propose(desk)
    return _dialog(act, desk, form)


def _submitted(act: Act, desk: Desk, form: ActForm) -> ResponseReturnValue:
    if form.validate():
        try:
            _do(act, desk.appeal, form)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return _done(act, desk.appeal.id, form)
    return _dialog(act, desk, form, status=422)


def _do(act: Act, appeal: Appeal, form: ActForm) -> None:
    """The deed with its files, all or nothing: files are on disk before, and away again if it does not end well."""
    by, at, folder = web.actor(), clock.now(), current_app.config["DATA_DIR"]
    with (
        attachments.stored(folder, form.uploads) as kept,
        web.saving(form, appeal if act.versioned else None) as saved,
    ):
        saved.to = _home(appeal.id)
        act.do(form, appeal, by=by, at=at)
        for upload, name in kept:
            attachments.attach(appeal.matter, upload, name, purpose=form.purpose, by=by, at=at)


def _done(act: Act, appeal_id: int, form: ActForm) -> ResponseReturnValue:
    """Back where it was asked for, on to what the answer proposes, or out of what is hidden from now on."""
    if queries.appeal(appeal_id, viewer=web.viewer()) is None:
        return web.done(f"{act.said}。这件诉求转为限制查看，你这里不再显示", to=url_for("grid.appeal_list"))
    following = act.leads(form)
    if following is not None and web.viewer().can(addresses.PERMISSIONS[following]):
        return web.done(act.said, to=addresses.address(following, appeal_id))
    return web.done(act.said, to=_came_from(appeal_id) if web.wants_fragment() else _home(appeal_id))


def _came_from(appeal_id: int) -> str:
    """The page that htmx was on; a deed's own page leads to the appeal."""
    here = web.own_path(request.headers.get("HX-Current-URL"))
    return here if here and here.split("?")[0] != request.path else _home(appeal_id)


def _home(appeal_id: int) -> str:
    return url_for("grid.appeal_detail", appeal_id=appeal_id)


def _dialog(act: Act, desk: Desk, form: ActForm, status: int = 200) -> Response:
    form.versioned(desk.appeal)
    return web.page(TEMPLATE, block="dialog", status=status, **_context(act, desk, form))


def _refused(act: Act, desk: Desk, form: ActForm, reason: str) -> Response:
    """Why it is not possible now, what is, and what was typed: never a form that leads nowhere."""
    steps = [step for step in desk.steps() if desk.viewer.can(addresses.PERMISSIONS[step.action])]
    return web.page(
        TEMPLATE,
        block="dialog",
        status=422,
        reason=reason,
        steps=[(step.label, _address(step.action, desk), addresses.opens_in(step.action)) for step in steps],
        typed=form.typed if request.method == "POST" else [],
        **_context(act, desk, form),
    )


def _context(act: Act, desk: Desk, form: ActForm) -> dict[str, Any]:
    return {
        "act": act,
        "desk": desk,
        "form": form,
        "about": [(label, value) for label, value in act.about(desk) if value],
        "warning": act.warned(desk),
        "action": _address(act.action, desk),
        "back": _home(desk.appeal.id),
    }


def _address(action: Action, desk: Desk) -> str:
    return addresses.address(action, desk.appeal.id)
