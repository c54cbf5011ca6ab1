"""Who brings workbooks in; into which registers, each register's own permission says."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the import pages; what is imported is the owner's own until it is written."""

    IMPORT_MAKE = "imports:import:make"
    FILE_REMOVE = "imports:file:remove"


GRANTS = {
    Perm.IMPORT_MAKE: {
        "community_admin", "community_staff", "street_staff", "district_org", "district_reviewer", "property_liaison",
        "unit_liaison", "owners_delegate", "system_admin",
    },
    Perm.FILE_REMOVE: {"system_admin"},
}
