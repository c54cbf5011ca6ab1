"""推荐选拔条件 declared once: who meets the conditions of a channel, and what is missing (WF-200)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.channels import Standing
from shuangluan.workforce.rules.channels import VERDICT_LABEL, Judgement, Verdict
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine

VERDICT_TONE = {Verdict.MET: "done", Verdict.UNCHECKED: "wait", Verdict.UNMET: "off"}


def verdict_shown(one: Judgement) -> tuple[str, str]:
    """满足, 待核, 不满足 with its tone."""
    return VERDICT_LABEL[one.verdict], VERDICT_TONE[one.verdict]


@dataclass(frozen=True)
class ChannelLine(FactLine):
    """A worker in the list of a channel."""

    stands: Standing
    channel: str

    @property
    def judgement(self) -> Judgement:
        """The channel as it stands for her."""
        return self.stands.of[self.row.id, self.channel]

    @property
    def told(self) -> str:
        """Each condition with its fact."""
        return "；".join(f"{one.label}：{one.fact}" for one in self.judgement.findings)


CHANNELS = Table(
    "worker_channels",
    "推荐选拔条件",
    (
        *NAMED,
        Column("verdict", "结论", kind="state", value=lambda x: verdict_shown(x.judgement), width=10),
        Column("missing", "缺什么", value=lambda x: x.judgement.missing, width=40),
        Column("facts", "各项情况", shown=False, value=lambda x: x.told, width=60),
    ),
    (ANYBODY, Filter("channel", "渠道", "choice")),
    (View("met", "满足"), View("unchecked", "待核"), View("unmet", "不满足"), View("employed", "全部在册")),
    default_sort="community",
)  # fmt: skip
