"""交叉任职 by community, both directions with what is missing (RP-71)."""

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.search import norm
from shuangluan.kernel.tables import Asked, page_of
from shuangluan.kernel.web import chosen_area, page, viewer
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.two_way import communities, street_of
from shuangluan.red_property.tables.two_way import TWO_WAY, TwoWayLine
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.workbooks import complete, workbook

SAID = (
    "每个社区一行；进两委、大党委、大工委的是企业的人，义务质量总监是社区两委成员；"
    "大工委按街道，只列在本社区服务的企业"
)


def _lines(asked: Asked) -> dict[str, list[TwoWayLine]]:
    """The lines of each view, those with most gaps first, or last."""
    found = [TwoWayLine(row, street_of(row.code)) for row in communities(viewer(), clock.today(), chosen_area())]
    words = norm(asked.values.get("q", ""))
    found = [one for one in found if words in norm("".join(str(column.plain(one)) for column in TWO_WAY.columns))]
    if not asked.desc:
        found.reverse()
    return {"all": found, "gaps": [one for one in found if one.row.gaps]}


@bp.get("/cross-posts/communities")
@requires(Perm.REGISTER_READ)
def two_way_list() -> ResponseReturnValue:
    """One line per community in which companies serve, gaps first."""
    asked = TWO_WAY.asked(request.args)
    lines = _lines(asked)
    shown, start = lines[asked.view], (asked.page - 1) * asked.size
    return page(
        "red_property/two_way_list.html", block=["rows", "beside"], asked=asked,
        page=page_of(shown[start : start + asked.size + 1], len(shown), asked),
        counts={name: len(held) for name, held in lines.items()},
    )  # fmt: skip


@bp.post("/cross-posts/communities/export")
@requires(Perm.REGISTER_EXPORT)
def two_way_export() -> ResponseReturnValue:
    """The same as a workbook."""
    asked = TWO_WAY.asked(request.args)
    lines = complete(_lines(asked)[asked.view])
    return workbook("交叉任职双向", asked, SAID, lines, len(lines))
