"""What the rules need to know of an appeal and of the person who would do something to it."""

from dataclasses import dataclass
from datetime import date, datetime

from shuangluan.grid.rules.states import AppealState, HandlingLevel, LegKind, Level, Outcome


@dataclass(frozen=True, slots=True)
class LeadLeg:
    """The running lead leg. Moments are naive local ones.

    `return_until` is the last day to ask for its return (clocks.return_until); `returnable` is False for
    a leg that the street assigned (GR-22); `return_asked`: asked and not yet answered by the dispatcher.
    """

    kind: LegKind
    issued_at: datetime
    return_until: date
    signed: bool = False
    returnable: bool = True
    return_asked: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How an appeal stands; what cannot be (a lead leg before it is dispatched) is left at its default.

    `return_count` counts confirmed returns since the last acceptance. `dispatched_before`: it has or had
    a lead leg. `asked_pause_days` is the length in calendar days of the pause that waits for approval,
    None when none waits. `due_on` None: no date (an open pause). `in_days`: the promise counts in days,
    so that it can be extended. The counts of reporters cover the merged children too: `reporters_untold`
    of the coming pause (clocks.Guard), `reporters_to_contact` neither reached nor tried often enough,
    `reporters_unsolved` reached ones who say 未解决. `resident_reported`: at least one reporter is not a
    网格员. `stage_open`: a linked stage is open (GR-64). `review_due`: a shelved appeal whose review is
    not written. `root_state` of a merged one; `previous_state` before it was merged or voided.
    `archived`: derived, the state column may still say closed.
    """

    state: AppealState
    level: Level = Level.NORMAL
    handling_level: HandlingLevel = HandlingLevel.COMMUNITY
    lead: LeadLeg | None = None
    assists_open: int = 0
    return_count: int = 0
    dispatched_before: bool = False
    suspended: bool = False
    asked_pause_days: int | None = None
    extension_asked: bool = False
    extensions: int = 0
    due_on: date | None = None
    in_days: bool = True
    reporters_untold: int = 0
    reporters_to_contact: int = 0
    reporters_unsolved: int = 0
    resident_reported: bool = True
    checked: bool = False
    outcome: Outcome | None = None
    stage_open: bool = False
    review_due: bool = False
    reopen_until: date | None = None
    voided_on: date | None = None
    previous_state: AppealState | None = None
    root_state: AppealState | None = None
    children: int = 0
    located: bool = True
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """A person as this appeal sees him. Roles are those he holds here, in its scope; a role elsewhere is
    False.

    `grid_leader`: by a dated appointment for this compound today, not by the grant alone (GR-7);
    `grid_worker` likewise by his appointment for this grid, or `other_grid` when he is one of another
    grid. `street` is `street_staff` or `street_leader`, `community` is `community_admin` or
    `community_staff`. Relations: his body holds the lead leg (`lead_body`), an open assist leg
    (`assist_body`; `assist_to_sign` while unsigned); he or his body issued the lead leg (`issued_lead`);
    he typed it in (`registered_it`); he is himself a reporter (`reported_it`); he or his body ever
    handled it (`handled_it`); his body is one level above the body that holds the lead leg, or higher
    (`above`); he asked for what waits to be approved (`asked_it`).
    """

    person_id: int = 0
    grid_worker: bool = False
    other_grid: bool = False
    grid_leader: bool = False
    community: bool = False
    street: bool = False
    street_leader: bool = False
    district: bool = False
    department: bool = False
    property_company: bool = False
    owners_delegate: bool = False
    auditor: bool = False
    lead_body: bool = False
    assist_body: bool = False
    assist_to_sign: bool = False
    issued_lead: bool = False
    registered_it: bool = False
    reported_it: bool = False
    handled_it: bool = False
    above: bool = False
    asked_it: bool = False

    @property
    def of_street(self) -> bool:
        """The street's staff or its leadership."""
        return self.street or self.street_leader

    @property
    def takes_part(self) -> bool:
        """Holds any role that writes here (an auditor reads all and writes nothing)."""
        roles = (self.grid_worker, self.other_grid, self.grid_leader, self.community, self.of_street)
        return any(roles) or self.district or self.department or self.property_company
