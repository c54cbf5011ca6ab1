"""What is declared of a deed: its words, its form, the service that does it, the dialog it is asked in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shuangluan.grid.forms.fields import ActForm
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import Desk
from shuangluan.grid.rules import ACTION_LABEL, Action
from shuangluan.grid.views import addresses

Facts = list[tuple[str, str]]


def nothing(_desk: Desk) -> Facts:
    """A deed that needs no explanation."""
    return []


def stay(_form: Any) -> Action | None:
    """Most deeds propose no other."""
    return None


@dataclass(frozen=True)
class Act:
    """One deed on an appeal.

    `do(form, appeal, by=, at=)` calls the service. `about` says what the decision rests on, `warning` what follows
    from it. `said` is the message afterwards, `leads` the deed that the answer proposes next. A deed that overwrites
    nothing (`versioned` False) does not mind that the appeal has changed meanwhile.
    """

    action: Action
    title: str
    submit: str
    said: str
    do: Callable[..., Any]
    form: type[ActForm] = ActForm
    about: Callable[[Desk], Facts] = nothing
    warning: str | Callable[[Desk], str] = ""
    keep: str = "先不办"
    warn: bool = False
    versioned: bool = True
    leads: Callable[[Any], Action | None] = stay

    @property
    def permission(self) -> Perm:
        """Whose page it is."""
        return addresses.PERMISSIONS[self.action]

    @property
    def asks_twice(self) -> bool:
        """Whether it opens as the small dialog whose safe button has the focus."""
        return self.action in addresses.ASKED_TWICE

    def warned(self, desk: Desk) -> str:
        """What follows from it, with the numbers in force."""
        return self.warning if isinstance(self.warning, str) else self.warning(desk)

    @property
    def label(self) -> str:
        """The word for it on buttons."""
        return ACTION_LABEL[self.action]
