"""The lists of 红色物业, each declared once: columns, filters, views, and the words of a row (D26, RP-61)."""

from shuangluan.red_property.tables.books import (
    COMMITTEES,
    COMPANIES,
    CONTRACTS,
    POSTS,
    CommitteeLine,
    CompanyLine,
    ContractLine,
    PostLine,
)
from shuangluan.red_property.tables.meetings import (
    CONFERENCES,
    ENTRIES,
    ENTRY_TONE,
    MEETING_TONE,
    MEETINGS,
    RESOLUTION_TONE,
    RESOLUTIONS,
    ConferenceLine,
    EntryLine,
    MeetingLine,
    ResolutionLine,
    due_words,
)
from shuangluan.red_property.tables.votes import VOTE_TONE, VOTES, VoteLine

__all__ = [
    "COMMITTEES",
    "COMPANIES",
    "CONFERENCES",
    "CONTRACTS",
    "ENTRIES",
    "ENTRY_TONE",
    "MEETINGS",
    "MEETING_TONE",
    "POSTS",
    "RESOLUTIONS",
    "RESOLUTION_TONE",
    "VOTES",
    "VOTE_TONE",
    "CommitteeLine",
    "CompanyLine",
    "ConferenceLine",
    "ContractLine",
    "EntryLine",
    "MeetingLine",
    "PostLine",
    "ResolutionLine",
    "VoteLine",
    "due_words",
]  # fmt: skip
