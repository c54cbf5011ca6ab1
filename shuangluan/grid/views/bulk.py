"""批量派发 and 批量催办: asked once for what was ticked in the list, done to each, told of every one that stayed."""

import json
from collections.abc import Callable, Sequence

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.grid import rules, services
from shuangluan.grid.forms.register import DispatchManyForm, ManyForm, RemindManyForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import Body, rows
from shuangluan.grid.queries.bodies import DEPARTMENTS, bodies
from shuangluan.grid.services.bulk import Done, Target, TargetKind
from shuangluan.grid.views.blueprint import bp
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import picked_ids
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, own_path, page, saving, viewer

SHOWN = 8  # of the ticked ones, by name; the rest by number
WORD = {"dispatch": "派发", "remind": "催办"}
SAID = {"dispatch": "已派发 {} 条", "remind": "已催办 {} 条"}


@bp.post("/appeals/bulk-dispatch")
@requires(Perm.APPEAL_DISPATCH)
def appeal_bulk_dispatch() -> ResponseReturnValue:
    """派发 N 条: first asks for the body, then sends each."""
    appeals = _ticked()
    day = clock.today()
    departments = [offer.body for offer in bodies(appeals[0], day, DEPARTMENTS)]
    form = DispatchManyForm()
    form.offer((body.key, body.name) for body in departments)
    if not form.is_answer:
        return _ask("dispatch", form, appeals)

    def deed(ticked: Sequence[Appeal]) -> Done:
        target = Target(TargetKind(form.target.data), _chosen(departments, form.department.data))
        return services.dispatch_each(
            ticked, target, instruction=form.instruction.data or "", by=actor(), at=clock.now()
        )

    return _do("dispatch", form, appeals, deed)


@bp.post("/appeals/bulk-reminder")
@requires(Perm.APPEAL_REMIND)
def appeal_bulk_reminder() -> ResponseReturnValue:
    """催办 N 条: first asks for the words, then reminds of each."""
    appeals = _ticked()
    form = RemindManyForm()
    if not form.is_answer:
        return _ask("remind", form, appeals)

    def deed(ticked: Sequence[Appeal]) -> Done:
        return services.remind_each(ticked, text=form.text.data or "", by=actor(), at=clock.now())

    return _do("remind", form, appeals, deed)


def _ticked() -> list[Appeal]:
    """What was ticked; one that is not there for the viewer is a 404 for all, as if it did not exist (B03, B04)."""
    ids = picked_ids(request.form.getlist("pick"))
    found = rows.appeals_of(ids, viewer(), clock.today())
    if len(found) != len(ids):
        abort(404)
    return found


def _chosen(departments: Sequence[Body], key: str | None) -> Body | None:
    return next((body for body in departments if body.key == key), None)


def _ask(kind: str, form: ManyForm, appeals: Sequence[Appeal], *, status: int = 200) -> ResponseReturnValue:
    """The dialog, with what was ticked."""
    if not form.is_answer:  # the ticks of the list carried no token of their own
        form.form_token.data = type(form)(formdata=None).form_token.data
        form.back.data = own_path(request.headers.get("HX-Current-URL") or request.referrer) or ""
    shown = [(_number(one), one.title) for one in appeals[:SHOWN]]
    return page(
        f"grid/appeal_{kind}_many.html",
        block="dialog",
        status=status,
        form=form,
        picks=[one.id for one in appeals],
        shown=shown,
        count=len(appeals),
        more=len(appeals) - len(shown),
        back=_back(form),
    )


def _do(
    kind: str, form: ManyForm, appeals: Sequence[Appeal], deed: Callable[[Sequence[Appeal]], Done]
) -> ResponseReturnValue:
    """All in one transaction; what could not be done is named with its reason, and stays as it was."""
    if not form.validate():
        return _ask(kind, form, appeals, status=422)
    ids, back = [one.id for one in appeals], _back(form)
    try:
        with saving(form) as saved:
            saved.to = back
            result = deed(rows.appeals_of(ids, viewer(), clock.today()))
    except RuleBroken as broken:
        form.refuse(broken)
        return _ask(kind, form, appeals, status=422)
    said = SAID[kind].format(result.count)
    if not result.refused:
        return done(said, to=back)
    stayed = [(_number(one), one, reason) for one, reason in result.refused]
    none = f"{len(stayed)} 条都没有{WORD[kind]}"
    title = f"{said}，{len(stayed)} 条没有{WORD[kind]}" if result.count else none
    answer = page("grid/appeal_many_done.html", block="dialog", title=title, stayed=stayed, back=back)
    if result.count:  # the list under the drawer shows them as they stand now
        answer.headers["HX-Trigger"] = json.dumps({"appeals-changed": "", "counts-changed": ""})
    return answer


def _number(one: Appeal) -> str:
    return rules.short_number(one.no, clock.today())


def _back(form: ManyForm) -> str:
    return own_path(form.back.data) or url_for("grid.appeal_list")
