"""What is asked for 受理、不予受理、即办、调整、定位、诉求人、备注、作废、撤回 (GR-11, GR-12, GR-20, GR-29)."""

import re
from typing import Any

from wtforms import Field, ValidationError

from shuangluan.grid import queries
from shuangluan.grid.forms import fields
from shuangluan.grid.forms.fields import ActForm, EvidenceForm
from shuangluan.grid.queries import Book, Desk, Place
from shuangluan.grid.rules import LEVEL_LABEL, REPORTER_LABEL, Level, ReporterKind
from shuangluan.kernel import pii
from shuangluan.kernel.errors import RuleBroken

SIGNED = "（诉求人已在纸质单上签字）"  # part of the result, so that the record says on what it rests
MOST_RESULT = 500


class ClassForm(ActForm):
    """Category and level; each level says what it promises."""

    category = fields.one_of("类别", "选一个类别", gone="没有这个类别，从列表里重新选")
    level = fields.one_of("等级", "选一个等级", gone="没有这个等级，从列表里重新选")

    def prepare(self, desk: Desk) -> None:
        """The categories under their 大类 and the levels with their limits."""
        self.category.choices = fields.grouped(desk.book.catalogue.category_choices())
        self.level.choices = fields.plain(_levels(desk.book))

    def propose(self, desk: Desk) -> None:
        """What was registered."""
        self.category.data, self.level.data = desk.appeal.category, desk.appeal.level.value


def _levels(book: Book) -> list[tuple[str, str]]:
    return [(each.value, f"{LEVEL_LABEL[each]}（{book.catalogue.limits_of(each).promise.label}）") for each in Level]


class ReclassifyForm(ClassForm):
    """The same with the reason."""

    reason = fields.text("调整原因", 300, "写明为什么调整")


class RejectForm(ActForm):
    """A reason from the list, and where to turn instead."""

    reason = fields.one_of("不予受理的理由", "选一个理由", gone="没有这个理由，从列表里重新选")
    channel = fields.text(
        "告诉诉求人走哪条途径", 300, "写明应当找谁、走什么途径", description="写单位、电话或地址，诉求人照着就能办"
    )

    def prepare(self, desk: Desk) -> None:
        """The reasons of the catalogue."""
        rows = desk.book.catalogue.rejection_reasons
        self.reason.choices = fields.plain([(row.code, row.name) for row in rows], "选一个理由")


class ResultForm(EvidenceForm):
    """What was done, in words, with what shows it: files, or a signature on paper that is ticked."""

    text: Any
    signed: Any

    @property
    def words(self) -> str:
        """The result as it is kept."""
        return f"{self.text.data}{SIGNED if self.signed.data else ''}"

    @property
    def evidence(self) -> int:
        """How many pieces of evidence there are."""
        return len(self.uploads) + bool(self.signed.data)

    def validate_text(self, field: Field) -> None:
        """With the note of the signature it still fits."""
        if len(self.words) > MOST_RESULT:
            raise ValidationError(f"连同签字说明不超过 {MOST_RESULT} 字，现在是 {len(self.words)} 字")


def result_text() -> Any:
    """What was done."""
    return fields.text("办理结果", MOST_RESULT, "写清办理结果，诉求人要看得懂")


def signature() -> Any:
    """Somebody signed on paper for what was done."""
    return fields.tick("有诉求人的纸质签字，原件留存", description="照片、材料、签字，有一样就行")


class AnswerNowForm(ResultForm):
    """即办: settled on the spot, with a photo or a signature (GR-11 5)."""

    text = result_text()
    photos = fields.files("照片")
    signed = signature()


class ReporterForm(ActForm):
    """One more reporter of the same matter (GR-20)."""

    kind = fields.answer("诉求人", "选诉求人是哪一类", choices=[(k.value, REPORTER_LABEL[k]) for k in ReporterKind])
    name = fields.line("姓名", 40)
    phone = fields.line("电话", 30)
    wants_reply = fields.tick("要答复诉求人", default=True)
    hide_from_handler = fields.tick("对承办单位保密诉求人")

    def validate_name(self, field: Field) -> None:
        """A resident or a unit can be asked again, or wants to stay unknown and says so."""
        known = field.data or self.phone.data
        if not known and self.kind.data in (ReporterKind.RESIDENT, ReporterKind.UNIT):
            raise ValidationError("写姓名或电话；不愿留的，诉求人选“匿名”")

    def validate_phone(self, field: Field) -> None:
        """A number that can be called."""
        if field.data:
            try:
                pii.check_phone(field.data)
            except RuleBroken as broken:
                raise ValidationError(broken.reason) from None


class LocateForm(ActForm):
    """The building, in words or by a key of the type-ahead."""

    place = fields.line(
        "楼栋", 100, "填楼栋：打小区名和楼号，如“御景园 3号楼”", description="打小区名和楼号，或拼音首字母"
    )
    chosen: Place | None = None
    SEARCHED = {"place": "grid.place_options"}

    def prepare(self, desk: Desk) -> None:
        """Find what was typed where the viewer may register."""
        self.desk = desk

    def shown(self, field: Field) -> str:
        """The words that were typed; a key of the type-ahead is none."""
        typed = str(field.data or "")
        return "" if re.fullmatch(r"[abc][0-9]+", typed) else typed

    def validate_place(self, field: Field) -> None:
        """One building of the appeal's own community."""
        try:
            spot = queries.spot(self.desk.viewer, self.desk.day, field.data)
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None
        if spot.community != self.desk.appeal.community:
            raise ValidationError("这栋楼不在这件诉求的社区；不属于本社区的，请不予受理并写明途径")
        if spot.place is None or spot.place.building is None:
            raise ValidationError("要写到楼栋，网格按楼栋划分")
        self.chosen = spot.place


class CommentForm(ActForm):
    """A note, inside or such that the reporter may be told (GR-62)."""

    text = fields.text("备注", 500, "写备注内容")
    for_reporter = fields.answer(
        "谁能看到", "选谁能看到", choices=[("0", "内部"), ("1", "可告知诉求人")], default="0"
    )


class VoidForm(ActForm):
    """Why it is no appeal."""

    reason = fields.text("作废原因", 300, "写明哪里录错了")


class WithdrawForm(ActForm):
    """What the reporter said."""

    statement = fields.text("诉求人怎么说的", 300, "写明谁在什么时候要求撤回，为什么")
