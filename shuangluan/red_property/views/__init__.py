"""Views of 红色物业: translation between HTTP and the slice, nothing else."""

from shuangluan.red_property.views import (
    calculator,
    meetings,
    months,
    planning,
    record,
    record_rows,
    resolutions,
    signing,
    vote_ballots,
    vote_pages,
    vote_plans,
    vote_prints,
    vote_publicity,
    vote_rosters,
    vote_steps,
)
from shuangluan.red_property.views.blueprint import bp

__all__ = [
    "bp",
    "calculator",
    "meetings",
    "months",
    "planning",
    "record",
    "record_rows",
    "resolutions",
    "signing",
    "vote_ballots",
    "vote_pages",
    "vote_plans",
    "vote_prints",
    "vote_publicity",
    "vote_rosters",
    "vote_steps",
]
