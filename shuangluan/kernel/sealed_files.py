"""Files kept encrypted under a random name: what was uploaded to be read, what was made to be fetched."""

import secrets
from pathlib import Path

from shuangluan.kernel import vault


def keep(folder: Path, content: bytes) -> str:
    """Write `content` sealed below `folder`; answers with the random name under which it lies."""
    name = secrets.token_hex(24)
    target = folder / "sealed"
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = target / name
    path.write_bytes(vault.seal(content))
    path.chmod(0o600)
    return name


def content_of(folder: Path, name: str) -> bytes:
    """The bytes again. Raises FileNotFoundError when they were taken away, VaultError under another key."""
    return vault.unseal((folder / "sealed" / name).read_bytes())


def take_away(folder: Path, name: str) -> None:
    """The bytes are not needed any more; it does not matter if they are gone already."""
    (folder / "sealed" / name).unlink(missing_ok=True)
