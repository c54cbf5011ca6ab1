"""Who reads the pages that compose several slices; what stands on them is each slice's own scope."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the composed pages."""

    DASHBOARD_READ = "overview:dashboard:read"


GRANTS = {
    Perm.DASHBOARD_READ: {
        "community_admin", "community_staff", "grid_leader", "street_staff", "street_leader", "district_org",
        "auditor",
    },
}
