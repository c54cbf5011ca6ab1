"""Files that hang on a matter; the bytes lie outside the static tree under a random name (E02)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class Attachment(Base):
    """附件; the original name is data only."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))  # photo, evidence, check …: what the owner calls it
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]  # bytes as stored
    sha256: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(64), unique=True)
    is_sealed: Mapped[bool] = mapped_column(default=False)  # the bytes lie encrypted: signatures, mandates
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int]
    uploader_name: Mapped[str] = mapped_column(String(40))
