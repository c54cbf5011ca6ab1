"""What leaves the site as a file: minutes, month table, registers of meetings and of resolutions (RP-61, RP-63)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Asked, BadParameter, Column
from shuangluan.kernel.web import actor, chosen_area, download, viewer
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import figures, minutes, months, records, registers, street
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.months import counted as month_count
from shuangluan.red_property.tables import ENTRIES, MEETINGS, RESOLUTIONS, EntryLine, MeetingLine, ResolutionLine
from shuangluan.red_property.views import word
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.counted import counted
from shuangluan.red_property.views.meetings import archived_until

MEETINGS_SAY = "每次联席会一行；签认是已签的方数，已归档由第三方签认的日期推出"
RESOLUTIONS_SAY = "每条议定事项一行；责任方是现在的责任方，期限推迟过的看首次期限，进度由落实情况算出"
ENTRIES_SAY = "每条提请一行；街道应在提请后 10 个工作日内答复，答复期限按工作日历计算"
MONTHS_SAY = "每个小区一行；按月召开率 =（已开 + 补开）÷（应开 − 免开），补开另列"
MONTH_TABLE = "联席会月度表"


@bp.post("/meetings/<int:meeting_id>/minutes/word")
@requires(Perm.MEETING_EXPORT)
def minutes_export(meeting_id: int) -> ResponseReturnValue:
    """纪要 as a Word file, from the very content that was signed."""
    meeting = records.meeting(meeting_id, viewer=viewer()) or abort(404)
    record, now = records.record_of(meeting), clock.now()
    body = word.minutes_word(minutes.minutes_of(record), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.MINUTES_EXPORTED, meeting, by=actor(), at=now, detail={"version": meeting.version})
    return download(body, f"联席会纪要_{_names(record)}_{_when(meeting)}_v{meeting.version}.docx")


def _names(record: records.Record) -> str:
    """宝鼎花园, or 宝鼎花园等3个小区."""
    places = [place.name for place in record.places]
    return places[0] if len(places) == 1 else f"{places[0]}等{len(places)}个小区"


def _when(meeting: Meeting) -> str:
    return meeting.period or meeting.held_on.isoformat()


@bp.post("/meetings/export")
@requires(Perm.MEETING_EXPORT)
def meeting_export() -> ResponseReturnValue:
    """The same list of meetings as a workbook."""
    asked, today = MEETINGS.asked(request.args), clock.today()
    _, ids = counted(asked, figures.MEETINGS)
    rows = complete(registers.all_meetings(asked, viewer(), today, sheets.MOST_ROWS, ids))
    archived = archived_until()
    return workbook("联席会台账", asked, MEETINGS_SAY, [MeetingLine(row, today, archived) for row in rows])


@bp.post("/resolutions/export")
@requires(Perm.MEETING_EXPORT)
def resolution_export() -> ResponseReturnValue:
    """The same list of resolutions as a workbook."""
    asked, today = RESOLUTIONS.asked(request.args), clock.today()
    _, ids = counted(asked, figures.RESOLUTIONS)
    rows = complete(registers.all_resolutions(asked, viewer(), today, sheets.MOST_ROWS, ids))
    return workbook("议定事项台账", asked, RESOLUTIONS_SAY, [ResolutionLine(row, today) for row in rows])


@bp.post("/street-entries/export")
@requires(Perm.MEETING_EXPORT)
def street_entry_export() -> ResponseReturnValue:
    """The same list of what was handed up as a workbook."""
    asked, today = ENTRIES.asked(request.args), clock.today()
    rows = complete(street.all_entries(asked, viewer(), today, sheets.MOST_ROWS))
    return workbook("提请街道台账", asked, ENTRIES_SAY, [EntryLine(row, today) for row in rows])


def complete(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows of an export. Raises RuleBroken where there are more than a workbook takes."""
    if len(rows) > sheets.MOST_ROWS:
        raise RuleBroken(f"超过 {sheets.MOST_ROWS:,} 条，一次导不出来；先按社区或日期缩小范围")
    return rows


def workbook(title: str, asked: Asked, definition: str, lines: Sequence[Any]) -> ResponseReturnValue:
    """A list as a workbook with its conditions and its definition; the trail knows who took it."""
    view = asked.table.view(asked.view)
    notes = [f"{_scope()}，{view.label if view else '全部'}，共 {len(lines):,} 条，截至 {clock.today()}"]
    notes += [f"条件：{'；'.join(asked.said)}"] if asked.said else []
    sheet = Sheet(title, [*notes, definition], asked.columns, lines)
    return _taken(sheet, {"rows": len(lines), "conditions": asked.said})


def _scope() -> str:
    """Over what: the chosen area, or what the reader answers for."""
    area, who = chosen_area(), viewer()
    held: Iterable[str] = (area,) if area else who.home_areas
    return "、".join(areas().path(code) for code in held) or who.line


@bp.post("/months/export")
@requires(Perm.MEETING_EXPORT)
def month_export() -> ResponseReturnValue:
    """月度表 of twelve months: `as=xlsx` or `as=docx`."""
    makers: Mapping[str, Callable[[list[months.Row], list[str]], ResponseReturnValue]] = {
        "xlsx": _months_sheet, "docx": _months_word,
    }  # fmt: skip
    kind = request.args.get("as", "xlsx")
    if kind not in makers:
        raise BadParameter("月度表导出为 xlsx 或 docx")
    today = clock.today()
    return makers[kind](months.matrix(viewer(), today, area=chosen_area()), months.periods_until(today, 12))


def _months_notes(rows: Sequence[months.Row]) -> list[str]:
    count = month_count(row.cells[-1].month.status for row in rows if row.cells[-1].month)
    this = f"本月应开 {count.due}，免开 {count.exempt}，已开 {count.held}，补开 {count.made_up}"
    return [f"{_scope()}，{len(rows)} 个小区，截至 {clock.today()}；{this}", MONTHS_SAY]


def _months_sheet(rows: list[months.Row], periods: list[str]) -> ResponseReturnValue:
    columns = [
        Column("compound", "小区", value=itemgetter(0), width=20),
        *(Column(period, period, value=itemgetter(place), width=11) for place, period in enumerate(periods, 1)),
    ]
    lines = [word.month_words(row) for row in rows]
    return _taken(Sheet(MONTH_TABLE, _months_notes(rows), columns, lines), {"rows": len(rows)})


def _months_word(rows: list[months.Row], periods: list[str]) -> ResponseReturnValue:
    now = clock.now()
    body = word.months_word(MONTH_TABLE, _months_notes(rows), rows, periods, by=viewer().name, at=now)
    return _noted(body, MONTH_TABLE, "docx", {"rows": len(rows)})


def _taken(sheet: Sheet, detail: Mapping[str, Any]) -> ResponseReturnValue:
    return _noted(sheets.written(sheet, by=viewer().name, at=clock.now()), sheet.title, "xlsx", detail)


def _noted(body: bytes, title: str, suffix: str, detail: Mapping[str, Any]) -> ResponseReturnValue:
    now = clock.now()
    with audit.transaction():
        audit.noted(sentences.EXPORTED, None, by=actor(), at=now, detail={"title": title, "area": _scope(), **detail})
    return download(body, f"{title}-{clock.local(now):%Y%m%d-%H%M}.{suffix}")
