"""The content that the parties sign: one canonical text, its hash, the check code printed (RP-18)."""

from collections.abc import Mapping
from typing import Any

from shuangluan.kernel import snapshots
from shuangluan.kernel.snapshots import CHECK_CODE_DIGITS, check_code

__all__ = ["CHECK_CODE_DIGITS", "PARTS", "canonical", "check_code", "content_hash"]

PARTS = ("meeting", "attendance", "items", "resolutions", "follow_ups")


def canonical(content: Mapping[str, Any]) -> str:
    """The text that is hashed. `content` has the five PARTS; lists stand in the order in which they are shown.

    Raises ValueError for other parts, which is a slip of the caller.
    """
    if set(content) != set(PARTS):
        raise ValueError(f"the content of a meeting has the parts {PARTS}")
    return snapshots.snapshot(content)


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, 64 hex digits."""
    return snapshots.hash_of(canonical(content))
