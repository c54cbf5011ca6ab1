"""The append-only audit trail (architecture 4.9); triggers refuse UPDATE, and DELETE of all but hidden ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class AuditEntry(Base):
    """One thing done. Names are copied and nothing is a foreign key: history neither blocks nor follows."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(80))
    record_kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int | None]
    matter_id: Mapped[int | None]
    import_id: Mapped[int | None]  # of the workbook that it came with
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        Index(None, "record_kind", "record_id", "id"),
        Index(None, "matter_id", "id"),
        Index(None, "actor_id", "id"),
        Index(None, "at", "id"),
        Index(None, "import_id", "id"),
    )
