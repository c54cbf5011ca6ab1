"""Reads of the grid slice: the only way to an appeal, always from the viewer's scope."""

from shuangluan.grid.queries.actors import is_body, who_is
from shuangluan.grid.queries.bodies import Body
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
)
from shuangluan.grid.queries.desks import Desk, appeal_numbered, desk, person_names
from shuangluan.grid.queries.due import STATE_TONE, due, progress, reckoned
from shuangluan.grid.queries.duplicates import Duplicate, likely
from shuangluan.grid.queries.flow import legs, pauses
from shuangluan.grid.queries.history import history
from shuangluan.grid.queries.merged import (
    brought_along,
    children_of,
    merge_logs,
    merged_into,
    promised_and_unanswered,
    running_log,
)
from shuangluan.grid.queries.panels import (
    essentials,
    facts,
    file_label,
    papers,
    pictures,
    reporters,
    sentence,
    verification,
)
from shuangluan.grid.queries.phone import PHONE_REPORTS, PHONE_TODO, my_reports, my_todo
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
from shuangluan.grid.queries.spots import (
    IN_A_LIST,
    Choice,
    Spot,
    building_choices,
    phone_choices,
    spot,
    spot_choices,
)
from shuangluan.grid.queries.story import Story, story
from shuangluan.grid.queries.todo import STEPS, todo
from shuangluan.grid.queries.visibility import readable_ids, visible

__all__ = [
    "IN_A_LIST",
    "PHONE_REPORTS",
    "PHONE_TODO",
    "STATE_TONE",
    "STEPS",
    "Advice",
    "Body",
    "Book",
    "Choice",
    "Desk",
    "Duplicate",
    "File",
    "Place",
    "Spot",
    "Story",
    "advise",
    "answers_of",
    "appeal",
    "appeal_numbered",
    "book_on",
    "brought_along",
    "building_choices",
    "buildings",
    "catalogue_on",
    "children_of",
    "company_of",
    "compounds",
    "desk",
    "due",
    "essentials",
    "facts",
    "file_label",
    "file_of",
    "grid_at",
    "grid_of",
    "heard_of",
    "history",
    "is_archived",
    "is_body",
    "leader_of",
    "legs",
    "likely",
    "merge_logs",
    "merged_into",
    "my_buildings",
    "my_reports",
    "my_todo",
    "next_sequence",
    "only_grid_of",
    "papers",
    "pauses",
    "person_names",
    "phone_choices",
    "pictures",
    "place",
    "progress",
    "promised_and_unanswered",
    "proposed_handler",
    "readable_ids",
    "reckoned",
    "reporter_dates",
    "reporters",
    "running_log",
    "sentence",
    "spot",
    "spot_choices",
    "standing_of",
    "story",
    "todo",
    "verification",
    "visible",
    "who_is",
]
