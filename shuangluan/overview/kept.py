"""Kept drafts as their author reads them again: his sentences, not the codes and ids that lie between them."""

import re
from collections.abc import Sequence

from shuangluan.kernel.drafts import Kept

HAN = re.compile("[㐀-鿿]")
GIST = 40  # characters


def sentences(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """What was written in words, the longest first; numbers, dates and chosen codes only go along."""
    written = dict.fromkeys(value.strip() for _, value in pairs if HAN.search(value))
    return sorted(written, key=lambda text: -len(text))


def gist(draft: Kept) -> str:
    """By what its author knows it again."""
    written = sentences(draft.pairs)
    if not written:
        return f"{len(draft.pairs)} 项内容"
    first = " ".join(written[0].split())
    return first if len(first) <= GIST else f"{first[:GIST]}…"
