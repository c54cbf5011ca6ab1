"""表决结果表 that were handed out: the list of them, and those of one vote (RP-61, RP-64)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from shuangluan.kernel import documents
from shuangluan.kernel.models import Compound, DocumentState, IssuedDocument
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.queries import votes
from shuangluan.red_property.rules.result_sheets import RESULT_SHEET

D, V = IssuedDocument, OwnersVote


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    held = select(D.id).join(V, V.id == D.record_id).where(D.kind == RESULT_SHEET)
    return held.where(V.id.in_(votes.readable_ids(viewer)))


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        D.id, D.number, D.edition, D.title, D.code, D.state, D.issued_at, D.issuer_name, V.id.label("vote_id"),
        V.community, Compound.name.label("compound"),
    )  # fmt: skip
    found: Select[Any] = columns.join(V, V.id == D.record_id).join(Compound, Compound.id == V.compound_id)
    return found


SOURCE = Source(
    key=D.id,
    ids=_visible,
    columns=_columns,
    orders={"issued_at": (D.issued_at,)},
    filters={"q": lambda text, day: matches(V.search_text, norm(text))},
    views=lambda day: {
        "valid": D.state == DocumentState.VALID,
        "ended": D.state != DocumentState.VALID,
        "all": None,
    },
    area=lambda code, day: area_range(V.community, code),
)


def editions(vote_id: int) -> Sequence[IssuedDocument]:
    """What was handed out of a vote, in the order of its final counts."""
    return documents.of_record(RESULT_SHEET, vote_id)
