"""Person: one row per human who works with the site; accounts and offices are rows beside it (D19)."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.kernel.vault import SealedText


class Person(Base):
    """自然人; the identity number is unique by its keyed digest, residents are not persons."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    pinyin: Mapped[str] = mapped_column(String(120), index=True)  # lists of people sort by it (D28)
    id_number: Mapped[str | None] = mapped_column(SealedText)
    id_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    phone: Mapped[str | None] = mapped_column(SealedText)
    phone_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    search_text: Mapped[str] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
