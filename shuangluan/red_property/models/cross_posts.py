"""交叉任职: posts on the other side of the table (RP-5, RP-71)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.cross_posts import CrossPostKind


class CrossPost(Base):
    """交叉任职 of a person between a company and the community or street `host` that is its counterpart."""

    __tablename__ = "red_property_cross_post"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CrossPostKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    host: Mapped[str] = mapped_column(ForeignKey("area.code"))
    basis: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(None, "host", "valid_from"),
    )
