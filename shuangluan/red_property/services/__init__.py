"""Writes of red property: one function is one thing somebody can be said to have done."""

from shuangluan.red_property.services.amending import places, propose_amendment, sign_amendment, sign_amendment_on_paper
from shuangluan.red_property.services.companies import (
    end_contract,
    register_company,
    sign_contract,
)
from shuangluan.red_property.services.compounds import (
    elect_committee,
    exempt_month,
    name_substitute,
    seat_member,
    set_mode,
)
from shuangluan.red_property.services.following import follow_up, standing_of
from shuangluan.red_property.services.items import cancel_meeting, propose_item
from shuangluan.red_property.services.mandates import enter_mandate, revoke_mandate
from shuangluan.red_property.services.opening import begin_record
from shuangluan.red_property.services.planning import (
    convert_to_regular,
    notify_parties,
    plan_meeting,
)
from shuangluan.red_property.services.recording import (
    add_draft_item,
    add_resolution,
    add_seat,
    check_may_record,
    check_may_show,
    remove_item,
    remove_resolution,
    remove_seat,
    save_carried,
    save_head,
    save_item,
    save_resolution,
    save_seat,
)
from shuangluan.red_property.services.signing import (
    confirm_late,
    declare_inquorate,
    send_back,
    sign,
    sign_on_paper,
    submit,
)
from shuangluan.red_property.services.street import (
    accept_entry,
    decide_entry,
    hand_up_item,
    hand_up_resolution,
    hold_conference,
    return_entry,
)

__all__ = [
    "accept_entry",
    "add_draft_item",
    "add_resolution",
    "add_seat",
    "begin_record",
    "cancel_meeting",
    "check_may_record",
    "check_may_show",
    "confirm_late",
    "convert_to_regular",
    "decide_entry",
    "declare_inquorate",
    "elect_committee",
    "end_contract",
    "enter_mandate",
    "exempt_month",
    "follow_up",
    "hand_up_item",
    "hand_up_resolution",
    "hold_conference",
    "name_substitute",
    "notify_parties",
    "places",
    "plan_meeting",
    "propose_amendment",
    "propose_item",
    "register_company",
    "remove_item",
    "remove_resolution",
    "remove_seat",
    "return_entry",
    "revoke_mandate",
    "save_carried",
    "save_head",
    "save_item",
    "save_resolution",
    "save_seat",
    "seat_member",
    "send_back",
    "set_mode",
    "sign",
    "sign_amendment",
    "sign_amendment_on_paper",
    "sign_contract",
    "sign_on_paper",
    "standing_of",
    "submit",
]
