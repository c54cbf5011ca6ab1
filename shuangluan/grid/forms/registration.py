"""What is typed to register an appeal: the desktop's form with at most eight fields in sight, the phone's with five."""

from collections.abc import Sequence
from datetime import datetime

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import DateTimeLocalField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from shuangluan.grid.rules import LEVEL_LABEL, REPORTER_LABEL, Catalogue, Category, Level, ReporterKind
from shuangluan.kernel import attachments, pii
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm, IdField

MOST_PHOTOS = 3
EARLIEST = 2000  # the year before which no moment is meant
PATTERNS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


def moment_of(text: str) -> datetime | None:
    """The naive local moment that was typed, or None for what is none."""
    for pattern in PATTERNS:
        try:
            moment = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007  # local wall-clock time is meant
        except ValueError:
            continue
        return moment if moment.year >= EARLIEST else None
    return None


class MomentField(DateTimeLocalField):
    """A local date and time; what is none is refused in words that say how it is written."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was posted."""
        text = " ".join(valuelist).strip()
        self.data = moment_of(text) if text else None
        if text and self.data is None:
            raise ValueError("发现时间要写成 2026-11-20 10:00 这样")


def category_label(category: Category) -> str:
    """The name; where there is danger, with whom to call first, so that it is read before anything is saved."""
    call = category.call_first
    if not call:
        return category.name
    return f"{category.name}（先拨 {call}）" if call.isdigit() else f"{category.name}（先打{call}）"


def grouped(catalogue: Catalogue) -> list[tuple[str, list[tuple[str, str]]]]:
    """(大类, its categories as code and label) in the order of the catalogue."""
    return [
        (domain.name, [(one.code, category_label(one)) for one in catalogue.categories_of(domain.code)])
        for domain in catalogue.domains
    ]


class IntakeForm(BaseForm):
    """What both have: place, category, a sentence, photos, and which likely duplicates were seen.

    The category is drawn by the templates: a grouped list, on the phone buttons under the 7 大类.
    """

    place = StringField("地点", [DataRequired("填地点：打小区名和楼号，或拼音首字母"), Length(max=100)])
    category = StringField("类别", [DataRequired("选一个类别")])
    description = TextAreaField(
        "诉求内容", [DataRequired("写一句是什么事"), Length(max=1000, message="不超过 1000 字")]
    )
    photos = MultipleFileField("照片")
    seen = StringField("看过的相近诉求")
    recurs_of = IdField("是否复发", [Optional()])

    def offer(self, catalogue: Catalogue) -> None:
        """The choices of the catalogue in force."""
        self.groups = grouped(catalogue)

    @property
    def seen_ids(self) -> set[int]:
        """The appeals that were on the page as likely duplicates when it was sent."""
        shown = str(self.seen.data or "").split()
        return {int(one) for one in shown if one.isascii() and one.isdigit() and len(one) < 11}

    def validate_photos(self, field: Field) -> None:
        """Not more than three."""
        if len(field.data or []) > MOST_PHOTOS:
            raise ValidationError(f"照片最多 {MOST_PHOTOS} 张，现在有 {len(field.data)} 张，去掉几张再提交")

    def uploads(self) -> list[Upload]:
        """The photos that were sent, checked by content. Raises RuleBroken for the first that is none."""
        try:
            found = [attachments.check_upload(file.filename, file.stream) for file in self.photos.data or []]
            attachments.check_photos(found, MOST_PHOTOS)
        except RuleBroken as broken:
            raise RuleBroken(broken.reason, "photos") from None
        return found


def _check_phone(form: BaseForm, field: Field) -> None:
    if not field.data:
        return
    try:
        pii.check_phone(field.data)
    except RuleBroken as broken:
        raise ValidationError(broken.reason) from None


class RegistrationForm(IntakeForm):
    """登记诉求; from `title` on the fields are folded away under 更多."""

    reporter_kind = SelectField(
        "诉求人",
        [DataRequired("选诉求人是哪一类")],
        choices=[SelectChoice(k.value, REPORTER_LABEL[k]) for k in ReporterKind],
    )
    reporter_name = StringField("姓名", [Length(max=40, message="不超过 40 字")])
    reporter_phone = TelField("电话", [Length(max=30, message="不超过 30 字"), _check_phone])
    source = SelectField("来源", [DataRequired("选一个来源")], validate_choice=False)
    title = StringField("标题", [Length(max=60, message="不超过 60 字")])
    discovered_at = MomentField("发现时间", [Optional()], format="%Y-%m-%dT%H:%M")
    address_text = StringField("地址补充", [Length(max=120, message="不超过 120 字")])
    level = SelectField(
        "等级",
        choices=[SelectChoice("", "按类别"), *(SelectChoice(each.value, LEVEL_LABEL[each]) for each in Level)],
        default="",
    )
    wants_reply = BooleanField("要答复诉求人", default=True)
    hide_from_handler = BooleanField("对承办单位保密诉求人")

    FOLDED = ("title", "discovered_at", "address_text", "level", "wants_reply", "hide_from_handler")

    def offer(self, catalogue: Catalogue) -> None:
        """The choices of the catalogue in force."""
        super().offer(catalogue)
        self.source.choices = [SelectChoice(one.code, one.name) for one in catalogue.sources]

    @property
    def kind(self) -> ReporterKind:
        """Who reports."""
        return ReporterKind(self.reporter_kind.data)

    @property
    def unfolded(self) -> bool:
        """Whether one of the folded fields is to be looked at."""
        return any(self[name].errors for name in self.FOLDED)

    def validate_reporter_name(self, field: Field) -> None:
        """A resident or a unit can be asked again, or wants to stay unknown and says so."""
        known = field.data or self.reporter_phone.data
        if not known and self.reporter_kind.data in (ReporterKind.RESIDENT, ReporterKind.UNIT):
            raise ValidationError("写姓名或电话；不愿留的，诉求人选“匿名”")


class QuickReportForm(IntakeForm):
    """随手报: five fields, one hand."""

    reporter_phone = TelField("居民电话", [Length(max=30, message="不超过 30 字"), _check_phone])
