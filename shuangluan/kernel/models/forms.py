"""What forms need to lose nothing and to act once: tokens, drafts, saved views (D17)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.kernel.vault import SealedText


class FormToken(Base):
    """A form that was acted upon, and where its result stands; the repeat is sent there."""

    __tablename__ = "form_token"
    __unaudited__ = True  # says nothing about the business
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int]
    used_at: Mapped[datetime]
    location: Mapped[str] = mapped_column(String(400))


class Draft(Base):
    """Typed text whose session had ended, private to the person who typed it."""

    __tablename__ = "draft"
    __unaudited__ = True  # says nothing about the business
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(400))  # where the form is posted
    page: Mapped[str] = mapped_column(String(400))  # where it was filled in
    text: Mapped[str] = mapped_column(SealedText)  # JSON list of [name, value]
    saved_at: Mapped[datetime]


class SavedView(Base):
    """A list's filter under a name: personal, or shared with an area."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    table_key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(30))
    query: Mapped[str] = mapped_column(String(1000))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shared_area: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        Index(None, "table_key", "person_id"),
        Index(None, "table_key", "shared_area"),
    )
