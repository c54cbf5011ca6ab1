"""Which roles may do which kind of thing in red property (RP-12); whose record it is, the queries ask."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the slice."""

    MEETING_READ = "red_property:meeting:read"
    MEETING_RECORD = "red_property:meeting:record"
    MEETING_SIGN = "red_property:meeting:sign"
    MEETING_PAPER = "red_property:meeting:paper"
    MEETING_AMEND = "red_property:meeting:amend"
    MEETING_CONFIRM = "red_property:meeting:confirm"
    MEETING_EXPORT = "red_property:meeting:export"
    MONTH_EXEMPT = "red_property:month:exempt"
    RESOLUTION_FOLLOW = "red_property:resolution:follow"
    STREET_HAND_UP = "red_property:street:hand_up"
    STREET_HANDLE = "red_property:street:handle"
    VOTE_TRY = "red_property:vote:try"
    VOTE_READ = "red_property:vote:read"
    VOTE_EXPORT = "red_property:vote:export"
    VOTE_WRITE = "red_property:vote:write"
    VOTE_FINALISE = "red_property:vote:finalise"
    REGISTER_READ = "red_property:register:read"
    REGISTER_EXPORT = "red_property:register:export"
    COMPANY_WRITE = "red_property:company:write"
    CONTRACT_WRITE = "red_property:contract:write"
    COMMITTEE_WRITE = "red_property:committee:write"
    COMMITTEE_ASSESS = "red_property:committee:assess"
    VISIT_READ = "red_property:visit:read"
    VISIT_WRITE = "red_property:visit:write"
    OBSERVATION_WRITE = "red_property:observation:write"
    SECTOR_WRITE = "red_property:sector:write"
    FEE_WRITE = "red_property:fee:write"
    EVALUATION_COMPUTE = "red_property:evaluation:compute"
    EVALUATION_MARK = "red_property:evaluation:mark"
    EVALUATION_CONFIRM = "red_property:evaluation:confirm"
    EVALUATION_REOPEN = "red_property:evaluation:reopen"
    SHOWCASE_WRITE = "red_property:showcase:write"
    UPGRADE_WRITE = "red_property:upgrade:write"
    FUND_WRITE = "red_property:fund:write"
    EMERGENCY_APPLY = "red_property:emergency:apply"
    EMERGENCY_REVIEW = "red_property:emergency:review"
    EMERGENCY_CONFIRM = "red_property:emergency:confirm"


COMMUNITY = {"community_admin", "community_staff"}
STREET = {"street_staff", "street_leader"}
VOTERS = COMMUNITY | {"owners_delegate", "street_staff"}
PARTIES = COMMUNITY | {"property_liaison", "owners_delegate"}

GRANTS = {
    Perm.MEETING_READ: PARTIES | STREET | {"district_org", "auditor"},
    Perm.MEETING_RECORD: COMMUNITY | {"property_liaison"},
    Perm.MEETING_SIGN: PARTIES,
    Perm.MEETING_PAPER: COMMUNITY,  # the liaison writes what the others said but cannot sign for them (RP-62)
    Perm.MEETING_AMEND: PARTIES,
    Perm.MEETING_CONFIRM: {"street_staff"},
    Perm.MEETING_EXPORT: PARTIES | STREET | {"district_org", "auditor"},
    Perm.MONTH_EXEMPT: {"street_staff"},
    Perm.RESOLUTION_FOLLOW: PARTIES,
    Perm.STREET_HAND_UP: COMMUNITY,
    Perm.STREET_HANDLE: STREET,
    Perm.VOTE_TRY: COMMUNITY | STREET | {"owners_delegate", "district_org"},  # the liaison never touches votes
    Perm.VOTE_READ: VOTERS | {"street_leader", "district_org", "auditor"},
    Perm.VOTE_EXPORT: VOTERS | {"street_leader", "district_org", "auditor"},
    Perm.VOTE_WRITE: VOTERS,
    Perm.VOTE_FINALISE: VOTERS,
    Perm.REGISTER_READ: PARTIES | STREET | {"district_org", "auditor"},
    Perm.REGISTER_EXPORT: COMMUNITY | STREET | {"district_org", "auditor", "property_liaison"},
    Perm.COMPANY_WRITE: {"street_staff", "district_org"},
    Perm.CONTRACT_WRITE: {"community_admin", "street_staff"},  # never the company: it would give itself the right
    Perm.COMMITTEE_WRITE: {"community_admin", "street_staff"},
    Perm.COMMITTEE_ASSESS: {"street_staff", "district_org"},  # not the community, which registers the facts
    Perm.VISIT_READ: COMMUNITY | STREET | {"district_org", "auditor", "property_liaison"},
    Perm.VISIT_WRITE: {"community_admin", "street_staff", "district_org"},
    Perm.OBSERVATION_WRITE: COMMUNITY,  # and only who holds the post of 义务质量总监 (RP-70)
    Perm.SECTOR_WRITE: {"district_org"},
    Perm.FEE_WRITE: COMMUNITY | {"property_liaison"},
    Perm.EVALUATION_COMPUTE: COMMUNITY | {"street_staff", "district_org"},
    Perm.EVALUATION_MARK: COMMUNITY | {"street_staff"},
    Perm.EVALUATION_CONFIRM: {"street_staff"},
    Perm.EVALUATION_REOPEN: {"district_org"},
    Perm.SHOWCASE_WRITE: {"district_org"},  # the district names them (RP-36)
    Perm.UPGRADE_WRITE: COMMUNITY | {"street_staff"},
    Perm.FUND_WRITE: COMMUNITY | {"street_staff"},
    Perm.EMERGENCY_APPLY: PARTIES,
    Perm.EMERGENCY_REVIEW: COMMUNITY | {"owners_delegate"},  # 业委会 itself, or the community with its signed paper
    Perm.EMERGENCY_CONFIRM: {"community_admin", "street_staff"},
}
