"""Who reads and keeps the register of persons (D3a)."""

from enum import StrEnum


class Perm(StrEnum):
    """Permissions of the pages of administration; numbers in clear are for those who keep the register."""

    PERSON_READ = "administration:person:read"
    PERSON_EXPORT = "administration:person:export"
    PERSON_WRITE = "administration:person:write"
    PERSON_REVEAL = "administration:person:reveal"


GRANTS = {
    Perm.PERSON_READ: {"system_admin", "district_org"},
    Perm.PERSON_EXPORT: {"system_admin", "district_org"},
    Perm.PERSON_WRITE: {"system_admin"},
    Perm.PERSON_REVEAL: {"system_admin"},
}
