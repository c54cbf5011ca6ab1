"""What the district and the law decided about red property: values in, answers out; one module per noun."""

from collections.abc import Callable, Mapping
from typing import Any

from shuangluan.red_property.rules.ballots import classify_ballots
from shuangluan.red_property.rules.electorate import electorate
from shuangluan.red_property.rules.result_sheets import RESULT_SHEET
from shuangluan.red_property.rules.sentences import NOUNS, SENTENCES
from shuangluan.red_property.rules.signing import MINUTES
from shuangluan.red_property.rules.tally import tally_vote

ENGINES: Mapping[str, Callable[..., Any]] = {
    "electorate": electorate,
    "classify_ballots": classify_ballots,
    "tally_vote": tally_vote,
}

__all__ = ["ENGINES", "MINUTES", "NOUNS", "RESULT_SHEET", "SENTENCES"]
