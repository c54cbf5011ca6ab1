"""Word files of 红色物业: the minutes, the month table (RP-63)."""

from collections.abc import Sequence
from datetime import datetime

from shuangluan.kernel.papers import Paper
from shuangluan.red_property.queries.months import Row
from shuangluan.red_property.rules.minutes import CARRIED_HEAD, NOTHING, RESOLVED_HEAD, Minutes
from shuangluan.red_property.rules.months import MONTH_LABEL
from shuangluan.red_property.rules.words import PARTY_LABEL

DRAFT = "草稿 未签认"
CARRIED_WIDTHS, RESOLVED_WIDTHS = (0.34, 0.18, 0.16, 0.32), (0.07, 0.37, 0.11, 0.13, 0.15, 0.17)
NAME_WIDTH = 0.16


def minutes_word(minutes: Minutes, *, by: str, at: datetime) -> bytes:
    """纪要 as a Word file; unsigned, every page says so."""
    paper = Paper(minutes.title, by=by, at=at, mark=DRAFT if minutes.is_draft else "")
    paper.subtitle(f"{minutes.number}　{minutes.held_on}")
    for text in minutes.place:
        paper.line(text)
    paper.heading("出席")
    paper.table((), minutes.present, (0.15, 0.85))
    paper.heading("一、上次落实")
    _table(paper, CARRIED_HEAD, minutes.carried, CARRIED_WIDTHS)
    _parts(paper, minutes)
    paper.heading("四、下次会议")
    paper.line(minutes.next_on)
    paper.heading("签认")
    paper.table((), [(PARTY_LABEL[one.party], one.words) for one in minutes.signed], (0.15, 0.85))
    if minutes.amended:
        paper.heading("更正记录")
        paper.table(("更正", "改动", "原因"), minutes.amended, (0.14, 0.54, 0.32))
    if minutes.foot:
        paper.line(minutes.foot)
    return paper.content()


def _parts(paper: Paper, minutes: Minutes) -> None:
    for label, items in minutes.parts:
        paper.heading(label)
        for place, item in enumerate(items, 1):
            paper.line(f"（{place}）{item.title}{f'　{item.note}' if item.note else ''}", bold=True)
            for text in item.lines:
                paper.line(text)
            if item.resolved:
                paper.table(RESOLVED_HEAD, item.resolved, RESOLVED_WIDTHS)
        if not items:
            paper.line(NOTHING)


def _table(paper: Paper, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    if rows:
        paper.table(head, rows, widths)
    else:
        paper.line(NOTHING)


def months_word(
    title: str, lines: Sequence[str], rows: Sequence[Row], periods: Sequence[str], *, by: str, at: datetime
) -> bytes:
    """月度表 as a Word file, on its side."""
    paper = Paper(title, by=by, at=at, landscape=True)
    for text in lines:
        paper.line(text)
    head = ("小区", *(f"{int(period[5:])} 月" for period in periods))
    share = (1 - NAME_WIDTH) / len(periods)
    paper.table(head, [month_words(row) for row in rows], (NAME_WIDTH, *(share for _ in periods)))
    return paper.content()


def month_words(row: Row) -> tuple[str, ...]:
    """A compound's months in words; one that owes no meeting is —."""
    found = [row.name]
    for cell in row.cells:
        late = "（迟报）" if cell.month and cell.month.is_late else ""
        found.append(f"{MONTH_LABEL[cell.month.status]}{late}" if cell.month else "—")
    return tuple(found)
