"""Scenes built once: what a builder made of a known database is brought back from a copy.

Builders call the services one after the other, which is most of the time that tests take. While a test's database
holds nothing but the town and what builders marked `@kept` made, its content is known by their names and arguments,
and the same steps again are a copy: of the file on SQLite, of the rows on PostgreSQL. Whatever else commits makes the
content unknown, and the builders simply run.
"""

import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import inspect

from shuangluan.extensions import db
from shuangluan.kernel import clock

Steps = tuple[str, ...]
NOTHING = "nothing"  # stands for None among the identities of what a builder gives back


class Store(Protocol):
    """How the content of a test's database is set aside and brought back."""

    def keep(self) -> Any:
        """A copy of what it holds."""

    def bring(self, kept: Any) -> None:
        """Let it hold that again."""


class Files:
    """The copies of a database that is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copies = 0
        self.file: Path | None = None  # that of the test

    def keep(self) -> Path:
        """Another file."""
        assert self.file is not None
        db.engine.dispose()  # the file is whole when nobody has it open
        self.copies += 1
        return shutil.copyfile(self.file, self.folder / f"{self.copies}.db")

    def bring(self, kept: Path) -> None:
        """The test's file is that one from now on."""
        assert self.file is not None
        db.engine.dispose()
        shutil.copyfile(kept, self.file)


class Shelf:
    """The copies of one run, and the steps whose result the database of the test is (None: not known)."""

    def __init__(self) -> None:
        self.copies: dict[Steps, tuple[Any, Any]] = {}
        self.seen: set[Steps] = set()
        self.store: Store | None = None
        self.folder: Path | None = None
        self.steps: Steps | None = None

    def open(self, kind: str, store: Store, folder: Path) -> None:
        """A test begins with the town alone; `folder` is where it keeps files."""
        self.store, self.folder, self.steps = store, folder, (kind,)

    def forget(self, *_: Any) -> None:
        """Somebody committed: what the database holds is no longer known."""
        self.steps = None

    def take(self, steps: Steps) -> tuple[bool, Any]:
        """Whether these steps are on the shelf; if so, the database is what they made."""
        if steps not in self.copies:
            return False, None
        copy, made = self.copies[steps]
        db.session.rollback()  # records that a test holds stay in the session
        self._store().bring(copy)
        found = _found(made)
        db.session.rollback()  # as after a commit, what it holds is read again when somebody looks
        return True, found

    def put(self, steps: Steps, made: Any) -> None:
        """Keep what was asked for a second time; a scene of one test would only fill the disk."""
        if steps not in self.seen:
            self.seen.add(steps)
            return
        identities = _identities(made)
        if identities is None or self.folder is None or any(self.folder.glob("*/**")):
            return  # a result that cannot be found again, or files beside the database
        db.session.rollback()
        self.copies[steps] = self._store().keep(), identities

    def _store(self) -> Store:
        assert self.store is not None
        return self.store


SHELF = Shelf()


def kept(builder: Callable[..., Any]) -> Callable[..., Any]:
    """Let a builder's work be brought back; its arguments must say all it depends on, besides clock and database."""

    @wraps(builder)
    def build(*args: Any, **more: Any) -> Any:
        before, step = SHELF.steps, _step(builder, args, more)
        if before is None or step is None or db.session.info.get("writing"):
            return builder(*args, **more)
        steps = (*before, step)
        there, made = SHELF.take(steps)
        if not there:
            made = builder(*args, **more)
            SHELF.put(steps, made)
        SHELF.steps = steps
        return made

    return build


def _step(builder: Callable[..., Any], args: tuple[Any, ...], more: dict[str, Any]) -> str | None:
    words = [_word(one) for one in (*args, *(part for pair in sorted(more.items()) for part in pair))]
    told = f"{builder.__module__}.{builder.__qualname__}({', '.join(words)}) at {clock.now()}"
    return None if " at 0x" in told else told


def _word(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(_word(getattr(value, one.name)) for one in fields(value))})"
    identity = _identities(value)
    return repr(value if identity is None else identity)


def _identities(made: Any) -> Any:
    """How records are found again: their class and id; None is itself, a tuple or list piece by piece."""
    if made is None:
        return NOTHING
    if isinstance(made, list | tuple):
        pieces = [_identities(one) for one in made]
        return None if None in pieces else type(made)(pieces)
    state = inspect(made, raiseerr=False)
    key = getattr(state, "identity", None)
    return (type(made), key) if key else None


def _found(identities: Any) -> Any:
    if identities == NOTHING:
        return None
    if isinstance(identities, tuple) and isinstance(identities[0], type):
        return db.session.get_one(*identities)
    return type(identities)(_found(one) for one in identities)
