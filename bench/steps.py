"""The invented course of an appeal through the states of GR-10, at random hours and with every kind of turn."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from bench.life import Life, NowReached, World, stored
from bench.places import Spot
from shuangluan.grid import rules
from shuangluan.grid.rules import (
    OPEN,
    AppealState,
    CheckWay,
    HandlingLevel,
    LegKind,
    LegRole,
    Outcome,
    Satisfaction,
)
from shuangluan.kernel import clock
from shuangluan.kernel.places import areas
from shuangluan.kernel.workdays import Pause

S = AppealState
OUTCOMES = ([*Outcome], [80, 7, 6, 4, 3])
ANSWERS = ([*Satisfaction], [60, 22, 8, 10])


def live(world: World, spot: Spot, registered: Any) -> None:
    """One appeal from its registration to its end, or to now; its rows go into the world's batch."""
    life = Life(world, spot, registered)
    with suppress(NowReached):
        _run(life)
    life.settle()


def _run(life: Life) -> None:
    if _ends(life, S.VOIDED, 0.01) or _ends(life, S.REJECTED, 0.02):
        return
    _accept(life)
    if _merges(life) or _ends(life, S.WITHDRAWN, 0.01):
        return
    _handle(life)
    _verify(life)
    if life.random.random() < 0.04 and _reopens(life):
        _handle(life)
        _verify(life)


def _ends(life: Life, state: AppealState, share: float) -> bool:
    if life.random.random() >= share:
        return False
    life.wait(0.2, 5)
    by = life.somebody(life.spot.community)
    reason = "out_of_district" if state is S.REJECTED else state.value
    life.appeal |= {"state": state, "ended_reason": reason, "ended_note": "演示", "ended_at": stored(life.at)}
    life.appeal["ended_by_id"] = by
    life.did(f"grid.appeal.{state.value}", by)
    return True


def _accept(life: Life) -> None:
    life.wait(0.1, 5)
    by = life.somebody(life.spot.community)
    life.appeal |= {"state": S.ACCEPTED, "accepted_at": stored(life.at), "accepted_by_id": by}
    life.promise(rules.promise_start(life.at, clock.wall(life.appeal["accept_due_at"])))
    life.appeal |= {"first_due_on": life.appeal["due_on"], "first_due_at": life.appeal["due_at"]}
    life.did("grid.appeal.accepted", by)


def _merges(life: Life) -> bool:
    """Into the last root of its community and category, if that was open then; its reporters are asked with it."""
    root = life.world.roots.get((life.spot.community, life.category.code))
    if root is None or life.random.random() > 0.2 or root.appeal["state"] not in OPEN | {S.CLOSED}:
        return False
    life.wait(0.1, 4)
    closed = root.appeal["closed_at"]
    if closed is not None and closed <= stored(life.at):
        return False
    life.appeal |= {"state": S.MERGED, "merged_into_id": root.appeal["id"]}
    life.did("grid.appeal.merged", life.somebody(life.spot.community))
    if closed is not None:
        for reporter in life.to_ask():
            root.contact(reporter, Satisfaction.BASIC)
            reporter |= {"asked_root_id": root.appeal["id"], "asked_on": root.appeal["closed_on"]}
            reporter["satisfaction"] = Satisfaction.BASIC
    return True


def _handle(life: Life) -> None:
    chance = life.random.random
    life.wait(0.1, 8)
    _send(life, _body(life))
    if chance() < 0.06:
        _return(life)
    if chance() < 0.06:
        _escalate(life)
    _sign(life, life.leg)
    life.appeal["state"] = S.PROCESSING
    if chance() < 0.15:
        _assist(life)
    if life.appeal["promise_unit"] == "wd" and chance() < 0.08:
        _pause(life)
    if life.appeal["promise_unit"] == "wd" and chance() < 0.06:
        _extend(life)
    _respond(life)


def _send(life: Life, body: tuple[dict[str, Any], int]) -> None:
    life.issue(body[0], LegKind.DISPATCH, by=life.spot.community)
    life.signer = body[1]


