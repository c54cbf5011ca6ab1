"""One-use and standing codes that open a page without an account (D22)."""

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class AccessToken(Base):
    """A code, stored hashed. That it was spent stands here without a time: nothing tells when it was used."""

    __tablename__ = "access_token"
    __unaudited__ = True  # whoever issues, spends or revokes it records that himself
    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    issued_on: Mapped[date]
    is_spent: Mapped[bool]
    is_revoked: Mapped[bool]
    __table_args__ = (Index(None, "purpose", "record_id"),)
