"""交叉任职: who may hold which post on the other side of the table (RP-5, RP-71)."""

from dataclasses import dataclass
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class CrossPostKind(StrEnum):
    """The posts in both directions."""

    QUALITY_SUPERVISOR = "quality_supervisor"
    COMMITTEE_PART_TIME = "committee_part_time"
    COMMUNITY_PARTY = "community_party"
    STREET_PARTY = "street_party"


CROSS_POST_LABEL = {
    CrossPostKind.QUALITY_SUPERVISOR: "义务质量总监",
    CrossPostKind.COMMITTEE_PART_TIME: "社区两委兼职委员",
    CrossPostKind.COMMUNITY_PARTY: "社区大党委成员",
    CrossPostKind.STREET_PARTY: "街道大工委成员",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of the person on the first day. `community`: code of the 两委 he sits in, or None;
    `company_communities`: those in which the company serves a compound that day.
    """

    is_party_member: bool
    is_responsible: bool  # 负责人 of the company
    community: str | None
    company_communities: frozenset[str]


def presumed(post: CrossPostKind, host: str, company_communities: frozenset[str]) -> Candidate:
    """What a post says of who holds it, in a register that was kept by hand: a 总监 sits in the 两委 of his host, the
    others are party members and responsible for the company, or they would not hold it (RP-5).
    """
    if post is CrossPostKind.QUALITY_SUPERVISOR:
        return Candidate(False, False, host, company_communities)
    return Candidate(True, True, None, company_communities)


def check_cross_post(post: CrossPostKind, candidate: Candidate, host: str) -> None:
    """Whether the person may hold the post; `host` is the code of the community or street that takes him in.

    Raises RuleBroken with the reason (RP-5).
    """
    if post is CrossPostKind.QUALITY_SUPERVISOR:
        if candidate.community is None:
            raise RuleBroken("义务质量总监由社区两委成员担任", "person")
        if candidate.community not in candidate.company_communities:
            raise RuleBroken("这家企业当天没有服务他所在社区的小区", "company")
        if candidate.community != host:
            raise RuleBroken("义务质量总监在他任两委成员的社区任职，选同一个社区", "host")
        return
    if not candidate.is_party_member:
        raise RuleBroken(f"{CROSS_POST_LABEL[post]}要是党员", "person")
    if not candidate.is_responsible:
        raise RuleBroken(f"{CROSS_POST_LABEL[post]}要是企业的负责人", "person")
    if not any(code.startswith(host) for code in candidate.company_communities):
        raise RuleBroken("这家企业当天没有服务这里的小区", "host")
