"""Who may hand what over; whose record it is, the queries of both slices ask."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the steps between slices."""

    APPEAL_TO_MEETING = "threads:appeal:to_meeting"


GRANTS = {
    Perm.APPEAL_TO_MEETING: {"community_admin", "community_staff", "property_liaison"},
}
