"""双向进入 of a community: whom either side has sent to the other, and where nobody is (RP-71)."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sides:
    """Of one community on one day, by company name: those that serve there, those with a 义务质量总监 from its 两委;
    how many company people sit in the 两委 (part-time), in its 大党委, and in the 大工委 of its street.
    """

    companies: Collection[str]
    supervised: Collection[str]
    part_time: int
    community_party: int
    street_party: int


def gaps(sides: Sides) -> tuple[str, ...]:
    """What is missing, in words; nothing where no company serves."""
    if not sides.companies:
        return ()
    alone = [name for name in sides.companies if name not in sides.supervised]
    found = [f"{name}没有义务质量总监" for name in alone]
    if not sides.part_time:
        found.append("两委里没有企业的兼职委员")
    if not sides.community_party:
        found.append("大党委里没有企业的人")
    if not sides.street_party:
        found.append("街道大工委里没有企业的人")
    return tuple(found)
