"""Scans as they are sent: each looked at before anything is written."""

from collections.abc import Sequence

from wtforms import Field, MultipleFileField, ValidationError

from shuangluan.kernel import attachments
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm

SHOWN = {"image/jpeg", "image/png", "application/pdf"}


class ScanForm(BaseForm):
    """One or several pictures or PDFs."""

    files = MultipleFileField("扫描件")

    uploads: Sequence[Upload] = ()  # what was sent, checked

    def validate_files(self, field: Field) -> None:
        """A picture or a PDF, by content."""
        given = [file for file in field.data or [] if file and file.filename]
        if not given:
            raise ValidationError("请选扫描件，jpg、png 或 pdf")
        try:
            found = [attachments.check_upload(file.filename, file.stream) for file in given]
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None
        if not all(one.media_type in SHOWN for one in found):
            raise ValidationError("扫描件只收 jpg、png、pdf")
        self.uploads = found
