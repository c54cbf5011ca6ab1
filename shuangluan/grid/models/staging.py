"""Appeals of a large import, drawn up before the write lock is taken: what differs from one to the next (D24)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.grid.rules import Level, ReporterKind
from shuangluan.kernel.vault import SealedText


class StagedAppeal(Base):
    """An appeal that will be registered with its first reporter; the columns are those of `Appeal`, as they will be.

    Its number is not known yet: `found_by` stands before it in the search text and `found_also` behind.
    """

    __tablename__ = "grid_appeal_staged"
    __unaudited__ = True  # nothing is registered yet
    import_id: Mapped[int] = mapped_column(ForeignKey("sheet_import.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # among the import's rows, from 0
    number: Mapped[int]  # of the row in the file
    title: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(String(1000))
    domain: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(30))
    level: Mapped[Level]
    source: Mapped[str] = mapped_column(String(30))
    source_no: Mapped[str | None] = mapped_column(String(40))
    community: Mapped[str] = mapped_column(String(12))
    grid_id: Mapped[int | None]
    compound_id: Mapped[int | None]
    building_id: Mapped[int | None]
    entrance_id: Mapped[int | None]
    address_text: Mapped[str] = mapped_column(String(120))
    discovered_at: Mapped[datetime]
    is_restricted: Mapped[bool]
    found_by: Mapped[str] = mapped_column(String(400))
    found_also: Mapped[str] = mapped_column(String(400))
    kind: Mapped[ReporterKind]
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    wants_reply: Mapped[bool]
    hide_from_handler: Mapped[bool]
