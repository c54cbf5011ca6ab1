"""What is asked for 挂起 and 延期 (GR-27, GR-29)."""

from collections.abc import Iterable

from wtforms import Field, ValidationError
from wtforms.validators import DataRequired

from shuangluan.grid.forms import fields
from shuangluan.grid.forms.fields import ActForm, CountField
from shuangluan.grid.models import AppealReporter
from shuangluan.grid.queries import Desk
from shuangluan.grid.rules import REPORTER_LABEL, ReporterKind
from shuangluan.kernel import pii


def masked(reporter: AppealReporter) -> str:
    """张**（居民，138****0000）: whoever may not read it in clear still knows whom to call."""
    name = pii.mask_name(reporter.name) if reporter.name else REPORTER_LABEL[reporter.kind]
    notes = [REPORTER_LABEL[reporter.kind] if reporter.name else "", pii.mask_phone(reporter.phone or "")]
    noted = "，".join(note for note in notes if note)
    return f"{name}（{noted}）" if noted else name


def callable_ones(reporters: Iterable[AppealReporter]) -> list[AppealReporter]:
    """Those who can be told: with a phone, and not on duty."""
    return [one for one in reporters if one.phone and one.kind is not ReporterKind.GRID_WORKER]


class AskPauseForm(ActForm):
    """申请挂起: a listed reason, a planned end."""

    reason = fields.one_of("挂起理由", "选一个理由", gone="没有这个理由，从列表里重新选")
    planned_to_on = fields.day("预计恢复的日子", "填预计恢复的日子")
    note = fields.text("说明", 300, "写明等什么、等到什么时候，诉求人会听到")

    def prepare(self, desk: Desk) -> None:
        """The reasons of the catalogue."""
        rows = desk.book.catalogue.suspension_reasons
        self.reason.choices = fields.plain([(row.code, row.name) for row in rows], "选一个理由")
        days = desk.book.terms.suspension_street_days
        self.planned_to_on.description = f"超过 {days} 天的要由街道同意"


class ApprovePauseForm(ActForm):
    """同意挂起: those who wait are told first, each one ticked."""

    told = fields.ticks("已经告知的诉求人", asked=True)

    def prepare(self, desk: Desk) -> None:
        """Whoever was not told since the pause was asked for."""
        pause = desk.file.asked_pause
        since = pause.asked_at if pause else desk.at
        untold = [r for r in callable_ones(desk.file.reporters) if r.told_at is None or r.told_at < since]
        if not untold:
            del self.told
            return
        self.told.choices = fields.plain((str(one.id), masked(one)) for one in untold)
        self.told.description = "先打电话告知为什么停、停到哪天，再打勾；都告知了才能挂起"

    def validate_told(self, field: Field) -> None:
        """Everybody, not only somebody."""
        left = len(field.choices) - len(set(field.data or ()))
        if left > 0:
            raise ValidationError(f"还有 {left} 位诉求人没有告知，告知以后才能挂起")

    @property
    def told_ids(self) -> list[int]:
        """Who was told just now."""
        return [int(one) for one in self.told.data or ()] if "told" in self else []


class AskExtensionForm(ActForm):
    """申请延期: how many working days, and why."""

    days = CountField("延几个工作日", [DataRequired("填延几个工作日")])
    reason = fields.text("延期原因", 300, "写明为什么要延")

    def prepare(self, desk: Desk) -> None:
        """How far it may go."""
        self.days.description = f"1 至 {desk.appeal.promise_n or 0} 个工作日，从现在的到期日往后算"
