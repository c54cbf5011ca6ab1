"""交叉任职 by community, both directions with what is missing (RP-71)."""

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import viewer
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.two_way import two_way
from shuangluan.red_property.tables.two_way import TWO_WAY, TwoWayLine
from shuangluan.red_property.views.blueprint import SLICE, bp


def _listing() -> Listing:
    return Listing(
        SLICE, TWO_WAY, two_way(viewer(), clock.today()), TwoWayLine, "two_way",
        "每个社区一行；进两委、大党委、大工委的是企业的人，义务质量总监是社区两委成员；大工委按街道，只列在本社区服务的企业",
        "登记物业合同以后，有企业服务的社区会列在这里。", title="交叉任职（按社区）",
        beside=(("逐人的台账", "red_property.post_list", Perm.REGISTER_READ),),
    )  # fmt: skip


@bp.get("/cross-posts/communities")
@requires(Perm.REGISTER_READ)
def two_way_list() -> ResponseReturnValue:
    """One line per community in which companies serve, gaps first."""
    return listed(_listing())


@bp.post("/cross-posts/communities/export")
@requires(Perm.REGISTER_EXPORT)
def two_way_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_listing())
