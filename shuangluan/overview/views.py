"""Pages that read several slices: translation between HTTP and what the slices declared through the ports."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from shuangluan.kernel import attachments, audit, clock, drafts, ports, saved_views, search, web
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import Period, period_of, periods_around
from shuangluan.kernel.forms import BaseForm, clean
from shuangluan.kernel.permissions import SIGNED_IN, Access, requires
from shuangluan.kernel.refusals import refuse
from shuangluan.kernel.tables import BadParameter, page_number
from shuangluan.overview import kept, ledger, queries, workbench
from shuangluan.overview.forms import SavedViewForm
from shuangluan.overview.permissions import Perm

bp = Blueprint("overview", __name__)

SHOWN_AS_PICTURE = {"image/jpeg", "image/png"}  # re-encoded when they came in; all else is handed out (E03)
PRIVATE_NUMBER = re.compile(r"1[3-9][0-9]{9}|[0-9]{17}[0-9xX]")  # a phone or an identity number: not in addresses
MIN_WORD = 2


@bp.get("/", endpoint="workbench")
@requires(SIGNED_IN)
def workbench_page() -> ResponseReturnValue:
    """工作台: what awaits the viewer, from every slice; one group alone with `?group=`."""
    alone, number = _one_of("group", ports.GROUPS), page_number(request.args.get("page", "1"))
    now, viewer = clock.now(), web.viewer()
    piles = queries.piles(viewer=viewer, now=now, alone=alone, page=number)
    return web.page(
        "overview/workbench.html",
        greeting=workbench.greeting(now),
        summary=workbench.summary(piles),
        total=sum(pile.total for pile in piles),
        piles=[(pile, _headings(pile, now)) for pile in piles],
        alone=alone,
        number=number,
        size=queries.PAGE,
        quick=workbench.quick_actions(viewer),
        held=workbench.roles_held(viewer),
        drafts=[(draft, kept.gist(draft)) for draft in drafts.drafts_of(viewer.person_id)],
    )


def _headings(pile: queries.Pile, now: datetime) -> list[tuple[workbench.Heading, list[dict[str, Any]]]]:
    return [(one, [_line(todo, now) for todo in one.rows]) for one in workbench.headings(pile.rows, now)]


def _line(todo: queries.Todo, now: datetime) -> dict[str, Any]:
    """One line of the list: its record, its deadline, its one action."""
    step, task = todo.step, ports.TASKS[todo.step.task]
    record: dict[str, Any] = {step.argument: todo.record_id}
    return {
        "title": todo.title,
        "sub": todo.note,
        "url": url_for(step.endpoint, **record),
        "icon": task.icon,
        "icon_label": task.label,
        "due": workbench.due_words(todo.due_at, now),
        "act": (step.label, url_for(step.act or step.endpoint, **record)),
    }


@bp.get("/counts")
@requires(SIGNED_IN, background=True)
def counts() -> ResponseReturnValue:
    """The numbers of the side menu and of the bell, out of band; asked for after each page."""
    found = queries.counts(viewer=web.viewer(), now=clock.now())
    total = sum(found.values(), start=queries.Count())
    return render_template("overview/counts.html", counts={**found, "workbench": total}, total=total)


@bp.get("/dashboard")
@requires(Perm.DASHBOARD_READ)
def dashboard() -> ResponseReturnValue:
    """数据总览: every slice's figures of an area and a period."""
    now = clock.now()
    period = _period()
    found = ledger.ledger(viewer=web.viewer(), area=web.chosen_area(), period=period, now=now)
    near = zip(("本月", "本季", "本年"), periods_around(clock.local_day(now)), strict=True)
    return web.page(
        "overview/dashboard.html",
        ledger=found,
        period=period,
        now=now,
        near=[(label, each.key, _dashboard(each)) for label, each in near],
        earlier=period.before and (period.before.label, _dashboard(period.before)),
        later=period.after and (period.after.label, _dashboard(period.after)),
    )


def _period() -> Period:
    try:
        return period_of(request.args.get("period", ""), clock.today())
    except ValueError as wrong:
        raise BadParameter(str(wrong)) from None


def _dashboard(period: Period) -> str:
    return url_for("overview.dashboard", period=period.key, area=web.chosen_area())


@bp.get("/search", endpoint="search")
@requires(SIGNED_IN)
def search_page() -> ResponseReturnValue:
    """What the slices find; the area of the address narrows nothing, a search is for finding."""
    alone = _one_of("task", ports.TASKS)
    asked = " ".join(clean(request.args.get("q", "")).split())
    words = asked[: search.MAX_QUERY]
    hint = _search_hint(words)
    found = [] if hint else queries.found(words, viewer=web.viewer(), alone=alone)
    return web.page(
        "overview/search.html",
        words=words,
        hint=hint,
        found=found,
        alone=alone,
        cut=len(asked) > len(words) and search.MAX_QUERY,
        most=search.MAX_QUERY,
    )


def _search_hint(words: str) -> str:
    if not words:
        return "写编号、人名、小区或事情里的几个字；中文可以只打拼音首字母，比如 whc 找万和城。"
    if len(words) < MIN_WORD:
        return "再多打一个字：只有一个字，找出来的太多。"
    if PRIVATE_NUMBER.fullmatch(words.replace(" ", "").replace("-", "")):
        return "手机号和身份证号不在这里搜。换成编号、小区或事情里的几个字。"
    return ""


