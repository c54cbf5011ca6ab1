"""The topics of meeting items and what each asks for after the meeting (RP-17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.parsing import rows_of, text_of
from shuangluan.red_property.rules.words import Ratification

PUBLIC_INCOME = "public_income"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic; `vote_matter` names the matter whose passed strict vote its resolution waits for."""

    code: str
    name: str
    ratification: Ratification
    vote_matter: str | None
    basis: str


@dataclass(frozen=True)
class ItemCatalogue:
    """The document `meeting_item_kinds`."""

    topics: Mapping[str, Topic]
    exempt_reasons: Mapping[str, str]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "ItemCatalogue":
        """The catalogue of a scheme document. Raises RuleBroken, saying what is wrong."""
        topics = [_topic(row) for row in rows_of(payload, "topics")]
        reasons = {text_of(row, "code"): text_of(row, "name") for row in rows_of(payload, "exempt_reasons")}
        return cls({topic.code: topic for topic in topics}, reasons)

    def topic(self, code: str) -> Topic:
        """The topic of `code`. Raises RuleBroken beside the field when the catalogue does not know it."""
        if code not in self.topics:
            raise RuleBroken("请从列表里选议题类别", "topic")
        return self.topics[code]

    def ratification(self, code: str, *, within_budget: bool = False) -> Ratification:
        """Who decides after the meeting. `within_budget`: the use of public income keeps to a budget or rule of the
        owners' assembly, whose file is attached; the committee then decides (物业管理条例54).
        """
        if within_budget and code == PUBLIC_INCOME:
            return Ratification.COMMITTEE
        return self.topic(code).ratification


def _topic(row: Mapping[str, Any]) -> Topic:
    code, matter = text_of(row, "code"), row.get("vote_matter")
    try:
        ratification = Ratification(row.get("ratification", ""))
    except ValueError as broken:
        raise RuleBroken(f"议题类别“{code}”的后续程序不认识") from broken
    if (ratification is Ratification.OWNERS) != isinstance(matter, str):
        raise RuleBroken(f"议题类别“{code}”需业主共同决定时要写表决事项，否则不写")
    return Topic(code, text_of(row, "name"), ratification, matter, text_of(row, "basis"))
