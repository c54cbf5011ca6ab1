"""What leaves the site as a file: the minutes of a meeting, the month table (RP-61, RP-63)."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from flask import abort, request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock
from shuangluan.kernel.listing import file_taken, taken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import BadParameter, Column
from shuangluan.kernel.web import actor, download, scope_line, viewer
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import minutes, months, records
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.months import counted as month_count
from shuangluan.red_property.views import word
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.months import asked_table

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
    return taken(SLICE.exported, Sheet(MONTH_TABLE, _months_notes(rows), columns, lines), {"rows": len(rows)})


def _months_word(rows: list[months.Row], periods: list[str]) -> ResponseReturnValue:
    now = clock.now()
    body = word.months_word(MONTH_TABLE, _months_notes(rows), rows, periods, by=viewer().name, at=now)
    return file_taken(SLICE.exported, body, MONTH_TABLE, "docx", {"rows": len(rows)})
