"""The figure whose list an address asks for (D6)."""

from typing import Any

from sqlalchemy import Select

from shuangluan.kernel import clock
from shuangluan.kernel.figures import Figure, period_of
from shuangluan.kernel.tables import Asked, BadParameter
from shuangluan.kernel.web import viewer
from shuangluan.red_property.queries import evaluation_figures, figures


def counted(asked: Asked, register: str) -> tuple[Figure | None, Select[Any] | None]:
    """The figure and the very ids that it counts; (None, None) where the address names none.

    Raises BadParameter for a figure of other records, an unknown part, and what is no period.
    """
    key = asked.extra.get("figure")
    if not key:
        return None, None
    now = clock.now()
    try:
        period = period_of(asked.extra.get("period", ""), clock.local_day(now))
    except ValueError as wrong:
        raise BadParameter(str(wrong)) from None
    frame = figures.Frame(viewer(), asked.extra.get("area"), period, now)
    named = evaluation_figures.figure_of if evaluation_figures.is_one(key) else figures.figure_of
    figure = named(key, register, frame)
    return figure, figures.rows_of(figure, asked.extra.get("part", "n"))
