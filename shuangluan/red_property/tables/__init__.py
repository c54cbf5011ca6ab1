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
    ITEMS,
    MEETING_TONE,
    MEETINGS,
    RESOLUTION_TONE,
    RESOLUTIONS,
    ConferenceLine,
    EntryLine,
    ItemLine,
    MeetingLine,
    ResolutionLine,
    due_words,
)

__all__ = [
    "COMMITTEES", "COMPANIES", "CONFERENCES", "CONTRACTS", "ENTRIES", "ENTRY_TONE", "ITEMS", "MEETINGS",
    "MEETING_TONE", "POSTS", "RESOLUTIONS", "RESOLUTION_TONE", "CommitteeLine", "CompanyLine", "ConferenceLine",
    "ContractLine", "EntryLine", "ItemLine", "MeetingLine", "PostLine", "ResolutionLine", "due_words",
]  # fmt: skip
