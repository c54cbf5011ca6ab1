"""模拟: what is assumed and what came out, in a table of its own; nothing real points at it (WF-21, WF-105)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class Scenario(Base):
    """A scenario with its result as of `snapshot_on`; computing it again takes the facts of that day."""

    __tablename__ = "workforce_scenario"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    snapshot_on: Mapped[date]
    overrides: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    computed_at: Mapped[datetime] = mapped_column(index=True)
    computed_by_id: Mapped[int]
    computed_by_name: Mapped[str] = mapped_column(String(40))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
