"""The lists of 红色物业, each declared once: columns, filters, views, and the words of a row (D26, RP-61)."""

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
from shuangluan.red_property.tables.posts import POSTS, PostLine
from shuangluan.red_property.tables.votes import VOTE_TONE, VOTES, VoteLine

__all__ = [


    "CONFERENCES",

    "ENTRIES",
    "ENTRY_TONE",
    "ITEMS",
    "MEETINGS",
    "MEETING_TONE",
    "POSTS",
    "RESOLUTIONS",
    "RESOLUTION_TONE",
    "VOTES",
    "VOTE_TONE",


    "ConferenceLine",

    "EntryLine",
    "ItemLine",
    "MeetingLine",
    "PostLine",
    "ResolutionLine",
    "VoteLine",
    "due_words",
]  # fmt: skip
