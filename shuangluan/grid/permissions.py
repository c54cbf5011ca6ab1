"""Which roles may do which kind of thing to appeals (GR-11, GR-13); whose record it is, the queries ask."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the grid slice."""

    APPEAL_READ = "grid:appeal:read"
    APPEAL_READ_RESTRICTED = "grid:restricted_appeal:read"
    APPEAL_REGISTER = "grid:appeal:register"
    APPEAL_ACCEPT = "grid:appeal:accept"
    APPEAL_DISPATCH = "grid:appeal:dispatch"
    APPEAL_HANDLE = "grid:appeal:handle"
    APPEAL_DECIDE = "grid:appeal:decide"
    APPEAL_WHISTLE = "grid:appeal:whistle"
    APPEAL_APPROVE = "grid:appeal:approve"
    APPEAL_VERIFY = "grid:appeal:verify"
    APPEAL_VOID = "grid:appeal:void"
    APPEAL_REMIND = "grid:appeal:remind"
    APPEAL_COMMENT = "grid:appeal:comment"
    APPEAL_REVEAL = "grid:appeal:reveal"
    APPEAL_EXPORT = "grid:appeal:export"


COMMUNITY = {"community_admin", "community_staff"}
STREET = {"street_staff", "street_leader"}
GRID = {"grid_leader", "grid_worker"}
BODIES = {"department", "property_liaison"}
DISTRICT = {"district_org"}
HANDLERS = GRID | COMMUNITY | STREET | BODIES | DISTRICT

GRANTS = {
    Perm.APPEAL_READ: HANDLERS | {"auditor"},
    Perm.APPEAL_READ_RESTRICTED: STREET | DISTRICT | {"auditor"},
    Perm.APPEAL_REGISTER: GRID | COMMUNITY | STREET | DISTRICT | {"property_liaison"},
    Perm.APPEAL_ACCEPT: {"grid_leader"} | COMMUNITY,
    Perm.APPEAL_DISPATCH: {"grid_leader"} | COMMUNITY | STREET,
    Perm.APPEAL_HANDLE: HANDLERS,
    Perm.APPEAL_DECIDE: COMMUNITY | STREET,
    Perm.APPEAL_WHISTLE: {"street_leader"},
    Perm.APPEAL_APPROVE: COMMUNITY | STREET | DISTRICT,
    Perm.APPEAL_VERIFY: GRID | COMMUNITY | STREET,
    Perm.APPEAL_VOID: COMMUNITY,
    Perm.APPEAL_REMIND: {"grid_leader"} | COMMUNITY | STREET | DISTRICT,
    Perm.APPEAL_COMMENT: HANDLERS,
    # 物业联络员和业委会代表 never see a phone number in clear (GR-13)
    Perm.APPEAL_REVEAL: GRID | COMMUNITY | STREET | DISTRICT | {"department"},
    Perm.APPEAL_EXPORT: HANDLERS | {"auditor"},
}
