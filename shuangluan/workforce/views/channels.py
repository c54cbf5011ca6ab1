"""推荐选拔条件: who meets the conditions of a channel, and what is missing (WF-200)."""

from functools import partial
from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import channels as stored
from shuangluan.workforce.tables.channels import CHANNELS, ChannelLine
from shuangluan.workforce.views.blueprint import SLICE, bp


def _listing() -> Listing:
    """The channel of the address. Raises BadParameter for one that there is not."""
    stands = stored.standing(viewer(), clock.today())
    labels = {one.key: one.label for one in stands.channels}
    key = request.args.get("channel", "")
    if key not in labels:
        raise BadParameter("没有这个渠道，请从列表上面的“渠道”里选")
    hidden = "；处分和联审由区级核对，不计在结论里" if stored.hidden_from(viewer()) else ""
    return Listing(
        SLICE, CHANNELS, stored.suitable(key, stands), partial(ChannelLine, stands=stands, channel=key), "channel",
        f"{labels[key]}：条件取自规则方案，只说明档案里的情况，推荐谁由人决定{hidden}",
        options={"channel": list(labels.items())},
    )  # fmt: skip


@bp.get("/channels")
@requires(Perm.WORKER_READ)
def channel_list() -> ResponseReturnValue:
    """满足, 待核, 不满足 of a channel; an address without `channel` leads to the first one."""
    if not request.args.get("channel"):
        first = stored.channel_rules(clock.today()).channels[0].key
        return redirect(f"{request.path}?{urlencode({**request.args, 'channel': first})}")
    return listed(_listing())


@bp.post("/channels/export")
@requires(Perm.WORKER_EXPORT)
def channel_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_listing())
