"""Workbooks in and out.

Out: `written` and `template`. In: `checked` looks a file over, `tabs` and `lines` read it in a process of its own;
the rest is pure: `laid_out` finds the table, `matched` its columns, `parsed` the value of a cell.
"""

from shuangluan.kernel.sheets.cells import Cell, Line, Tab, Trouble
from shuangluan.kernel.sheets.columns import Label, Match, choice, matched, signature
from shuangluan.kernel.sheets.fields import MASKED, Field, Kind, Masked, Parsed
from shuangluan.kernel.sheets.layout import Layout, Row, laid_out
from shuangluan.kernel.sheets.reading import Opened, lines, opened, tabs
from shuangluan.kernel.sheets.safety import FileKind, Upload, checked
from shuangluan.kernel.sheets.values import Context, parsed
from shuangluan.kernel.sheets.writing import MOST_ROWS, Sheet, template, written

__all__ = [
    "MASKED",
    "MOST_ROWS",
    "Cell",
    "Context",
    "Field",
    "FileKind",
    "Kind",
    "Label",
    "Layout",
    "Line",
    "Masked",
    "Match",
    "Opened",
    "Parsed",
    "Row",
    "Sheet",
    "Tab",
    "Trouble",
    "Upload",
    "checked",
    "choice",
    "laid_out",
    "lines",
    "matched",
    "opened",
    "parsed",
    "signature",
    "tabs",
    "template",
    "written",
]
