"""What a 义务质量总监 writes down on the way, and when it is mended (RP-70)."""

from collections.abc import Sequence

from flask_wtf.file import MultipleFileField
from wtforms import Field, ValidationError

from shuangluan.kernel import attachments
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import day, line, one_of, words
from shuangluan.red_property.rules.observations import SERVICE_LABEL, VERDICT_LABEL

MOST_PHOTOS = 3
ITEMS = [(one.value, label) for one, label in SERVICE_LABEL.items()]


class ObservationForm(BaseForm):
    """An observation: where, when, which item, good or to be mended; photos are optional."""

    compound_id = one_of("小区", missing="请选小区")
    verdict = one_of("看下来", [(one.value, label) for one, label in VERDICT_LABEL.items()], missing="请选好还是要整改")
    item = one_of("服务事项", ITEMS, missing="请选服务事项")
    text = words("看到的", 300, "请写看到的")
    observed_on = day("观察日期", "请写观察日期")
    photos = MultipleFileField("照片")

    uploads: Sequence[Upload] = ()  # what was sent, checked

    def validate_photos(self, field: Field) -> None:
        """Look at each photo's content before anything is written."""
        try:
            given = [file for file in field.data or [] if file and file.filename]
            found = [attachments.check_upload(file.filename, file.stream) for file in given]
            attachments.check_photos(found, MOST_PHOTOS)
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None
        self.uploads = found


class ObservationEditForm(BaseForm):
    """The words of an observation."""

    item = one_of("服务事项", ITEMS, empty=None)
    text = words("看到的", 300, "请写看到的")


class WithdrawalForm(BaseForm):
    """Why an observation is taken back."""

    reason = line("撤回的原因", 200, "请写撤回的原因，如看错了小区")


class MendedForm(BaseForm):
    """It was seen to be mended."""

    mended_on = day("整改日期", "请写整改日期")
    note = line("整改情况", 200)
