"""Which roles may do which kind of thing to appeals (GR-11, GR-13); whose record it is, the queries ask.

Each deed asks for the permission whose roles are exactly those that its rule can ever let through: what depends on
the appeal (whose leg it is, who asked) is a rule and answers 422, not 403.
"""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the grid slice."""

    APPEAL_READ = "grid:appeal:read"
    APPEAL_READ_RESTRICTED = "grid:restricted_appeal:read"
    APPEAL_REGISTER = "grid:appeal:register"
    APPEAL_ACCEPT = "grid:appeal:accept"
    APPEAL_SETTLE = "grid:appeal:settle"
    APPEAL_DISPATCH = "grid:appeal:dispatch"
    APPEAL_ASSIGN = "grid:appeal:assign"
    APPEAL_RETURN = "grid:appeal:return"
    APPEAL_ESCALATE = "grid:appeal:escalate"
    APPEAL_DELEGATE = "grid:appeal:delegate"
    APPEAL_HANDLE = "grid:appeal:handle"
    APPEAL_DECIDE = "grid:appeal:decide"
    APPEAL_WHISTLE = "grid:appeal:whistle"
    APPEAL_APPROVE = "grid:appeal:approve"
    APPEAL_VERIFY = "grid:appeal:verify"
    APPEAL_CONTACT = "grid:appeal:contact"
    APPEAL_WITHDRAW = "grid:appeal:withdraw"
    APPEAL_VOID = "grid:appeal:void"
    APPEAL_REMIND = "grid:appeal:remind"
    APPEAL_COMMENT = "grid:appeal:comment"
    APPEAL_REVEAL = "grid:appeal:reveal"
    APPEAL_EXPORT = "grid:appeal:export"
    APPEAL_EXPORT_FULL = "grid:appeal:export_full"
    COMPOUND_READ = "grid:compound:read"
    COMPOUND_EXPORT = "grid:compound:export"
    COMPOUND_WRITE = "grid:compound:write"


COMMUNITY = {"community_admin", "community_staff"}
STREET = {"street_staff", "street_leader"}
GRID = {"grid_leader", "grid_worker"}
BODIES = {"department", "property_liaison"}
DISTRICT = {"district_org"}
LEADERS = {"grid_leader"} | COMMUNITY | STREET
HANDLERS = GRID | COMMUNITY | STREET | BODIES | DISTRICT

GRANTS = {
    Perm.APPEAL_READ: HANDLERS | {"auditor"},
    Perm.APPEAL_READ_RESTRICTED: STREET | DISTRICT | {"auditor"},
    Perm.APPEAL_REGISTER: GRID | COMMUNITY | STREET | DISTRICT | {"property_liaison"},
    Perm.APPEAL_ACCEPT: {"grid_leader"} | COMMUNITY,
    Perm.APPEAL_SETTLE: {"grid_worker"},
    Perm.APPEAL_DISPATCH: LEADERS,
    Perm.APPEAL_ASSIGN: STREET,
    Perm.APPEAL_RETURN: LEADERS | DISTRICT,  # who issued the leg answers for its return
    Perm.APPEAL_ESCALATE: {"grid_leader", "street_leader"} | COMMUNITY,
    Perm.APPEAL_DELEGATE: COMMUNITY | STREET | DISTRICT,
    Perm.APPEAL_HANDLE: HANDLERS,
    Perm.APPEAL_DECIDE: COMMUNITY | STREET,
    Perm.APPEAL_WHISTLE: {"street_leader"},
    Perm.APPEAL_APPROVE: COMMUNITY | STREET | DISTRICT,
    Perm.APPEAL_VERIFY: GRID | COMMUNITY | STREET,  # a 网格员 of another grid, where no resident reported (GR-32)
    Perm.APPEAL_CONTACT: LEADERS,
    Perm.APPEAL_WITHDRAW: GRID | COMMUNITY | STREET | DISTRICT | {"property_liaison"},  # whoever registered it
    Perm.APPEAL_VOID: COMMUNITY,
    Perm.APPEAL_REMIND: LEADERS | DISTRICT,
    Perm.APPEAL_COMMENT: HANDLERS,  # whoever takes part: a comment, one more reporter
    # 物业联络员和业委会代表 never see a phone number in clear (GR-13)
    Perm.APPEAL_REVEAL: GRID | COMMUNITY | STREET | DISTRICT | {"department"},
    Perm.APPEAL_EXPORT: HANDLERS | {"auditor"},
    Perm.APPEAL_EXPORT_FULL: {"community_admin", "street_staff"} | DISTRICT,
    Perm.COMPOUND_READ: GRID | COMMUNITY | STREET | DISTRICT | {"property_liaison", "auditor"},
    Perm.COMPOUND_EXPORT: COMMUNITY | STREET | DISTRICT | {"auditor"},
    Perm.COMPOUND_WRITE: COMMUNITY | DISTRICT | {"street_staff"},
}
