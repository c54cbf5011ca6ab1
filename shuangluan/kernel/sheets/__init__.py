"""Workbooks in and out: written by `writing`, checked by `safety`, read by `reading`, understood by the pure rest."""

from shuangluan.kernel.sheets.fields import MASKED, Field, Kind, Masked
from shuangluan.kernel.sheets.writing import MOST_ROWS, Sheet, written

__all__ = ["MASKED", "MOST_ROWS", "Field", "Kind", "Masked", "Sheet", "written"]
