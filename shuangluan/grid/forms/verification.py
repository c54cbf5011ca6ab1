"""What is asked for 核查、回访、退回再办、重办、挂账复核 (GR-30, GR-32, GR-33)."""

from collections.abc import Sequence

from shuangluan.grid.forms import fields
from shuangluan.grid.forms.fields import ActForm, EvidenceForm
from shuangluan.grid.forms.pauses import masked
from shuangluan.grid.models import AppealReporter, Contact
from shuangluan.grid.queries import Desk
from shuangluan.grid.rules import (
    CHECK_WAY_LABEL,
    SATISFACTION_LABEL,
    CheckWay,
    Contacted,
    Reporter,
    Satisfaction,
    proposes_rework,
)
from shuangluan.kernel import clock

YES, NO = "1", "0"
RATINGS = (Satisfaction.SATISFIED, Satisfaction.BASIC, Satisfaction.UNSATISFIED)


class CheckForm(EvidenceForm):
    """核查: how, what was found, photos."""

    purpose = "check"
    way = fields.answer("核查方式", "选核查方式", choices=[(way.value, CHECK_WAY_LABEL[way]) for way in CheckWay])
    passed = fields.answer("反馈的结果", "选是否属实", choices=[(YES, "属实"), (NO, "不属实")])
    note = fields.text("核查情况", 300, "写明看到了什么")
    photos = fields.files("照片")


class ContactForm(ActForm):
    """回访 one reporter: reached or not, and if so what he said."""

    WHEN = {
        "says_solved": f"reached={YES}",
        "satisfaction": f"reached={YES}",
        "reasons": "satisfaction=unsatisfied",
    }
    reporter_id = fields.one_of("诉求人", "选回访哪一位", gone="没有这位诉求人，从列表里重新选")
    reached = fields.answer("联系上了吗", "选联系上了没有", choices=[(YES, "联系上了"), (NO, "没联系上")])
    says_solved = fields.answer("诉求人认为", choices=[(YES, "已解决"), (NO, "未解决")])
    satisfaction = fields.answer("满意度", choices=[(one.value, SATISFACTION_LABEL[one]) for one in RATINGS])
    reasons = fields.ticks("不满意的原因", asked=True, description="可以多选")
    note = fields.text("诉求人原话", 300)
    rework_reasons: frozenset[str] = frozenset()

    def prepare(self, desk: Desk) -> None:
        """Who is to be asked, those first who have not answered."""
        asked = [r for r in desk.file.reporters if Reporter(r.id, r.kind, r.phone is not None).is_asked]
        rows = [(one, contacts_with(one, desk)) for one in asked]
        rows.sort(key=lambda row: any(contact.reached for contact in row[1]))
        self.reporter_id.choices = fields.plain((str(one.id), _asked(one, made)) for one, made in rows)
        unhappy = desk.book.catalogue.unhappy_reasons
        self.reasons.choices = fields.plain((row.code, row.name) for row in unhappy)
        self.rework_reasons = frozenset(row.code for row in unhappy if row.rework)
        if not asked:
            self.lacking = "没有要回访的诉求人：匿名的、没留电话的、网格员自己发现的都不回访，核查后可以直接办结"

    def propose(self, desk: Desk) -> None:
        """The first who has not answered."""
        if self.reporter_id.choices:
            self.reporter_id.data = self.reporter_id.choices[0].value

    @property
    def said_solved(self) -> bool | None:
        """What the reporter thinks; None where he was not asked."""
        return self.says_solved.data == YES if self.says_solved.data else None

    @property
    def rating(self) -> Satisfaction | None:
        """How content he is; None where he was not asked."""
        return Satisfaction(self.satisfaction.data) if self.satisfaction.data else None


def contacts_with(reporter: AppealReporter, desk: Desk) -> list[Contact]:
    """The attempts of the present round to reach one reporter."""
    file = desk.file
    return [c for c in file.contacts if c.reporter_id == reporter.id and c.round == file.round]


def _asked(reporter: AppealReporter, made: Sequence[Contact]) -> str:
    if not made:
        return f"{masked(reporter)} · 还没联系"
    last = made[-1]
    if last.satisfaction:
        return f"{masked(reporter)} · 已答：{SATISFACTION_LABEL[last.satisfaction]}"
    return f"{masked(reporter)} · 联系过 {len(made)} 次没接通"


class ReworkForm(ActForm):
    """退回再办: what is missing."""

    reasons = fields.ticks("原因", description="可以多选")
    note = fields.text("哪里没有办好", 300, description="选了原因的可以不写")

    def prepare(self, desk: Desk) -> None:
        """The reasons for which something is to be done again."""
        rows = [row for row in desk.book.catalogue.unhappy_reasons if row.rework]
        self.reasons.choices = fields.plain((row.code, row.name) for row in rows)

    def propose(self, desk: Desk) -> None:
        """What reporters named in this round (GR-32)."""
        named = [code for contact in unsolved(desk) for code in contact.reasons]
        offered = {choice.value for choice in self.reasons.choices}
        said = ["not_solved"] if any(contact.says_solved is False for contact in unsolved(desk)) else []
        self.reasons.data = [code for code in dict.fromkeys([*said, *named]) if code in offered]


def unsolved(desk: Desk) -> list[Contact]:
    """The answers of this round that propose to do it again."""
    file, catalogue = desk.file, desk.book.catalogue
    return [c for c in file.contacts if c.round == file.round and proposes_rework(_heard(c), catalogue)]


def _heard(contact: Contact) -> Contacted:
    on = clock.local_day(contact.contacted_at)
    return Contacted(
        contact.reporter_id, on, contact.reached, contact.satisfaction, contact.says_solved, tuple(contact.reasons)
    )


class ReopenForm(ActForm):
    """重办: who asks for it, what is not solved."""

    reason = fields.text("重办原因", 300, "写明谁提出、哪里没有解决")


class ReviewForm(ActForm):
    """挂账复核: what has become of it."""

    note = fields.text("复核情况", 300, "写明条件是否已经具备、下一步怎么办")
