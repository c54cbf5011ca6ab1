"""How a rule refuses. Views turn these into answers, commands into a sentence (decision D3b)."""


class RuleBroken(ValueError):
    """A rule forbids what was asked: the answer is 422 with the reason.

    `reason` is a whole Chinese sentence for the person who asked; `field` names the form field it is about,
    None where it is about the record. A ValueError, because an engine that refuses its input refuses it to a
    worked example as well, and there the expected refusal is written as ValueError.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Conflict(RuleBroken):
    """Somebody was faster (a taken room, a claimed wish): the answer is 409 with what is still possible."""


class Stale(Exception):
    """The record was saved by somebody else after it was read (`row_version` differs): the answer is 409."""
