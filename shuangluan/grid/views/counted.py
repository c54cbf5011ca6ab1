"""The figure whose list an address asks for (D6)."""

from collections.abc import Mapping
from typing import Any

from shuangluan.grid.queries import figures
from shuangluan.grid.queries.book import catalogue_on
from shuangluan.kernel import clock
from shuangluan.kernel.figures import period_of
from shuangluan.kernel.listing import Counted
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import viewer


def counted(extra: Mapping[str, str], register: str) -> Counted:
    """The figure of `figure`, `part`, `period` and `area` of an address, and the very ids that it counts.

    Raises BadParameter for a figure of other records, an unknown part, and what is no period.
    """
    key, now = extra["figure"], clock.now()
    day = clock.local_day(now)
    try:
        period = period_of(extra.get("period", ""), day)
    except ValueError as wrong:
        raise BadParameter(str(wrong)) from None
    framed: dict[str, Any] = {
        "viewer": viewer(), "area": extra.get("area"), "period": period, "now": now, "catalogue": catalogue_on(day),
    }  # fmt: skip
    rows = figures.figure_rows(key, extra.get("part", "n"), register=figures.Register(register), **framed)
    return figures.figure(key, **framed), rows
