"""Rows that stand in their tables and that nobody sees (`kernel.hiding`)."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class HiddenRange(Base):
    """Rows of one table that an import has written and not yet confirmed, or withdrawn and not yet removed."""

    __tablename__ = "hidden_range"
    __unaudited__ = True  # what is hidden is not there; what shows it or hides it is noted
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("sheet_import.id"))
    table_name: Mapped[str] = mapped_column(String(60))
    first: Mapped[int]
    last: Mapped[int]
    __table_args__ = (CheckConstraint("first <= last", name="not_empty"),)
