"""What is asked for 并件: the root, and who was told of its pause (GR-31)."""

from wtforms import Field, ValidationError

from shuangluan.grid import queries
from shuangluan.grid.forms import fields
from shuangluan.grid.forms.fields import ActForm
from shuangluan.grid.forms.pauses import callable_ones, masked
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries import Desk


class MergeForm(ActForm):
    """The root: one of the likely ones, or any other by its number."""

    suggested = fields.answer("并入哪一件")
    number = fields.line("或者填主件编号", 20, description="长号短号都行，如 SL-1120-003")
    told = fields.ticks("已经告知的诉求人")
    root: Appeal | None = None

    def prepare(self, desk: Desk) -> None:
        """Likely roots of the same compound and category; the reporters of the child who can be told."""
        self.desk = desk
        record = desk.appeal
        rows = queries.likely(
            desk.viewer,
            compound_id=record.compound_id,
            category=record.category,
            building_id=record.building_id,
            day=desk.day,
            exclude_id=record.id,
            book=desk.book,
        )
        likely = [row for row in rows if row.is_open]
        if likely:
            self.suggested.choices = fields.plain(
                (row.number, f"{row.number} {row.title}（{row.address_text}，{row.state_label}）") for row in likely
            )
        else:
            del self.suggested
            self.number.label.text, self.number.flags.required = "主件编号", True
        untold = [one for one in callable_ones(desk.file.reporters) if one.told_at is None]
        self.told.choices = fields.plain((str(one.id), masked(one)) for one in untold)
        self.told.description = "主件正在挂起的，要先告知这一件的诉求人；没有挂起的不用打勾"
        if not untold:
            del self.told

    def validate_number(self, field: Field) -> None:
        """Exactly one root, which the viewer may see (B04)."""
        picked = self.suggested.data if "suggested" in self else ""
        if field.data and picked:
            raise ValidationError("上面选了一件，这里又填了一件，只留一样")
        if not field.data and not picked:
            raise ValidationError("选一件或填主件编号" if "suggested" in self else "填主件编号")
        self.root = queries.appeal_numbered(field.data or picked, viewer=self.desk.viewer, at=self.desk.at)
        if self.root is None:
            raise ValidationError("没有这个编号的诉求，或不在你的范围内，核对编号")

    @property
    def told_ids(self) -> list[int]:
        """Who was told just now."""
        return [int(one) for one in self.told.data or ()] if "told" in self else []
