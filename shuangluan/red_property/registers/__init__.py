"""The registers of red property that take workbooks, in the order in which they are offered."""

from shuangluan.red_property.registers.committee_members import COMMITTEE_MEMBERS
from shuangluan.red_property.registers.companies import COMPANIES, CONTRACTS
from shuangluan.red_property.registers.deliberation import MODES, SUBSTITUTES
from shuangluan.red_property.registers.evaluations import EVALUATIONS
from shuangluan.red_property.registers.funds import FUND_ENTRIES, FUNDS
from shuangluan.red_property.registers.instructors import INSTRUCTORS
from shuangluan.red_property.registers.memberships import MEMBERSHIPS
from shuangluan.red_property.registers.posts import POSTS
from shuangluan.red_property.registers.sector import SECTOR_MEMBERS
from shuangluan.red_property.registers.terms import COMMITTEES, FEES
from shuangluan.red_property.registers.upgrades import PLANS, SHOWCASES
from shuangluan.red_property.registers.visits import VISITS
from shuangluan.red_property.registers.vote_ballots import VOTE_BALLOTS
from shuangluan.red_property.registers.vote_rosters import VOTE_ROSTERS

ALL = (
    COMPANIES, CONTRACTS, COMMITTEES, COMMITTEE_MEMBERS, SUBSTITUTES, MODES, FEES, FUNDS, FUND_ENTRIES, SHOWCASES,
    PLANS, VOTE_ROSTERS, VOTE_BALLOTS, INSTRUCTORS, MEMBERSHIPS, POSTS, SECTOR_MEMBERS, VISITS, EVALUATIONS,
)  # fmt: skip

__all__ = [
    "ALL",
    "COMMITTEES",
    "COMMITTEE_MEMBERS",
    "COMPANIES",
    "CONTRACTS",
    "EVALUATIONS",
    "FEES",
    "FUNDS",
    "FUND_ENTRIES",
    "INSTRUCTORS",
    "MEMBERSHIPS",
    "MODES",
    "PLANS",
    "POSTS",
    "SECTOR_MEMBERS",
    "SHOWCASES",
    "SUBSTITUTES",
    "VISITS",
    "VOTE_BALLOTS",
    "VOTE_ROSTERS",
]
