"""Forms about one worker (WF-43, WF-115)."""

from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import labelled
from shuangluan.workforce.rules.states import VERIFY_LABEL, VERIFY_NEXT, VerifyState


class RevealForm(BaseForm):
    """Why identity number and phone are looked at in clear; the reason is kept in the trail."""

    reason = StringField("查看原因", [DataRequired("写明为什么要看"), Length(max=100, message="最多 100 字")])


class FullExportForm(BaseForm):
    """Why personal data are taken out; a word is no reason."""

    reason = StringField(
        "用途", [DataRequired("请写明用途"), Length(4, 200, message="用途写 4 到 200 个字，说清用来做什么")]
    )


class VerificationForm(BaseForm):
    """How far a paper is verified, and how that was found."""

    state = RadioField("核验结果", [DataRequired("选核验结果")])
    way = StringField("核验方式，或存疑的原因", [Length(max=60, message="最多 60 字")])

    def offer(self, state: VerifyState) -> None:
        """The moves from where the paper stands."""
        self.state.choices = labelled({to: VERIFY_LABEL[to] for to in VerifyState if to in VERIFY_NEXT[state]})
