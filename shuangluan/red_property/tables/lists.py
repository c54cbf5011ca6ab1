"""The lists of the slice whose filters can be kept as views: table, endpoint, who may open it."""

from shuangluan.kernel.tables import Table
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.tables.committee_members import COMMITTEE_MEMBERS
from shuangluan.red_property.tables.deliberation import MODES, SUBSTITUTES
from shuangluan.red_property.tables.evaluations import EVALUATIONS
from shuangluan.red_property.tables.funds import EMERGENCIES, FUND_ENTRIES, FUNDS
from shuangluan.red_property.tables.meetings import CONFERENCES, ENTRIES, ITEMS, MEETINGS, RESOLUTIONS
from shuangluan.red_property.tables.observations import OBSERVATIONS
from shuangluan.red_property.tables.party import INSTRUCTORS, MEMBERSHIPS, PARTY_UNITS, SECTOR_MEMBERS
from shuangluan.red_property.tables.posts import POSTS
from shuangluan.red_property.tables.red_committees import TIES
from shuangluan.red_property.tables.registers import COMMITTEES, COMPANIES, CONTRACTS, FEES
from shuangluan.red_property.tables.two_way import TWO_WAY
from shuangluan.red_property.tables.upgrades import PLANS, SHOWCASES
from shuangluan.red_property.tables.visits import CONCENTRATION, VISITS
from shuangluan.red_property.tables.votes import RESULT_SHEETS, VOTES

LISTS: tuple[tuple[Table, str, str], ...] = (
    (MEETINGS, "red_property.meeting_list", Perm.MEETING_READ),
    (ITEMS, "red_property.item_list", Perm.MEETING_READ),
    (ENTRIES, "red_property.street_entry_list", Perm.MEETING_READ),
    (CONFERENCES, "red_property.street_conference_list", Perm.MEETING_READ),
    (RESOLUTIONS, "red_property.resolution_list", Perm.MEETING_READ),
    (POSTS, "red_property.post_list", Perm.REGISTER_READ),
    (TWO_WAY, "red_property.two_way_list", Perm.REGISTER_READ),
    (VOTES, "red_property.vote_list", Perm.VOTE_READ),
    (RESULT_SHEETS, "red_property.result_sheet_list", Perm.VOTE_READ),
    (COMPANIES, "red_property.company_list", Perm.REGISTER_READ),
    (CONTRACTS, "red_property.contract_list", Perm.REGISTER_READ),
    (COMMITTEES, "red_property.committee_list", Perm.REGISTER_READ),
    (COMMITTEE_MEMBERS, "red_property.committee_member_list", Perm.REGISTER_READ),
    (SUBSTITUTES, "red_property.substitute_list", Perm.REGISTER_READ),
    (MODES, "red_property.mode_list", Perm.REGISTER_READ),
    (FEES, "red_property.fee_report_list", Perm.REGISTER_READ),
    (EVALUATIONS, "red_property.evaluation_list", Perm.REGISTER_READ),
    (OBSERVATIONS, "red_property.observation_list", Perm.REGISTER_READ),
    (VISITS, "red_property.visit_list", Perm.VISIT_READ),
    (CONCENTRATION, "red_property.concentration_list", Perm.VISIT_READ),
    (TIES, "red_property.tie_list", Perm.REGISTER_READ),
    (INSTRUCTORS, "red_property.instructor_list", Perm.REGISTER_READ),
    (PARTY_UNITS, "red_property.unit_list", Perm.REGISTER_READ),
    (MEMBERSHIPS, "red_property.membership_list", Perm.REGISTER_READ),
    (SECTOR_MEMBERS, "red_property.sector_member_list", Perm.REGISTER_READ),
    (SHOWCASES, "red_property.showcase_list", Perm.REGISTER_READ),
    (PLANS, "red_property.plan_list", Perm.REGISTER_READ),
    (FUNDS, "red_property.fund_list", Perm.REGISTER_READ),
    (FUND_ENTRIES, "red_property.fund_entry_list", Perm.REGISTER_READ),
    (EMERGENCIES, "red_property.emergency_list", Perm.REGISTER_READ),
)
