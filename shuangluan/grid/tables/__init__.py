"""The registers of the slice: 台账, each declared once."""

from shuangluan.grid.tables.appeals import ANSWERS, APPEALS, LEGS, VIEWS, Line, Reading, lines, options
from shuangluan.grid.tables.places import BUILDINGS, COMPOUNDS, BuildingLine, CompoundLine, changes

__all__ = [
    "ANSWERS", "APPEALS", "BUILDINGS", "COMPOUNDS", "LEGS", "VIEWS", "BuildingLine", "CompoundLine", "Line",
    "Reading", "changes", "lines", "options",
]  # fmt: skip
