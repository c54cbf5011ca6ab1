"""The content that the parties sign: one canonical text, its hash, the check code printed (RP-18)."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import Enum
from typing import Any

PARTS = ("meeting", "attendance", "items", "resolutions", "follow_ups")
CHECK_CODE_DIGITS = 12


def canonical(content: Mapping[str, Any]) -> str:
    """The JSON that is hashed: keys sorted, no blanks between, texts NFC with trailing blanks cut, empty → null.

    `content` has the five PARTS; lists stand in the order in which they are shown. Raises ValueError for other
    parts, which is a slip of the caller.
    """
    if set(content) != set(PARTS):
        raise ValueError(f"the content of a meeting has the parts {PARTS}")
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, 64 hex digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def check_code(hashed: str) -> str:
    """校验码: the first digits of the hash, as printed."""
    return hashed[:CHECK_CODE_DIGITS]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).rstrip() or None
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else value
