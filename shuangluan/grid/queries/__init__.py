"""Reads of the grid slice: the only way to an appeal, always from the viewer's scope."""

from shuangluan.grid.queries.bodies import Body
from shuangluan.grid.queries.book import Book, book_on, catalogue_on
from shuangluan.grid.queries.cases import (
    File,
    answers_of,
    appeal,
    file_of,
    heard_of,
    is_archived,
    is_body,
    next_sequence,
    reporter_dates,
    standing_of,
    who_is,
)
from shuangluan.grid.queries.duplicates import Duplicate, likely
from shuangluan.grid.queries.places import (
    Place,
    buildings,
    company_of,
    compounds,
    grid_at,
    grid_of,
    leader_of,
    my_buildings,
    only_grid_of,
    place,
)
from shuangluan.grid.queries.proposals import Advice, advise, proposed_handler
from shuangluan.grid.queries.spots import Choice, Spot, phone_choices, spot, spot_choices
from shuangluan.grid.queries.visibility import readable_ids, visible

__all__ = [
    "Advice",
    "Body",
    "Book",
    "Choice",
    "Duplicate",
    "File",
    "Place",
    "Spot",
    "advise",
    "answers_of",
    "appeal",
    "book_on",
    "buildings",
    "catalogue_on",
    "company_of",
    "compounds",
    "file_of",
    "grid_at",
    "grid_of",
    "heard_of",
    "is_archived",
    "is_body",
    "leader_of",
    "likely",
    "my_buildings",
    "next_sequence",
    "only_grid_of",
    "phone_choices",
    "place",
    "proposed_handler",
    "readable_ids",
    "reporter_dates",
    "spot",
    "spot_choices",
    "standing_of",
    "visible",
    "who_is",
]
