"""交叉任职: the list and its workbook, a post, taken, corrected, ended, removed (RP-5, RP-71)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.posts import CrossPostEditForm, CrossPostForm, EndForm
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import cross_posts as stored
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL, CrossPostKind
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables import POSTS, PostLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import LAST_DAY, detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, POSTS, stored.SOURCE, PostLine, "post", "社区两委成员任义务质量总监；企业负责人中的党员任社区、街道的兼职",
    "先登记谁在哪里任什么职务。", write=Perm.COMPANY_WRITE, add="登记任职",
    beside=(("按社区看缺口", "red_property.two_way_list", Perm.REGISTER_READ),),
)  # fmt: skip
hang(LISTING, "/cross-posts", Perm.REGISTER_READ)
HINTS = {
    "host": "义务质量总监选他任两委成员的社区；街道大工委成员选街道",
    "phone": "同名时用来认人",
    "is_party_member": "社区、街道的兼职要是党员",
    "is_responsible": "社区、街道的兼职要是企业负责人",
    "community": "义务质量总监由社区两委成员担任，选他所在的社区",
    "basis": "任职的文件，如 双组通〔2026〕2号",
    "last_day": "还在任的空着",
}


def _post(post_id: int, *, to_write: bool = False) -> tuple[CrossPost, Any]:
    found = stored.post(post_id, viewer=viewer()) or abort(404)
    if to_write and not viewer().holds_area(Perm.COMPANY_WRITE, found.host):
        abort(404)
    return found, stored.standing(post_id, clock.today())


@bp.get("/cross-posts/<int:post_id>")
@requires(Perm.REGISTER_READ)
def post_detail(post_id: int) -> ResponseReturnValue:
    """A post: who, where, for which company, what was done."""
    post, row = _post(post_id)
    line, kind = PostLine(row, clock.today()), CROSS_POST_LABEL[post.kind]
    company = url_for(".company_detail", company_id=row.company_id) if row.company_id else ""
    facts = (
        ("职务", kind, ""),
        ("物业企业", row.company, company),
        ("社区或街道", areas().path(post.host), ""),
        ("从哪天起", post.valid_from, ""),
        ("最后一天", line.until or "在任", ""),
        ("依据", post.basis, ""),
    )
    may = viewer().holds_area(Perm.COMPANY_WRITE, post.host)
    ends = [("结束任职", url_for(".post_end", post_id=post_id))] if may and post.valid_to is None else []
    return detail_page(LISTING, line, facts, post, under=kind, may_write=may, acts=ends)


@bp.route("/cross-posts/new", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def post_new() -> ResponseReturnValue:
    """A person takes a post on the other side."""
    form, known = CrossPostForm(), {str(one.id): one for one in stored.companies()}
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

    return saved_form(form, None, deed, "任职登记好了", lambda saved: str(saved.to)) or form_page(
        form, "登记交叉任职", [("交叉任职", LISTING.address)], submit="登记", hints=HINTS
    )


def _crumbs(row: Any) -> list[tuple[str, str]]:
    return [("交叉任职", LISTING.address), (row.person, url_for(".post_detail", post_id=row.id))]


@bp.route("/cross-posts/<int:post_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def post_edit(post_id: int) -> ResponseReturnValue:
    """Correct the days and the paper of a post; another person or place is another post."""
    post, row = _post(post_id, to_write=True)
    form: Any = CrossPostEditForm()
    form.versioned(post)
    if request.method == "GET":
        form.basis.data, form.valid_from.data, form.last_day.data = post.basis, post.valid_from, last_day(post.valid_to)
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.correct_cross_post(
            post, basis=form.basis.data, valid_from=form.valid_from.data, valid_to=day_after(form.last_day.data),
            by=actor(), at=clock.now(),
        )  # fmt: skip

    about = f"{CROSS_POST_LABEL[post.kind]}，{areas().name(post.host)}，{row.company}。换了人或地方的，另登记一次任职。"
    return saved_form(form, post, deed, "任职已修改", lambda saved: crumbs[-1][1]) or form_page(
        form, f"修改{row.person}的任职", crumbs, submit="保存", hints=HINTS, about=about
    )


@bp.route("/cross-posts/<int:post_id>/end", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def post_end(post_id: int) -> ResponseReturnValue:
    """The last day of a post."""
    post, row = _post(post_id, to_write=True)
    form = EndForm()
    form.versioned(post)
    if request.method == "GET":
        form.last_day.data = clock.today()
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.end_cross_post(post, last_day=form.data["last_day"], by=actor(), at=clock.now())

    return saved_form(form, post, deed, "已登记最后一天", lambda saved: crumbs[-1][1]) or form_page(
        form, f"结束{row.person}的任职", crumbs, submit="登记", hints=LAST_DAY
    )


@bp.route("/cross-posts/<int:post_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def post_removal(post_id: int) -> ResponseReturnValue:
    """Ask, then take away a post that came by mistake."""
    post, row = _post(post_id, to_write=True)
    return removal_page(post, f"{row.person}的任职", services.remove_cross_post, crumbs=_crumbs(row))
