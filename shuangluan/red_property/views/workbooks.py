"""What leaves the site as a file: over what it speaks, its definition and as-of line, and who took it (RP-61)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.tables import Asked
from shuangluan.kernel.web import actor, chosen_area, download, viewer
from shuangluan.red_property.rules import sentences


def scope_line() -> str:
    """Over what: the chosen area, or what the reader answers for."""
    area, who = chosen_area(), viewer()
    held: Iterable[str] = (area,) if area else who.home_areas
    return "、".join(areas().path(code) for code in held) or who.line


def check_whole(count: int) -> None:
    """Raises RuleBroken where a list has more rows than a workbook takes: none is cut."""
    if count > sheets.MOST_ROWS:
        raise RuleBroken(f"超过 {sheets.MOST_ROWS:,} 条，一次导不出来；先按社区或日期缩小范围")


def complete(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows of an export. Raises RuleBroken where there are more than a workbook takes."""
    check_whole(len(rows))
    return rows


def workbook(
    title: str, asked: Asked, definition: str, lines: Iterable[Any], count: int, fields: Sequence[Field] = ()
) -> ResponseReturnValue:
    """A list as a workbook with its conditions and its definition; with the `fields` of its register it comes back."""
    view = asked.table.view(asked.view)
    at = clock.local(clock.now())
    notes = [f"{scope_line()}，{view.label if view else '全部'}，共 {count:,} 条，截至 {at:%Y-%m-%d %H:%M}"]
    notes += [f"条件：{'；'.join(asked.said)}"] if asked.said else []
    sheet = Sheet(title, [*notes, definition], asked.columns, lines, fields)
    return sheet_taken(sheet, {"rows": count, "conditions": asked.said})


def sheet_taken(sheet: Sheet, detail: Mapping[str, Any]) -> ResponseReturnValue:
    """A sheet that is already made up."""
    body = sheets.written(sheet, by=viewer().name, at=clock.now())
    return file_taken(body, sheet.title, "xlsx", detail)


def file_taken(body: bytes, title: str, suffix: str, detail: Mapping[str, Any]) -> ResponseReturnValue:
    """The file; the trail says who took it, and over what."""
    now = clock.now()
    with audit.transaction():
        told = {"title": title, "area": scope_line(), **detail}
        audit.noted(sentences.EXPORTED, None, by=actor(), at=now, detail=told)
    return download(body, f"{title}-{clock.local(now):%Y%m%d-%H%M}.{suffix}")
