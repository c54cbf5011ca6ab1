"""Facts about this database itself."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class SiteMark(Base):
    """A mark such as `demo`: this database holds the invented district (D16, A14)."""

    __tablename__ = "site_mark"
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]
