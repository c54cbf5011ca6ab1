"""Word documents that leave the site: A4, East-Asian fonts named, text as it was written (RP-57, RP-63).

A slice says what stands on the paper, line by line; how it looks is the same for every paper of the site.
"""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

BODY, HEAD = "仿宋", "黑体"
WIDTH, HEIGHT, MARGIN = 21.0, 29.7, 2.5  # centimetres of A4


def written(text: str) -> str:
    """Text as a Word file can hold it: no control characters, no lone surrogates; line breaks stay (RP-57)."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept)


class Paper:
    """One document in the making; `mark` stands on every page, as 草稿 未签认 does."""

    def __init__(self, title: str, *, by: str, at: datetime, mark: str = "", landscape: bool = False) -> None:
        self._document: Any = Document()
        self._landscape = landscape
        self._set_up(title, by, at)
        if mark:
            head = self._document.sections[0].header.paragraphs[0]
            head.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(head, mark, HEAD, 14)
        self._centred(title, HEAD, 18)

    def _set_up(self, title: str, by: str, at: datetime) -> None:
        section = self._document.sections[0]
        long, short = Cm(HEIGHT), Cm(WIDTH)
        if self._landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (long, short) if self._landscape else (short, long)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
        known = self._document.core_properties
        known.title, known.author, known.created = written(title), written(by), at.astimezone(UTC)
        style = self._document.styles["Normal"]
        _font(style, BODY, 12)
        style.paragraph_format.space_after = Pt(4)

    def _centred(self, text: str, font: str, size: int) -> None:
        line = self._document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, text, font, size)

    def subtitle(self, text: str) -> None:
        """The line below the title: number and date."""
        self._centred(text, BODY, 12)

    def heading(self, text: str) -> None:
        """The head of a part."""
        _run(self._document.add_paragraph(), text, HEAD, 14)

    def line(self, text: str, *, bold: bool = False) -> None:
        """One paragraph; a line break within it stays one."""
        run = _run(self._document.add_paragraph(), text, BODY, 12)
        run.bold = bold

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float] = ()) -> None:
        """A table with lines; `widths` are shares of the width of the page, the head repeats on the next page."""
        table = self._document.add_table(rows=0, cols=len(rows[0]) if rows else len(head))
        table.style = "Table Grid"
        table.autofit = not widths
        for number, cells in enumerate([*([head] if head else []), *rows]):
            is_head = bool(head) and number == 0
            row = table.add_row()
            for place, text in enumerate(cells):
                self._cell(row.cells[place], text, is_head, widths[place] if widths else 0)
            if is_head:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._document.add_paragraph()

    def _cell(self, cell: Any, text: str, is_head: bool, width: float) -> None:
        _run(cell.paragraphs[0], text, HEAD if is_head else BODY, 10.5)
        if width:
            cell.width = Cm(((HEIGHT if self._landscape else WIDTH) - 2 * MARGIN) * width)

    def content(self) -> bytes:
        """The file."""
        target = BytesIO()
        self._document.save(target)
        return target.getvalue()


def _run(paragraph: Any, text: str, font: str, size: float) -> Any:
    run = paragraph.add_run(written(text))
    _font(run, font, size)
    return run


def _font(styled: Any, font: str, size: float) -> None:
    """Word takes the font of Chinese text from `eastAsia`, not from the font's name."""
    styled.font.name, styled.font.size = font, Pt(size)
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), font)
