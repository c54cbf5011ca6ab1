"""The figure whose list an address asks for (D6)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from shuangluan.kernel import clock
from shuangluan.kernel.figures import Figure, Period, period_of
from shuangluan.kernel.tables import Asked, BadParameter
from shuangluan.kernel.web import viewer
from shuangluan.red_property.queries import evaluation_figures, figures


def counted(asked: Asked, register: str) -> tuple[Figure | None, Select[Any] | None]:
    """The figure and the very ids that it counts; (None, None) where the address names none. Raises as `named` does."""
    return named(asked.extra, register)


def named(extra: Mapping[str, str], register: str) -> tuple[Figure | None, Select[Any] | None]:
    """The same of `figure`, `part`, `period` and `area` as the address has them.

    Raises BadParameter for a figure of other records, an unknown part, and what is no period.
    """
    key = extra.get("figure")
    if not key:
        return None, None
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