def _body(life: Life) -> tuple[dict[str, Any], int]:
    """Whom the lead leg is addressed to, and who signs there."""
    spot, town, draw = life.spot, life.world.town, life.random.random()
    if spot.company and draw < 0.4:
        return _organisation(life, *spot.company, company=True)
    if town.departments and draw < 0.65:
        return _organisation(life, *life.random.choice(town.departments), company=False)
    if spot.leader_id and draw < 0.72:
        name = {"to_area": spot.community, "to_person_id": spot.leader_id, "to_name": "演示网格长"}
        return name, spot.leader_id
    code = spot.community if draw < 0.9 else spot.community[:9]
    return {"to_area": code, "to_name": areas().name(code)}, life.somebody(code)


def _organisation(life: Life, key: int, name: str, *, company: bool) -> tuple[dict[str, Any], int]:
    body = {"to_organisation_id": key, "to_name": name, "to_company": company}
    return body, life.world.town.liaisons.get(key, 0)


def _return(life: Life) -> None:
    leg = life.leg
    life.wait(0.5, 4)
    leg |= {"return_asked_at": stored(life.at), "return_asked_by_id": life.signer, "return_reason": "不属于本单位职责"}
    leg["return_suggestion"] = "演示城管局"
    life.wait(0.5, 6)
    leg |= {"returned_at": stored(life.at), "returned_by_id": leg["issued_by_id"]}
    life.end_lead()
    life.appeal["state"] = S.ACCEPTED
    life.did("grid.leg.returned", leg["issued_by_id"])
    life.wait(0.2, 6)
    _send(life, _body(life))


def _escalate(life: Life) -> None:
    life.wait(0.2, 5)
    street = life.spot.community[:9]
    life.appeal["handling_level"] = HandlingLevel.STREET
    life.issue({"to_area": street, "to_name": areas().name(street)}, LegKind.ESCALATE, by=life.spot.community)
    life.signer = life.somebody(street)


def _sign(life: Life, leg: dict[str, Any]) -> None:
    life.wait(0.1, 5)
    leg |= {"signed_at": stored(life.at), "signed_by_id": life.signer}
    life.did("grid.leg.signed", life.signer)


def _assist(life: Life) -> None:
    if not life.world.town.departments:
        return
    life.wait(0.1, 4)
    body, signer = _organisation(life, *life.random.choice(life.world.town.departments), company=False)
    leg = life.issue(body, LegKind.ASSIST, by=life.spot.community, role=LegRole.ASSIST)
    life.wait(0.1, 8)
    leg |= {"signed_at": stored(life.at), "signed_by_id": signer}
    life.wait(1, 20)
    leg |= {"done_at": stored(life.at), "done_by_id": signer, "is_current": False, "progress_note": "已配合"}


def _pause(life: Life) -> None:
    life.wait(0.5, 10)
    day, days = life.at.date(), life.random.choice([5, 8, 14, 40])
    planned = day + timedelta(days=days)
    pause = life.world.row(
        "pause", appeal_id=life.appeal["id"], reason="funds", note="演示", from_on=day, planned_to_on=planned,
        asked_at=stored(life.at), asked_by_id=life.signer,
    )  # fmt: skip
    life.wait(0.5, 8)
    above = life.somebody(life.spot.community)
    above = above if above != life.signer else -1
    pause |= {"from_on": life.at.date(), "approved_at": stored(life.at), "approved_by_id": above}
    pause["told_at"] = stored(life.at)
    life.pauses = [Pause(life.at.date(), None)]
    life.appeal["is_suspended"] = True
    life.reckon()
    life.did("grid.suspension.approved", above)
    life.wait(24, 24 * days)
    pause |= {"to_on": life.at.date(), "resumed_at": stored(life.at), "resumed_by_id": life.signer}
    life.pauses = [Pause(life.pauses[0].start, life.at.date())]
    life.appeal["is_suspended"] = False
    life.reckon()


def _extend(life: Life) -> None:
    """Asked in time, else not at all."""
    life.wait(0.5, 10)
    due = life.appeal["due_on"]
    if due is None or life.at.date() > due:
        return
    row = life.world.row(
        "extension", appeal_id=life.appeal["id"], days=3, old_due_on=due, new_due_on=due, reason="演示",
        asked_at=stored(life.at), asked_by_id=life.signer,
    )  # fmt: skip
    life.wait(0.5, 8)
    above = life.somebody(life.spot.community)
    row |= {"approved_at": stored(life.at), "approved_by_id": above if above != life.signer else -1}
    life.extended = 3
    life.reckon()
    row["new_due_on"] = life.appeal["due_on"]


