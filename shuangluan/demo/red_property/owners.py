"""Owners' votes in their states, funds and an emergency repair of the demonstration (RP-7, RP-31, RP-32)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shuangluan.demo.district import District, Estate, Ground, Staff
from shuangluan.demo.pictures import pictures
from shuangluan.demo.red_property.table import Seats, Tale
from shuangluan.kernel import attachments, clock
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.models import Compound
from shuangluan.red_property.queries import fund_register
from shuangluan.red_property.queries import votes as stored
from shuangluan.red_property.rules.funds import Booking, EntryKind, ShareBasis, UseBasis
from shuangluan.red_property.rules.vote_plans import VotePlan
from shuangluan.red_property.rules.vote_words import DeliveryMethod, ElectorateScope, Initiator, Medium, VoteForm
from shuangluan.red_property.services import ballots, emergencies, funds, rosters, vote_counting, votes
from shuangluan.red_property.services.ballots import Receipt
from shuangluan.red_property.services.emergencies import Fault, Step

FLATS, AREA = 9, 10_000  # of a roster; 0.01 ㎡ each
HANGS, LASTS = 26, 14  # days from the posting to the opening (the longest holidays move the end), then to the closing
PASSED, FAILED = (1, 1, 1, 1, 1, 2, 1), (1, 1, 2, 2, 2, 1, 2)  # 1 同意, 2 反对, by counting unit
ENDED, UNDER_WAY, POSTED = 70, 30, 6  # days before the last one on which a vote was put up
FUND_YEARS = 2
DEPOSIT = 60_000  # 分 of a household


def tales(district: District, delegates: dict[int, Staff], folder: Path) -> Sequence[Tale]:
    """Votes of the first four communities, the fund of every first compound, one emergency repair."""
    firsts = [(ground, ground.estates[0]) for ground in district.grounds if ground.estates]
    found = [fund(district, ground, estate, number) for number, (ground, estate) in enumerate(firsts)]
    began = (ENDED, ENDED, UNDER_WAY, POSTED)
    choices: tuple[Sequence[int], ...] = (PASSED, FAILED, PASSED[:5], ())
    if not working_calendar().unpublished_years(district.until - timedelta(days=ENDED), district.until):
        for (ground, estate), days, cast in zip(firsts, began, choices, strict=False):
            found.append(vote(district, ground, estate.compound, district.until - timedelta(days=days), cast))
    served = [(ground, one) for ground, one in firsts if one.compound.id in delegates and one.company is not None]
    for ground, estate in served[1:2]:
        liaison = district.holder("property_liaison", estate.company.name if estate.company else "")
        seats = Seats(estate.compound, ground.admin, delegates[estate.compound.id], liaison)
        found.append(repair(district, ground, seats, folder))
    return found


def fund(district: District, ground: Ground, estate: Estate, number: int) -> Tale:
    """The first deposit of a compound; interest every year, and a renewal where the number says so."""
    clerk, place = ground.clerks[0].actor, estate.compound
    opened = date(district.until.year - FUND_YEARS, 2, 5)
    deposit = place.households * DEPOSIT
    yield (now := _wall(opened, 9))
    account = funds.open_fund(
        place, opened_on=opened, first_deposit_fen=deposit, area_x100=place.households * AREA, by=clerk,
        at=clock.from_wall(now),
    )  # fmt: skip
    day = date(district.until.year - 1, 12, 21)
    if day >= district.until:
        return
    yield (now := _wall(day, 9))
    interest = Booking(EntryKind.INTEREST, day, deposit // 80, f"{day.year} 年存款利息")
    funds.book_entry(account, interest, by=clerk, at=clock.from_wall(now))
    if number % 5 == 4:
        yield (now := _wall(day, 10))
        paid = Booking(EntryKind.RENEWAL, day, deposit // 10, "续交维修资金", posted_on=day)
        funds.book_entry(account, paid, by=clerk, at=clock.from_wall(now))


def vote(district: District, ground: Ground, place: Compound, day: date, cast: Sequence[int]) -> Tale:
    """A vote on using the fund, put up on `day`; as far as it has come by the last day."""
    clerk, admin, until = ground.clerks[0].actor, ground.admin.actor, district.until
    opens, closes = day + timedelta(days=HANGS), day + timedelta(days=HANGS + LASTS)
    plan = VotePlan(
        title=f"{place.name}{day.year}年使用维修资金业主表决", form=VoteForm.WRITTEN, initiator=Initiator.COMMITTEE,
        initiator_note="", proposers=None, electorate=ElectorateScope.COMPOUND, electorate_note="", freeze_on=day,
        opens_on=opens, closes_at=_wall(closes, 18),
    )  # fmt: skip
    yield (now := _wall(day, 9))
    at = clock.from_wall(now)
    made = votes.plan_vote(place, plan, by=clerk, at=at)
    for flat in range(1, FLATS + 1):
        rosters.add_unit(made, _flat(flat), by=clerk, at=at)
    votes.add_motion(made, matter="use_fund", title="更换电梯曳引机", text="从维修资金支出", by=clerk, at=at)
    votes.publicise(made, place="小区公告栏", manner="张贴", days=15, notified_on=day, by=clerk, at=at)
    if opens >= until:
        return
    yield (now := _wall(opens, 9))
    votes.open_vote(made, by=clerk, at=clock.from_wall(now))
    yield (now := _wall(opens, 10))
    _cast(made, cast, opens, ground, now)
    if closes + timedelta(days=2) >= until:
        return
    yield (now := _wall(closes + timedelta(days=1), 9))
    votes.close_vote(made, by=clerk, at=clock.from_wall(now))
    vote_counting.confirm_count(made, by=clerk, at=clock.from_wall(now))
    yield (now := _wall(closes + timedelta(days=1), 15))
    vote_counting.finalise(made, by=admin, at=clock.from_wall(now))
    yield from _spend(made, place, ground, closes + timedelta(days=3), until)


def _flat(number: int) -> dict[str, object]:
    return {
        "unit": f"1号楼{number:02d}01", "kind": "dwelling", "status": "delivered", "titled": False,
        "owners": f"演示业主{number}", "tails": "", "registered_x100": AREA, "surveyed_x100": None,
        "contract_x100": None,
    }  # fmt: skip


def _cast(made: Any, cast: Sequence[int], opens: date, ground: Ground, now: datetime) -> None:
    """Papers delivered to everybody, and those that came back, entered by one and checked by another."""
    clerk, admin, at = ground.clerks[0].actor, ground.admin.actor, clock.from_wall(now)
    groups = [found for n in range(1, FLATS + 1) if (found := stored.group(n, made.id))]
    ballots.deliver(made, groups, method=DeliveryMethod.IN_PERSON, on=opens, receipt=True, by=clerk, at=at)
    for number, choice in enumerate(cast, 1):
        ballots.enter_ballot(made, f"{number} {choice}", Receipt(Medium.PAPER, at, ""), by=clerk, at=at)
        ballots.check_ballot(made, f"{number} {choice}", by=admin, at=at)


def _spend(made: Any, place: Compound, ground: Ground, day: date, until: date) -> Tale:
    """What a passed vote opened: most of the fund, so that owners are asked to pay again."""
    passed, account = fund_register.passed_motions([place.id]), fund_register.of_compound(place.id)
    if not passed or account is None or day >= until:
        return
    yield (now := _wall(day, 10))
    use = Booking(EntryKind.USE, day, account.first_deposit_fen * 3 // 4, "更换电梯曳引机", UseBasis.VOTE, passed[0].id,
                  share=ShareBasis.AREA, posted_on=day)  # fmt: skip
    funds.book_entry(account, use, by=ground.clerks[0].actor, at=clock.from_wall(now))


def repair(district: District, ground: Ground, seats: Seats, folder: Path) -> Tale:
    """A lift that stood still: applied for by the company, reviewed, confirmed, paid, its accounts posted."""
    day, cost = district.until - timedelta(days=40), seats.compound.households * DEPOSIT // 8
    liaison, admin = seats.liaison.actor, seats.admin.actor
    yield (now := _wall(day, 9))
    fault = Fault("lift", "2号楼电梯曳引机", "2号楼", "轿厢突然停住，检测机构要求停用", day, cost * 11 // 10)
    made = emergencies.apply_emergency(seats.compound, fault, by=liaison, at=clock.from_wall(now))
    yield (now := _wall(day, 15))
    step = _step(made, day, "同意抢修", "review", seats.delegate, folder, now)
    emergencies.review_emergency(made, step, by=seats.delegate.actor, at=clock.from_wall(now))
    yield (now := _wall(day + timedelta(days=1), 9))
    step = _step(made, now.date(), "情况属实，同意", "confirmation", seats.admin, folder, now)
    emergencies.confirm_emergency(made, step, by=admin, at=clock.from_wall(now))
    account = fund_register.of_compound(seats.compound.id)
    if account is not None:
        yield (now := _wall(day + timedelta(days=9), 9))
        use = Booking(EntryKind.USE, now.date(), cost, "抢修2号楼电梯", UseBasis.EMERGENCY, None, made.id,
                      ShareBasis.AREA)  # fmt: skip
        funds.book_entry(account, use, by=ground.clerks[0].actor, at=clock.from_wall(now))
    yield (now := _wall(day + timedelta(days=12), 9))
    step = _step(made, now.date(), "2号楼门厅公示栏", "accounts", seats.liaison, folder, now)
    emergencies.post_accounts(made, step, cost_fen=cost, by=liaison, at=clock.from_wall(now))


def _step(
    made: Any, on: date, note: str, purpose: str, who: Staff, folder: Path, now: datetime
) -> Step:  # fmt: skip
    """A step with its paper, a drawing in place of a scan."""
    upload = pictures()[0]
    paper = attachments.attach(
        made.matter, upload, attachments.store(folder, upload), purpose=purpose, by=who.actor, at=clock.from_wall(now)
    )
    return Step(on, note, paper)


def _wall(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))
