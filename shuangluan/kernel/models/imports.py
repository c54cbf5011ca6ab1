"""A workbook on its way into a register: the file, how its columns were understood, its rows and what they will do."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.kernel.vault import SealedText


class ImportState(StrEnum):
    """Where an import stands."""

    READING = "reading"
    MATCHING = "matching"  # waits for its owner: which column is what
    CHECKING = "checking"
    READY = "ready"  # every row is checked and can be looked at
    WRITING = "writing"
    DONE = "done"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"  # its owner did not go on
    FAILED = "failed"  # the file could not be read


class Verdict(StrEnum):
    """What a row of a file does to the register."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class SheetImport(Base):
    """导入: one entry of the trail records it, the entries of its rows carry its id."""

    __tablename__ = "sheet_import"
    __unaudited__ = True  # reading and checking change nothing; uploading, writing and withdrawing are noted
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(120))
    stored_name: Mapped[str] = mapped_column(String(64))  # of the sealed file
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]  # bytes as uploaded
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    state: Mapped[ImportState]
    problem: Mapped[str] = mapped_column(String(300), default="")
    sheet: Mapped[int]  # which of the file's sheets
    found: Mapped[dict[str, Any]] = mapped_column(JSON)  # sheets, heads, notes: nothing of a row
    samples: Mapped[str | None] = mapped_column(SealedText)  # JSON: the first rows as typed, to match columns by
    match: Mapped[dict[str, str]] = mapped_column(JSON)  # column → field; an empty field is ignored by choice
    fixed: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")  # field → one value for all rows
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    written_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    file_removed_at: Mapped[datetime | None]  # the file and its rows went when their time was over (F06)
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR written_at IS NOT NULL", name="withdrawn_after_written"),
        Index(None, "owner_id", "uploaded_at", "id"),
    )


class SheetRow(Base):
    """A row of a file, checked; what was typed and what stood there before is sealed."""

    __tablename__ = "sheet_row"
    __unaudited__ = True  # a checked row is no record yet; what comes of it is recorded by its register's service
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("sheet_import.id"))
    number: Mapped[int]  # of the row in the file, from 1
    verdict: Mapped[Verdict]
    chosen: Mapped[bool]
    record_id: Mapped[int | None]
    record_version: Mapped[int | None]
    content: Mapped[str] = mapped_column(SealedText)  # JSON: typed, values, old, problems
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index(None, "import_id", "verdict", "number"),
    )


class ColumnMatch(Base):
    """How the columns of files of one shape were understood last time, for the next file of that shape."""

    __tablename__ = "column_match"
    __unaudited__ = True  # says nothing about the business
    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    match: Mapped[dict[str, str]] = mapped_column(JSON)
    fixed: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")
    used_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("register", "signature", "person_id"),)