def _respond(life: Life) -> None:
    """In about nine of ten before the promise ends."""
    due = clock.wall(life.appeal["due_at"])
    hours = max((due - life.at).total_seconds() / 3600, 1.0)
    if life.random.random() < 0.9:
        life.wait(0.2, hours * 0.8)
    else:
        life.wait(hours + 10, hours + 500)
    outcome = life.random.choices(*OUTCOMES)[0]
    life.leg.update({"done_at": stored(life.at), "done_by_id": life.signer, "progress_note": "已处理"})
    review = life.at.date() + timedelta(days=life.random.randrange(5, 80))
    life.appeal |= {
        "state": S.RESPONDED, "outcome": outcome.value, "outcome_text": "已处理完毕，现场恢复正常",
        "responded_at": stored(life.at), "responded_by_id": life.signer,
        "review_on": review if outcome is Outcome.SHELVED else None,
    }  # fmt: skip
    life.did("grid.appeal.answered", life.signer)


def _verify(life: Life) -> None:
    """Checked, the reporters called; sometimes sent back, then closed."""
    _check(life)
    if life.random.random() < 0.06:
        life.wait(0.2, 4)
        life.appeal |= {"state": S.PROCESSING, "responded_at": None, "responded_by_id": None, "outcome": None}
        life.appeal |= {"review_on": None, "rework_count": life.appeal["rework_count"] + 1}
        life.leg.update({"done_at": None, "done_by_id": None})
        life.did("grid.appeal.sent_back", life.somebody(life.spot.community))
        _respond(life)
        _check(life)
    answers = {r["id"]: life.random.choices(*ANSWERS)[0] for r in life.to_ask()}
    for reporter in life.to_ask():
        life.wait(0.1, 3)
        life.contact(reporter, answers[reporter["id"]])
    life.wait(0.2, 20)
    _close(life, answers)


def _check(life: Life) -> None:
    life.wait(0.5, 20)
    life.appeal["state"] = S.VERIFYING
    life.world.row(
        "check", appeal_id=life.appeal["id"], round=life.round, way=life.random.choice([*CheckWay]), passed=True,
        note="现场看过", checked_at=stored(life.at), checked_by_id=life.somebody(life.spot.community),
    )  # fmt: skip


def _close(life: Life, answers: dict[int, Satisfaction]) -> None:
    day, by = life.at.date(), life.somebody(life.spot.community)
    life.appeal |= {
        "state": S.CLOSED, "closed_at": stored(life.at), "closed_by_id": by, "closed_on": day,
        "last_closed_on": day, "reopen_until": rules.reopen_until(day, life.book.terms, life.book.calendar),
    }  # fmt: skip
    life.end_lead()
    for reporter in life.to_ask():
        if reporter["id"] in answers:
            reporter |= {"asked_root_id": life.appeal["id"], "asked_on": day, "satisfaction": answers[reporter["id"]]}
    shelved_long = life.appeal["review_on"] is not None and life.random.random() < 0.7
    if shelved_long and stored(life.at) + timedelta(days=80) < stored(life.world.now):
        reviewed = stored(life.at) + timedelta(days=80)
        life.appeal |= {"reviewed_at": reviewed, "reviewed_by_id": by, "review_note": "条件已具备，转入计划"}
    life.did("grid.appeal.closed", by)


def _reopens(life: Life) -> bool:
    """Within the window, else it stays closed."""
    life.wait(4, 80)
    if life.at.date() > life.appeal["reopen_until"]:
        return False
    closing = ("closed_at", "closed_by_id", "closed_on", "reopen_until", "responded_at", "responded_by_id")
    life.appeal |= dict.fromkeys((*closing, "outcome", "review_on", "reviewed_at", "reviewed_by_id"))
    life.appeal |= {"state": S.ACCEPTED, "reopen_count": life.appeal["reopen_count"] + 1, "review_note": ""}
    for reporter in life.reporters:
        reporter |= {"asked_root_id": None, "asked_on": None, "satisfaction": None}
    life.promise(life.at.date() if life.appeal["promise_unit"] in {"wd", "cd"} else life.at)
    life.did("grid.appeal.reopened", life.somebody(life.spot.community))
    return True


