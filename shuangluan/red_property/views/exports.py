"""What leaves the site as a file: minutes, month table, registers of meetings and of resolutions (RP-61, RP-63)."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from flask import abort, request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import BadParameter, Column
from shuangluan.kernel.web import actor, download, viewer
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import figures, items, minutes, months, records, registers, street
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.months import counted as month_count
from shuangluan.red_property.tables import (
    ENTRIES,
    ITEMS,
    MEETINGS,
    RESOLUTIONS,
    EntryLine,
    ItemLine,
    MeetingLine,
    ResolutionLine,
)
from shuangluan.red_property.views import word
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.counted import counted
from shuangluan.red_property.views.meetings import archived_until, item_topics
from shuangluan.red_property.views.months import asked_table
from shuangluan.red_property.views.workbooks import complete, file_taken, scope_line, sheet_taken, workbook

MEETINGS_SAY = "每次联席会一行；签认是已签的方数，已归档由第三方签认的日期推出"
RESOLUTIONS_SAY = "每条议定事项一行；责任方是现在的责任方，期限推迟过的看首次期限，进度由落实情况算出"
ITEMS_SAY = "每个协商议题一行；议定事项全部完成、至少一条的为已解决"
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
    return workbook("联席会台账", asked, MEETINGS_SAY, [MeetingLine(row, today, archived) for row in rows], len(rows))


@bp.post("/resolutions/export")
@requires(Perm.MEETING_EXPORT)
def resolution_export() -> ResponseReturnValue:
    """The same list of resolutions as a workbook."""
    asked, today = RESOLUTIONS.asked(request.args), clock.today()
    _, ids = counted(asked, figures.RESOLUTIONS)
    rows = complete(registers.all_resolutions(asked, viewer(), today, sheets.MOST_ROWS, ids))
    return workbook("议定事项台账", asked, RESOLUTIONS_SAY, [ResolutionLine(row, today) for row in rows], len(rows))


@bp.post("/items/export")
@requires(Perm.MEETING_EXPORT)
def item_export() -> ResponseReturnValue:
    """The same list of items as a workbook."""
    today = clock.today()
    topics = item_topics(today)
    asked = ITEMS.asked(request.args, {"topic": list(topics.items())})
    _, ids = counted(asked, figures.ITEMS)
    rows = complete(items.all_items(asked, viewer(), today, sheets.MOST_ROWS, ids))
    return workbook("协商议题台账", asked, ITEMS_SAY, [ItemLine(row, topics) for row in rows], len(rows))


@bp.post("/street-entries/export")
@requires(Perm.MEETING_EXPORT)
def street_entry_export() -> ResponseReturnValue:
    """The same list of what was handed up as a workbook."""
    asked, today = ENTRIES.asked(request.args), clock.today()
    rows = complete(street.all_entries(asked, viewer(), today, sheets.MOST_ROWS))
    return workbook("提请街道台账", asked, ENTRIES_SAY, [EntryLine(row, today) for row in rows], len(rows))


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
    table = asked_table()
    return makers[kind](table.rows, table.periods)


def _months_notes(rows: Sequence[months.Row]) -> list[str]:
    count = month_count(row.cells[-1].month.status for row in rows if row.cells[-1].month)
    this = f"本月应开 {count.due}，免开 {count.exempt}，已开 {count.held}，补开 {count.made_up}"
    return [f"{scope_line()}，{len(rows)} 个小区，截至 {clock.today()}；{this}", MONTHS_SAY]


def _months_sheet(rows: list[months.Row], periods: list[str]) -> ResponseReturnValue:
    columns = [
        Column("compound", "小区", value=itemgetter(0), width=20),
        *(Column(period, period, value=itemgetter(place), width=11) for place, period in enumerate(periods, 1)),
    ]
    lines = [word.month_words(row) for row in rows]
    return sheet_taken(Sheet(MONTH_TABLE, _months_notes(rows), columns, lines), {"rows": len(rows)})


def _months_word(rows: list[months.Row], periods: list[str]) -> ResponseReturnValue:
    now = clock.now()
    body = word.months_word(MONTH_TABLE, _months_notes(rows), rows, periods, by=viewer().name, at=now)
    return file_taken(body, MONTH_TABLE, "docx", {"rows": len(rows)})
