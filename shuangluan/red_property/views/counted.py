"""The figure whose list an address asks for (D6)."""

from collections.abc import Mapping

from shuangluan.kernel import clock
from shuangluan.kernel.figures import Period, period_of
from shuangluan.kernel.listing import Counted
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import viewer
from shuangluan.red_property.queries import evaluation_figures, figures


def counted(extra: Mapping[str, str], register: str) -> Counted:
    """The figure of `figure`, `part`, `period` and `area` of an address, and the very ids that it counts.

    Raises BadParameter for a figure of other records, an unknown part, and what is no period.
    """
    key = extra["figure"]
    frame = figures.Frame(viewer(), extra.get("area") or None, asked_period(extra), clock.now())
    declared = evaluation_figures if evaluation_figures.is_one(key) else figures
    figure = declared.figure_of(key, register, frame)
    return figure, figures.rows_of(figure, extra.get("part") or "n")


def asked_period(extra: Mapping[str, str]) -> Period:
    """The period of the address, this year's unless said. Raises BadParameter for what is none."""
    try:
        return period_of(extra.get("period", ""), clock.today())
    except ValueError as wrong:
        raise BadParameter(str(wrong)) from None
