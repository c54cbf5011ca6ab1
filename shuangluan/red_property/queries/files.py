"""The files that hang on a meeting: photos of it, and the evidence of its resolutions (RP-6, RP-9, RP-62)."""

from collections.abc import Sequence

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import Attachment
from shuangluan.red_property.models import Meeting

PHOTO = "photo"


def evidence_purpose(resolution_id: int) -> str:
    """How the files shown for one resolution are marked among those of its meeting."""
    return f"resolution {resolution_id}"


def of_meeting(meeting: Meeting, purpose: str) -> Sequence[Attachment]:
    """The files of one purpose, oldest first; the meeting was found for the viewer."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.matter_id == meeting.matter_id, Attachment.purpose == purpose)
        .order_by(Attachment.id)
    ).all()
