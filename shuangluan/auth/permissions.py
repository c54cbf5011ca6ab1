"""One's own account needs no role: its views ask only that somebody is signed in."""

from collections.abc import Iterable
from enum import StrEnum

GRANTS: dict[StrEnum, Iterable[str]] = {}
