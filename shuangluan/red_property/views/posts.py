"""交叉任职: the list and its workbook, a post, taken and ended (RP-5, RP-71)."""

from dataclasses import replace

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, sheets
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.posts import CrossPostForm, EndForm
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import cross_posts as queries
from shuangluan.red_property.queries.sources import history
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL, CrossPostKind
from shuangluan.red_property.tables import POSTS, PostLine
from shuangluan.red_property.tables.lines import last_day
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.registers import form_page, saved_form, told
from shuangluan.red_property.views.workbooks import check_whole, workbook

SAID = "每次任职一行，在任按截至当天计算"


@bp.get("/cross-posts")
@requires(Perm.REGISTER_READ)
def post_list() -> ResponseReturnValue:
    """Posts in the viewer's areas, or of his company."""
    asked, today = POSTS.asked(request.args), clock.today()
    found, counts = queries.SOURCE.page(asked, viewer(), today)
    lines = [PostLine(row, today) for row in found.rows]
    return page(
        "red_property/post_list.html", block=["rows", "beside"], asked=asked, page=replace(found, rows=lines),
        counts=counts,
    )  # fmt: skip


@bp.post("/cross-posts/export")
@requires(Perm.REGISTER_EXPORT)
def post_export() -> ResponseReturnValue:
    """The same list as a workbook."""
    asked, today = POSTS.asked(request.args), clock.today()
    ids = queries.SOURCE.of_view(asked, viewer(), today)
    count, rows = queries.SOURCE.in_batches(ids, asked, today, sheets.MOST_ROWS)
    check_whole(count)
    return workbook("交叉任职台账", asked, SAID, (PostLine(row, today) for row in rows), count)


def _post(post_id: int) -> CrossPost:
    return queries.post(post_id, viewer=viewer()) or abort(404)


@bp.get("/cross-posts/<int:post_id>")
@requires(Perm.REGISTER_READ)
def post_detail(post_id: int) -> ResponseReturnValue:
    """A post: who, where, for which company, what was done."""
    post = _post(post_id)
    person, company = queries.sides_of(post)
    return page(
        "red_property/post_detail.html",
        post=post, person=person, company=company, kind=CROSS_POST_LABEL[post.kind], host=areas().path(post.host),
        last_day=last_day(post.valid_to), year=clock.today().year,
        entries=[told(one) for one in history((CrossPost.__tablename__, [post.id]))],
    )  # fmt: skip


@bp.route("/cross-posts/new", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def post_new() -> ResponseReturnValue:
    """A person takes a post on the other side."""
    form, known = CrossPostForm(), {str(one.id): one for one in queries.companies()}
    form.organisation_id.choices = options(((key, one.name) for key, one in known.items()), "请选择")
    mine = [area for prefix in viewer().areas(Perm.COMPANY_WRITE) for area in areas().communities(prefix)]
    streets = {area.parent for area in mine}
    hosts = [*(area for area in areas().streets() if area.code in streets), *mine]
    form.host.choices = options(((one.code, one.name) for one in hosts), "请选择")
    form.community.choices = options(((one.code, one.name) for one in mine), "不是两委成员")

    def deed(saved: Saved) -> None:
        said, who, at = form.data, actor(), clock.now()
        person = services.person_called(said["name"], said["phone"], by=who, at=at)
        made = services.take_cross_post(
            known[said["organisation_id"]], person, CrossPostKind(said["kind"]), host=said["host"],
            candidate=(said["is_party_member"], said["is_responsible"], said["community"] or None),
            basis=said["basis"], valid_from=said["valid_from"], by=who, at=at,
        )  # fmt: skip
        saved.to = url_for(".post_detail", post_id=made.id)

    crumbs = [("交叉任职", url_for(".post_list"))]
    return saved_form(form, None, deed, "任职登记好了", lambda saved: str(saved.to)) or form_page(
        form, "登记交叉任职", crumbs, submit="登记",
        hints={"community": "义务质量总监由社区两委成员担任，选他所在的社区"},
    )  # fmt: skip


@bp.route("/cross-posts/<int:post_id>/end", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def post_end(post_id: int) -> ResponseReturnValue:
    """The last day of a post."""
    post, form, here = _post(post_id), EndForm(), url_for(".post_detail", post_id=post_id)
    form.versioned(post)
    person, _ = queries.sides_of(post)

    def deed(saved: Saved) -> None:
        services.end_cross_post(post, last_day=form.data["last_day"], by=actor(), at=clock.now())

    crumbs = [("交叉任职", url_for(".post_list")), (person.name, here)]
    return saved_form(form, post, deed, "已登记最后一天", lambda saved: here) or form_page(
        form, f"结束{person.name}的任职", crumbs, submit="登记"
    )
