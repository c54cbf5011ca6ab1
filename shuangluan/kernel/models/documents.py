"""Issued documents: minutes, certificates, statements with a number and a 校验码 (D22)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.kernel.vault import SealedText


class DocumentState(StrEnum):
    """Whether what was handed out still holds."""

    VALID = "valid"
    CORRECTED = "corrected"  # a later edition stands in its place
    REVOKED = "revoked"


class IssuedDocument(Base):
    """One edition of a document as it was handed out; its text is never changed, a correction is a further edition."""

    __tablename__ = "issued_document"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))  # of `documents.KINDS`
    record_id: Mapped[int]  # of the slice's row it was made from
    number: Mapped[str] = mapped_column(String(60))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(SealedText)  # the snapshot that is hashed
    hash: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(12))  # 校验码
    state: Mapped[DocumentState]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int]
    issuer_name: Mapped[str] = mapped_column(String(40))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (state = 'valid')", name="ended_at_of_ended"),
        CheckConstraint("(successor_id IS NULL) = (state <> 'corrected')", name="replaced_when_corrected"),
        UniqueConstraint("kind", "record_id", "edition"),
        Index(None, "code"),
        Index(None, "kind", "number"),
    )
