"""Forms of the appraisal: evidence, surveys, codes."""

from collections.abc import Iterable

from wtforms import DateField, DecimalField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, labelled
from shuangluan.workforce.rules.serving import BY_STAFF, MANNER_LABEL
from shuangluan.workforce.rules.survey import MOST_CODES, RATER_LABEL, Rater

POINTS = NumberRange(-100, 100, "填 -100 到 100 的数")


class EvidenceForm(BaseForm):
    """采纳: the points that the appraiser gives."""

    points = DecimalField("分数", [InputRequired("填分数，不加不减填 0"), POINTS], places=2, default=0)
    note = StringField("说明", [Optional(), Length(max=100, message="最多 100 字")])


class SurveyForm(BaseForm):
    """A round in a community."""

    community = SelectField("社区", [DataRequired("选社区")])
    opens_on = DateField("第一天", [DataRequired("填第一天")])
    closes_on = DateField("最后一天", [DataRequired("填最后一天")])

    def offer(self, communities: Iterable[tuple[str, str]]) -> None:
        """The communities of the street."""
        self.community.choices = choices(communities, blank="请选")


class ExtensionForm(BaseForm):
    """Another last day."""

    closes_on = DateField("最后一天", [DataRequired("填最后一天")])


class CodesForm(BaseForm):
    """A sheet of codes: for whom and how many."""

    rater = RadioField(
        "发给谁", [DataRequired("选发给谁")], choices=labelled(RATER_LABEL), default=Rater.RESIDENT.value
    )
    grid = SelectField("网格", [Optional()])
    count = IntegerField(
        "份数", [DataRequired("填份数"), NumberRange(1, MOST_CODES, f"一次 1 至 {MOST_CODES} 份")], default=60
    )

    def offer(self, grids: Iterable[tuple[str, str]]) -> None:
        """The grids of the community."""
        self.grid.choices = choices(grids, blank="不分网格")


class YearForm(BaseForm):
    """Which year is appraised."""

    year = IntegerField("年度", [DataRequired("填年度"), NumberRange(2017, 2100, "填四位年份")])


class PlaceForm(BaseForm):
    """Where the list is put up."""

    place = StringField("公示的地方", [DataRequired("写明公示的地方"), Length(max=100, message="最多 100 字")])


class VetoForm(BaseForm):
    """一票否决 with its document; both empty takes it back."""

    veto = SelectField("一票否决", [Optional()])
    doc_no = StringField("文号", [Optional(), Length(max=60, message="最多 60 字")])


class MergeForm(BaseForm):
    """Which street shares the seats of which."""

    street = SelectField("街道", [DataRequired("选街道")])
    into = SelectField("并入", [Optional()])


class ReviewAnswerForm(BaseForm):
    """复核答复."""

    rating = SelectField("等次", [DataRequired("选等次")])
    answer = TextAreaField("答复", [DataRequired("写明复核的答复"), Length(max=300, message="最多 300 字")])
    swap = SelectField("让出名额的人", [Optional()])


class DecideForm(BaseForm):
    """What is decided about a step that a rating proposed, and until when."""

    said = TextAreaField("怎么办", [DataRequired("写明决定怎么办"), Length(max=300, message="最多 300 字")])
    due_on = DateField("期限", [DataRequired("填办结的期限")])


class ServeForm(BaseForm):
    """送达: how and on which day; whom, the ticks of the list say."""

    how = SelectField(
        "方式", [DataRequired("选送达的方式")], choices=labelled({one: MANNER_LABEL[one] for one in BY_STAFF})
    )
    on = DateField("送达日期", [DataRequired("填送达的日期")])
