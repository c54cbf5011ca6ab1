"""A workbook on its way, without pages: uploaded by somebody of the town, every job done at once."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from shuangluan.extensions import db
from shuangluan.imports import queries, services
from shuangluan.kernel import audit, clock, jobs, sealed_files
from shuangluan.kernel.models import SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.registers import REGISTERS
from tests import build


def workbook(*rows: Sequence[Any], name: str = "Sheet1") -> bytes:
    """An .xlsx of plain rows."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet(name)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def csv_rows(mark: str, count: int) -> bytes:
    """Many appeals as the hotline sends them, no two of one number."""
    head = "来源,工单编号,反映内容,问题类别,所属社区,来电时间,来电人,联系电话"
    rows = (
        f"12345热线,{mark}{n:06d},楼道里堆放杂物好几个月了，第 {n % 50} 次反映，请尽快清理,邻里纠纷,万和城,"
        "2026.11.19 8:30,张三,13800000012"
        for n in range(count)
    )
    return "\n".join([head, *rows]).encode()


class Carrier:
    """Somebody who brings a workbook in."""

    def __init__(self, folder: Path, username: str) -> None:
        self.folder, self.username = folder, username

    def deed(self, what: Any, *args: Any, **more: Any) -> Any:
        """One decision, in a transaction of its own, then everything that it sets going."""
        with audit.transaction():
            result = what(*args, **more, by=build.actor(self.username), at=clock.now())
            found = result.id if result is not None else None
        while jobs.run_next() or jobs.do_chore():
            pass
        db.session.expire_all()
        return found

    def brings(self, register: str, body: bytes, name: str = "台账.xlsx") -> SheetImport:
        """The import once its file was read, and checked where nothing was left to decide."""
        stored = sealed_files.keep(self.folder, body)
        return self.seen(self.deed(services.begin, REGISTERS[register], name, body, stored))

    def seen(self, import_id: int) -> SheetImport:
        """The import as it stands."""
        return db.session.get_one(SheetImport, import_id)


@pytest.fixture
def carrier(app: Any, monkeypatch: pytest.MonkeyPatch) -> Carrier:
    """The secretary of community A; nobody else waits for the lock."""
    monkeypatch.setattr(jobs, "BREATH", 0)
    return Carrier(app.config["DATA_DIR"], "community_admin")


def rows_of(one: SheetImport) -> list[tuple[int, Verdict, dict[str, Any], list[tuple[str, str]]]]:
    """(row of the file, verdict, what differs as it stood, problems) of every row."""
    found = queries.rows_of(one, list(Verdict), page=1, size=1000).rows
    contents = [(row, verdicts.content(row.content)) for row in found]
    return [(row.number, row.verdict, dict(c.old), [tuple(p) for p in c.problems]) for row, c in contents]  # type: ignore[misc]


def row(one: SheetImport, number: int) -> SheetRow:
    """One row by its number in the file."""
    return next(row for row in queries.rows_of(one, list(Verdict), page=1, size=1000).rows if row.number == number)
