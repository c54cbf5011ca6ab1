"""Which roles may do which kind of thing in red property (RP-12); whose record it is, the queries ask."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the slice."""

    MEETING_READ = "red_property:meeting:read"
    MEETING_RECORD = "red_property:meeting:record"
    MEETING_SIGN = "red_property:meeting:sign"
    MEETING_AMEND = "red_property:meeting:amend"
    MEETING_CONFIRM = "red_property:meeting:confirm"
    MONTH_EXEMPT = "red_property:month:exempt"
    RESOLUTION_FOLLOW = "red_property:resolution:follow"
    VOTE_TRY = "red_property:vote:try"
    VOTE_READ = "red_property:vote:read"
    VOTE_EXPORT = "red_property:vote:export"
    VOTE_WRITE = "red_property:vote:write"
    VOTE_FINALISE = "red_property:vote:finalise"


COMMUNITY = {"community_admin", "community_staff"}
STREET = {"street_staff", "street_leader"}
VOTERS = COMMUNITY | {"owners_delegate", "street_staff"}
PARTIES = COMMUNITY | {"property_liaison", "owners_delegate"}

GRANTS = {
    Perm.MEETING_READ: PARTIES | STREET | {"district_org", "auditor"},
    Perm.MEETING_RECORD: COMMUNITY | {"property_liaison"},
    Perm.MEETING_SIGN: PARTIES,
    Perm.MEETING_AMEND: PARTIES,
    Perm.MEETING_CONFIRM: {"street_staff"},
    Perm.MONTH_EXEMPT: {"street_staff"},
    Perm.RESOLUTION_FOLLOW: PARTIES,
    Perm.VOTE_TRY: COMMUNITY | STREET | {"owners_delegate", "district_org"},  # the liaison never touches votes
    Perm.VOTE_READ: VOTERS | {"street_leader", "district_org", "auditor"},
    Perm.VOTE_EXPORT: VOTERS | {"street_leader", "district_org", "auditor"},
    Perm.VOTE_WRITE: VOTERS,
    Perm.VOTE_FINALISE: VOTERS,
}
