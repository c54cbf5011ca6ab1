"""The tables of red property; companies, compounds, persons are the kernel's rows that these extend (RP-5, RP-6)."""

from shuangluan.red_property.models.companies import Company, Contract
from shuangluan.red_property.models.compounds import Committee, CommitteeMember, CompoundMode, Exemption, Substitute
from shuangluan.red_property.models.meetings import Attendance, Meeting, MeetingCompound, MeetingItem
from shuangluan.red_property.models.registers import CommitteeParty, CompanyParty, FeeReport, Instructor
from shuangluan.red_property.models.resolutions import FollowUp, Resolution
from shuangluan.red_property.models.signatures import Amendment, MeetingVersion, Signature

__all__ = [
    "Amendment",
    "Attendance",
    "Committee",
    "CommitteeMember",
    "CommitteeParty",
    "Company",
    "CompanyParty",
    "CompoundMode",
    "Contract",
    "Exemption",
    "FeeReport",
    "FollowUp",
    "Instructor",
    "Meeting",
    "MeetingCompound",
    "MeetingItem",
    "MeetingVersion",
    "Resolution",
    "Signature",
    "Substitute",
]
