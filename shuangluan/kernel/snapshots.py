"""The one text of a content that is signed or issued: what is hashed, and the 校验码 printed of it (D22, RP-18)."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import Enum
from typing import Any

CHECK_CODE_DIGITS = 12


def snapshot(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no blanks between; texts NFC with trailing blanks cut, empty → null, dates ISO."""
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(text: str) -> str:
    """SHA-256 of a snapshot, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


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
