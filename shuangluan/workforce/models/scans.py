"""Scans of the papers in a worker's file, encrypted on disk (WF-21, WF-43)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class Scan(Base):
    """扫描件 of one education, certificate or segment of service; the original name is data only."""

    __tablename__ = "workforce_scan"
    id: Mapped[int] = mapped_column(primary_key=True)
    education_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_education.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_certificate.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_service_segment.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]  # bytes before they were encrypted
    sha256: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int]
    uploader_name: Mapped[str] = mapped_column(String(40))
    __table_args__ = (
        CheckConstraint(
            "(education_id IS NOT NULL AND certificate_id IS NULL AND segment_id IS NULL)"
            " OR (education_id IS NULL AND certificate_id IS NOT NULL AND segment_id IS NULL)"
            " OR (education_id IS NULL AND certificate_id IS NULL AND segment_id IS NOT NULL)",
            name="one_paper",
        ),
    )
