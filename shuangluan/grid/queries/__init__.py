"""Reads of the grid slice: the only way to an appeal, always from the viewer's scope."""

from shuangluan.grid.queries.book import Book, book_on, catalogue_on
from shuangluan.grid.queries.cases import (
    File,
    answers_of,
    appeal,
    file_of,
    heard_of,
    is_archived,
    next_sequence,
    reporter_dates,
    standing_of,
    who_is,
)
from shuangluan.grid.queries.places import (
    Place,
    buildings,
    company_of,
    compounds,
    grid_of,
    leader_of,
    my_buildings,
    only_grid_of,
    place,
)
from shuangluan.grid.queries.visibility import readable_ids, visible

__all__ = [
    "Book",
    "File",
    "Place",
    "answers_of",
    "appeal",
    "book_on",
    "buildings",
    "catalogue_on",
    "company_of",
    "compounds",
    "file_of",
    "grid_of",
    "heard_of",
    "is_archived",
    "leader_of",
    "my_buildings",
    "next_sequence",
    "only_grid_of",
    "place",
    "readable_ids",
    "reporter_dates",
    "standing_of",
    "visible",
    "who_is",
]
