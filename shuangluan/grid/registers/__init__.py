"""The registers of the slice that take workbooks."""

from shuangluan.grid.registers.appeals import APPEALS
from shuangluan.grid.registers.places import BUILDINGS, COMPOUNDS

ALL = (APPEALS, COMPOUNDS, BUILDINGS)

__all__ = ["ALL", "APPEALS", "BUILDINGS", "COMPOUNDS"]
