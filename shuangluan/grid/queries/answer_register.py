"""回访评价: every reporter who was asked about a closed appeal, with his answer; 满意率 and 评价率 open it (GR-34)."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from shuangluan.grid.models import Appeal, AppealReporter, Contact
from shuangluan.grid.queries.register import in_compound, number_or_words
from shuangluan.grid.queries.sources import Line
from shuangluan.grid.queries.visibility import is_visible, of_area
from shuangluan.grid.rules import REPORTER_LABEL, SATISFACTION_LABEL, Satisfaction
from shuangluan.kernel import pii
from shuangluan.kernel.sources import Source, between

last, heard = aliased(Contact, name="last"), aliased(Contact, name="heard")
own = aliased(Appeal, name="own")  # the reporter's own appeal: the root, or one that was merged into it


def _last_word() -> Any:
    """The id of the contact in which the reporter spoke last."""
    return (
        select(func.max(heard.id))
        .where(heard.reporter_id == AppealReporter.id, heard.reached)
        .correlate(AppealReporter)
        .scalar_subquery()
    )


ANSWERS = Source(
    key=AppealReporter.id,
    ids=lambda viewer, day: (
        select(AppealReporter.id)
        .join(Appeal, Appeal.id == AppealReporter.asked_root_id)
        .where(is_visible(viewer, day))
    ),
    columns=lambda _: select(
        AppealReporter.id, AppealReporter.kind, AppealReporter.name, AppealReporter.hide_from_handler,
        AppealReporter.asked_on, AppealReporter.satisfaction, last.says_solved, last.reasons,
        Appeal.id.label("appeal_id"), Appeal.no, Appeal.title, Appeal.community, Appeal.outcome, own.no.label("own_no"),
    )
    .join(Appeal, Appeal.id == AppealReporter.asked_root_id)
    .join(own, own.id == AppealReporter.appeal_id)
    .outerjoin(last, last.id == _last_word()),
    orders={"asked_on": (AppealReporter.asked_on,)},
    filters={
        "q": number_or_words,
        "satisfaction": lambda text, _: AppealReporter.satisfaction == Satisfaction(text),
        "compound": lambda text, _: in_compound(text),
        "domain": lambda text, _: Appeal.domain == text,
        **between("asked", AppealReporter.asked_on),
    },
    area=lambda code, _: of_area(code),
)  # fmt: skip

TONE = {
    Satisfaction.SATISFIED: "done",
    Satisfaction.BASIC: "done",
    Satisfaction.UNSATISFIED: "stop",
    Satisfaction.UNRATED: "off",
}


class AnswerLine(Line):
    """A reporter's answer in words; his name is masked, and hidden from a handling body where he asked for that."""

    @property
    def reporter(self) -> str:
        """张** (GR-13)."""
        if self.row.hide_from_handler and self.reader.is_body:
            return "要求保密"
        return pii.mask_name(self.row.name or "") or REPORTER_LABEL[self.row.kind]

    @property
    def rating(self) -> tuple[str, str]:
        """满意 … 未评价, and its tone."""
        return SATISFACTION_LABEL[self.row.satisfaction], TONE[self.row.satisfaction]

    @property
    def solved(self) -> str:
        """Whether he says that it is solved; nothing from whom nobody could reach."""
        if not self._spoke or self.row.says_solved is None:
            return ""
        return "已解决" if self.row.says_solved else "未解决"

    @property
    def reasons(self) -> str:
        """Why he is not content; a code that the catalogue lost stands for itself."""
        known = {one.code: one.name for one in self.reader.catalogue.unhappy_reasons}
        return "、".join(known.get(code, code) for code in self.row.reasons or ()) if self._spoke else ""

    @property
    def merged(self) -> str:
        """The number under which he reported, where that was merged into this one."""
        return self.short(self.row.own_no) if self.row.own_no != self.row.no else ""

    @property
    def _spoke(self) -> bool:
        return self.row.satisfaction is not Satisfaction.UNRATED
