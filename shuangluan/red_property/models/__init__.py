"""The tables of red property; companies, compounds, persons are the kernel's rows that these extend (RP-5, RP-6)."""

from shuangluan.red_property.models.companies import Company, Contract
from shuangluan.red_property.models.compounds import Committee, CommitteeMember, CompoundMode, Exemption, Substitute
from shuangluan.red_property.models.cross_posts import CrossPost
from shuangluan.red_property.models.evaluations import Evaluation
from shuangluan.red_property.models.funds import Emergency, FundAccount, FundEntry
from shuangluan.red_property.models.meeting_days import MeetingDay
from shuangluan.red_property.models.meetings import Attendance, Meeting, MeetingCompound, MeetingItem
from shuangluan.red_property.models.observations import Observation
from shuangluan.red_property.models.red_committees import CompanyTie, RedAssessment
from shuangluan.red_property.models.registers import CommitteeParty, CompanyParty, FeeReport, Instructor
from shuangluan.red_property.models.resolutions import FollowUp, Resolution
from shuangluan.red_property.models.sector import SectorMember
from shuangluan.red_property.models.signatures import Amendment, Mandate, MeetingVersion, Signature
from shuangluan.red_property.models.street import StreetConference, StreetEntry
from shuangluan.red_property.models.upgrades import Showcase, UpgradeMilestone, UpgradePlan
from shuangluan.red_property.models.visits import CompanyVisit
from shuangluan.red_property.models.votes import (
    Ballot,
    Motion,
    OwnerGroup,
    OwnersVote,
    RosterUnit,
    VoteCount,
    VoteResult,
)

__all__ = [
    "Amendment",
    "Attendance",
    "Ballot",
    "Committee",
    "CommitteeMember",
    "CommitteeParty",
    "Company",
    "CompanyParty",
    "CompanyTie",
    "CompanyVisit",
    "CompoundMode",
    "Contract",
    "CrossPost",
    "Emergency",
    "Evaluation",
    "Exemption",
    "FeeReport",
    "FollowUp",
    "FundAccount",
    "FundEntry",
    "Instructor",
    "Mandate",
    "Meeting",
    "MeetingCompound",
    "MeetingDay",
    "MeetingItem",
    "MeetingVersion",
    "Motion",
    "Observation",
    "OwnerGroup",
    "OwnersVote",
    "RedAssessment",
    "Resolution",
    "RosterUnit",
    "SectorMember",
    "Showcase",
    "Signature",
    "StreetConference",
    "StreetEntry",
    "Substitute",
    "UpgradeMilestone",
    "UpgradePlan",
    "VoteCount",
    "VoteResult",
]
