"""表决结果表 as a document that is handed out: its number and the one text that is hashed (D22, RP-10, RP-64)."""

from collections.abc import Mapping, Sequence
from typing import Any

from shuangluan.kernel import snapshots

RESULT_SHEET = "vote_result"  # the kind of document that the second finaliser issues


def sheet_number(year: int, vote_id: int) -> str:
    """双滦业决〔2026〕7号: of a vote, the same for every count of it."""
    return f"双滦业决〔{year}〕{vote_id}号"


def sheet_title(title: str) -> str:
    """What the document is called."""
    return f"{title}结果表"


def sheet_text(vote: Mapping[str, Any], count: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> str:
    """The snapshot: what was voted on by whom, which count, the numbers and lines of each motion in their order."""
    return snapshots.snapshot({"vote": vote, "count": count, "results": list(results)})
