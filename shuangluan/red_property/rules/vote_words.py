"""The words of a vote: how it is held, who calls it, who may vote, how papers go out and come in (RP-7, RP-28)."""

from enum import StrEnum


class VoteForm(StrEnum):
    """In which form the owners are asked."""

    WRITTEN = "written"
    ONLINE = "online"
    MEETING = "meeting"


VOTE_FORM_LABEL = {
    VoteForm.WRITTEN: "书面征求意见",
    VoteForm.ONLINE: "线上表决",
    VoteForm.MEETING: "集体讨论",
}


class Initiator(StrEnum):
    """Who calls the vote."""

    COMMITTEE = "committee"
    OWNERS = "owners"
    SUBSTITUTE = "substitute"
    COMMUNITY = "community"
    STREET = "street"


INITIATOR_LABEL = {
    Initiator.COMMITTEE: "业主委员会",
    Initiator.OWNERS: "20%以上业主提议",
    Initiator.SUBSTITUTE: "物业管理委员会等替代方",
    Initiator.COMMUNITY: "居民委员会代为组织",
    Initiator.STREET: "街道办事处组织",
}
INITIATOR_STANDING = {
    Initiator.COMMITTEE: "业委会召集业主大会会议（物业管理条例第15条）",
    Initiator.OWNERS: "20%以上业主提议的，业委会应当组织召开临时会议（物业管理条例第13条）",
    Initiator.SUBSTITUTE: "没有业委会期间由登记的替代方组织，依据写在说明里",
    Initiator.COMMUNITY: "业委会逾期不召开的，居委会在街道指导监督下组织（业主大会和业主委员会指导规则）",
    Initiator.STREET: "成立业主大会、选举业委会在街道指导下进行（物业管理条例第10条）",
}


class ElectorateScope(StrEnum):
    """The owners who share what is decided (RP-22)."""

    COMPOUND = "compound"
    BUILDING = "building"
    ENTRANCE = "entrance"
    CHOSEN = "chosen"


ELECTORATE_LABEL = {
    ElectorateScope.COMPOUND: "全小区",
    ElectorateScope.BUILDING: "楼栋",
    ElectorateScope.ENTRANCE: "单元",
    ElectorateScope.CHOSEN: "自选范围",
}


class UnitKind(StrEnum):
    """What a row of the roster is; a parking space counts only with a title of its own."""

    DWELLING = "dwelling"
    SHOP = "shop"
    PARKING = "parking"
    OTHER = "other"


UNIT_KIND_LABEL = {
    UnitKind.DWELLING: "住宅",
    UnitKind.SHOP: "商铺",
    UnitKind.PARKING: "车位",
    UnitKind.OTHER: "其他",
}


class Medium(StrEnum):
    """On what a ballot came in."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


MEDIUM_LABEL = {Medium.PAPER: "纸质", Medium.ELECTRONIC: "电子"}


class DeliveryMethod(StrEnum):
    """How the ballot reached an owner."""

    IN_PERSON = "in_person"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    MEETING = "meeting"


DELIVERY_LABEL = {
    DeliveryMethod.IN_PERSON: "当面送达",
    DeliveryMethod.MAIL: "邮寄",
    DeliveryMethod.ELECTRONIC: "电子送达",
    DeliveryMethod.MEETING: "会场领取",
}


class BallotCheck(StrEnum):
    """Whether a second person read the same on the paper (RP-64)."""

    ENTERED = "entered"
    DIFFERS = "differs"
    CHECKED = "checked"


BALLOT_CHECK_LABEL = {
    BallotCheck.ENTERED: "待核对",
    BallotCheck.DIFFERS: "两次录入不同",
    BallotCheck.CHECKED: "已核对",
}
