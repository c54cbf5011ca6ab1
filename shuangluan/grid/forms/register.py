"""What is typed in the register itself: a row put right, a body for many appeals, a reminder to many."""

from collections.abc import Iterable

from wtforms import Field, HiddenField, ValidationError

from shuangluan.grid.forms.fields import answer, grouped, line, one_of, plain, text
from shuangluan.grid.rules import LEVEL_LABEL, Catalogue, Level
from shuangluan.kernel.forms import BaseForm

TARGETS = (
    ("company", "各自小区的物业企业"),
    ("community", "各自的社区"),
    ("street", "各自的街道"),
    ("department", "一个区直部门"),
)

SHORTEST_REASON = 4


class RowForm(BaseForm):
    """A row while it is edited; category and level only for those who may change them, and then with a reason."""

    title = line("标题", 60, "填标题")
    address_text = line("地点", 120)
    category = one_of("类别", "选一个类别")
    level = one_of("等级", "选一个等级")
    reason = line("改类别或等级的原因", 200)

    def offer(self, catalogue: Catalogue, *, classes: bool) -> None:
        """The choices of the catalogue; without them for those who may only put words right."""
        if not classes:
            del self.category, self.level, self.reason
            return
        self.category.choices = grouped(catalogue.category_choices())
        self.level.choices = plain((each.value, LEVEL_LABEL[each]) for each in Level)


class ReasonForm(BaseForm):
    """Why personal data are taken out."""

    reason = line("用途", 200, "请写明用途")

    def validate_reason(self, field: Field) -> None:
        """A word is no reason."""
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(f"用途至少写 {SHORTEST_REASON} 个字，说清用来做什么")


class ManyForm(BaseForm):
    """A deed on the appeals that were ticked; `back` is the list they were ticked in."""

    asked = HiddenField(default="1")
    back = HiddenField()

    @property
    def is_answer(self) -> bool:
        """Whether the dialog was filled in; the list itself sends only its ticks."""
        return bool(self.asked.raw_data)


class DispatchManyForm(ManyForm):
    """派发: one kind of body, one instruction."""

    target = answer("派给", "选派给谁", choices=TARGETS)
    department = one_of("区直部门")
    instruction = text("派发说明", 300)

    def validate_department(self, field: Field) -> None:
        """One of them where a department is meant."""
        if self.target.data == "department" and not field.data:
            raise ValidationError("选一个区直部门")

    def offer(self, departments: Iterable[tuple[str, str]]) -> None:
        """The departments of the day."""
        self.department.choices = plain(departments, "选部门")


class RemindManyForm(ManyForm):
    """催办: the same words to all."""

    text = text("催办留言", 300)