@bp.get("/attachments/<int:attachment_id>")
@requires(SIGNED_IN)
def attachment(attachment_id: int) -> ResponseReturnValue:
    """A file of a record that the viewer may read: pictures shown, everything else handed out (E03, E04, B08)."""
    found = queries.attachment(attachment_id, viewer=web.viewer()) or abort(404)
    folder = Path(current_app.config["DATA_DIR"])
    try:
        content = attachments.content_of(folder, found)
    except FileNotFoundError:
        current_app.logger.error("attachment %s: no file %s", found.id, attachments.path_of(folder, found))
        return refuse(404, f"“{found.name}”不在服务器上，请把这个文件名告诉系统管理员。")
    is_picture = found.media_type in SHOWN_AS_PICTURE
    response = send_file(
        BytesIO(content),
        mimetype=found.media_type if is_picture else "application/octet-stream",
        as_attachment=not is_picture,
        download_name=" ".join(found.name.split()),
        conditional=False,
        etag=False,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/drafts", endpoint="drafts")
@requires(SIGNED_IN)
def draft_list() -> ResponseReturnValue:
    """上次没交的表单: what was typed when the session had ended, the viewer's own only."""
    mine = drafts.drafts_of(web.viewer().person_id)
    return web.page("overview/drafts.html", drafts=[(draft, kept.gist(draft)) for draft in mine])


@bp.get("/drafts/<int:draft_id>")
@requires(SIGNED_IN)
def draft(draft_id: int) -> ResponseReturnValue:
    """One of them: looked at, then sent again to where it was going, or thrown away."""
    found = drafts.draft(draft_id, web.viewer().person_id) or abort(404)
    written = kept.sentences(found.pairs)
    return web.page(
        "overview/draft.html",
        draft=found,
        written=written,
        others=sum(1 for _, value in found.pairs if value.strip() not in written),
        page_url=web.own_path(found.page) or "/",
        can_send=_can_post(found.address),
        token=BaseForm(formdata=None).form_token.data,
    )


def _can_post(address: str) -> bool:
    """Whether the viewer may still send something there."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or web.own_path(address) is None:
        return False
    try:
        endpoint, _ = adapter.match(address.partition("?")[0], method="POST")
    except HTTPException:
        return False
    access: Access = current_app.view_functions[endpoint].__dict__["access"]
    return access.permission == SIGNED_IN or web.viewer().can(access.permission)


@bp.post("/drafts/<int:draft_id>/removal")
@requires(SIGNED_IN)
def draft_removal(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away; the page of the draft has shown what goes."""
    owner = web.viewer().person_id
    with audit.transaction():
        found = drafts.draft(draft_id, owner) or abort(404)
        drafts.forget(owner, found.address)
    return web.done("已丢掉那份没交的表单", to=url_for("overview.drafts"))


@bp.get("/views", endpoint="views")
@requires(SIGNED_IN)
def view_list() -> ResponseReturnValue:
    """我的视图: the viewer's own and those shared with him, by register."""
    return _views_page()


@bp.post("/views")
@requires(SIGNED_IN)
def view_add() -> ResponseReturnValue:
    """Keep the conditions of a list; afterwards the list stands under its new name."""
    form = SavedViewForm()
    viewer = web.viewer()
    listing = saved_views.listing_of(form.table_key.data or "", viewer=viewer) or abort(404)
    if form.validate_on_submit():
        try:
            with web.saving(form) as saved:
                view = saved_views.add_view(
                    listing,
                    name=" ".join((form.name.data or "").split()),
                    query=form.query.data or "",
                    shared=form.shared.data,
                    viewer=viewer,
                    by=web.actor(),
                    at=clock.now(),
                )
                saved.to = f"{url_for(listing.endpoint)}?{view.query}"
            return web.done("已存为视图", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    return _views_page(form, listing, status=422)


def _views_page(
    form: SavedViewForm | None = None, listing: saved_views.Listing | None = None, status: int = 200
) -> Response:
    viewer, area = web.viewer(), web.chosen_area()
    found = saved_views.views_of(viewer=viewer)
    registers = [
        (each.table.name, [(v, url_for(each.endpoint) + v.search(area)) for v in found if v.table_key == key])
        for key, each in saved_views.LISTINGS.items()
        if any(v.table_key == key for v in found)
    ]
    return web.page(
        "overview/views.html",
        status=status,
        form=form,
        table_name=listing.table.name if listing else "",
        registers=registers,
        share_name=saved_views.share_name(viewer),
        most=saved_views.MOST,
    )


@bp.post("/views/<int:view_id>/removal")
@requires(SIGNED_IN)
def view_removal(view_id: int) -> ResponseReturnValue:
    """Take a view away."""
    with audit.transaction():
        found = saved_views.removable(view_id, viewer=web.viewer()) or abort(404)
        saved_views.remove_view(found, by=web.actor(), at=clock.now())
    return web.done("已去掉视图，记录都还在", to=url_for("overview.views"))


def _one_of(name: str, offered: dict[str, Any]) -> str | None:
    asked = request.args.get(name) or None
    if asked is not None and asked not in offered:
        raise BadParameter("没有这一组，请从页面上的链接进入")
    return asked
