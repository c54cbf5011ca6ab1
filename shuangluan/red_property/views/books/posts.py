"""交叉任职: taken with the checks of RP-5, ended with its last day (RP-71)."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import page, viewer
from shuangluan.red_property.forms import books as forms
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committees as queries
from shuangluan.red_property.queries import companies
from shuangluan.red_property.rules.cross_posts import CROSS_POST_LABEL, CrossPostKind
from shuangluan.red_property.services import cover as covering
from shuangluan.red_property.tables.books import last_day
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.books.deed import Crumb, asked, timeline


def _crumbs() -> list[Crumb]:
    return [("交叉任职", url_for(".post_list"))]


@bp.get("/cross-posts/<int:post_id>")
@requires(Perm.COMPANY_READ)
def post_detail(post_id: int) -> ResponseReturnValue:
    """A post: who, where, for which company, what was done."""
    post = queries.post(post_id, viewer=viewer()) or abort(404)
    person, company = queries.sides_of(post)
    return page(
        "red_property/post_detail.html",
        post=post, person=person, company=company, kind=CROSS_POST_LABEL[post.kind], host=areas().path(post.host),
        last_day=last_day(post.valid_to), entries=timeline([post]), year=clock.today().year,
    )  # fmt: skip


@bp.route("/cross-posts/new", methods=["GET", "POST"])
@requires(Perm.COVER_WRITE)
def post_new() -> ResponseReturnValue:
    """A person takes a post on the other side."""
    form = forms.CrossPostForm()
    known = {str(one.id): one for one in companies.companies()}
    form.organisation_id.choices = options(((key, one.name) for key, one in known.items()), "请选择")
    mine = [area for prefix in viewer().areas(Perm.COVER_WRITE) for area in areas().communities(prefix)]
    streets = {area.parent for area in mine}
    hosts = [*(area for area in areas().streets() if area.code in streets), *mine]
    form.host.choices = options(((one.code, one.name) for one in hosts), "请选择")
    form.community.choices = options(((one.code, one.name) for one in mine), "不是两委成员")

    def do(deed: dict[str, Any]) -> CrossPost:
        person = covering.person_named(form.name.data or "", form.phone.data or "", **deed)
        facts = (form.is_party_member.data, form.is_responsible.data, form.community.data or None)
        return covering.take_cross_post(
            known[form.organisation_id.data], person, CrossPostKind(form.kind.data), host=form.host.data,
            candidate=facts, basis=form.basis.data or "", valid_from=form.data["valid_from"], **deed,
        )  # fmt: skip

    return asked(
        form, do, title="登记交叉任职", submit="登记", said="任职登记好了", crumbs=_crumbs(),
        to=lambda made: url_for(".post_detail", post_id=made.id),
        hints={"community": "义务质量总监由社区两委成员担任，选他所在的社区"},
    )  # fmt: skip


@bp.route("/cross-posts/<int:post_id>/end", methods=["GET", "POST"])
@requires(Perm.COVER_WRITE)
def post_end(post_id: int) -> ResponseReturnValue:
    """The last day of a post."""
    post = queries.post(post_id, viewer=viewer()) or abort(404)
    person, _ = queries.sides_of(post)
    form, here = forms.EndForm(), url_for(".post_detail", post_id=post_id)
    return asked(
        form, lambda deed: covering.end(post, last_day=form.data["last_day"], **deed), title=f"结束{person.name}的任职",
        submit="登记", said="已登记最后一天", crumbs=[*_crumbs(), (person.name, here)], record=post, to=here,
    )  # fmt: skip
