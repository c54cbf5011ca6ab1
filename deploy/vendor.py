"""Fetch, or with --check only compare, the third-party files under static/vendor/.

`vendor.lock.json` names each package with its version, the sha512 of its archive (npm's
"integrity") and, per file, the name it gets here and its sha256. To add a package, write its
entry without checksums and run this once; the checksums are filled in. A checksum that is
there is never replaced: an archive that differs from it stops the run.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LOCK = "vendor.lock.json"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def problems(folder: Path = VENDOR) -> list[str]:
    """What differs between the lock and the committed files; empty when all is well. Needs no network."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    found, known = [], {LOCK}
    for package, entry in lock["packages"].items():
        if "integrity" not in entry:
            found.append(f"{package}: no checksum of the archive")
        for file in entry["files"].values():
            known.add(file["as"])
            path = folder / file["as"]
            if not path.is_file():
                found.append(f"{file['as']}: missing")
            elif _sha256(path.read_bytes()) != file.get("sha256"):
                found.append(f"{file['as']}: differs from the lock")
    found += [f"{path.name}: not in the lock" for path in sorted(folder.iterdir()) if path.name not in known]
    return found


def _fetch(package: str, entry: dict[str, Any], folder: Path) -> None:
    """Write the files of one package and complete its lock entry; exits when an archive is not the locked one."""
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", scratch, package]
        packed = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # names from the lock
        name = packed.stdout.split()[-1]
        archive = Path(scratch) / name
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        integrity = f"sha512-{digest}"
        if entry.setdefault("integrity", integrity) != integrity:
            sys.exit(f"{package}: the archive differs from the lock")
        with tarfile.open(archive) as tar:
            for source, file in entry["files"].items():
                member = tar.extractfile(f"package/{source}")
                if member is None:
                    sys.exit(f"{package}: {source} is not a file")
                data = member.read()
                if file.setdefault("sha256", _sha256(data)) != _sha256(data):
                    sys.exit(f"{package}: {source} differs from the lock")
                (folder / file["as"]).write_bytes(data)


def main() -> None:
    """Command line: without options fetch and lock, with --check compare offline (exit 1 on a difference)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare the committed files with the lock")
    if not parser.parse_args().check:
        lock = json.loads((VENDOR / LOCK).read_text(encoding="utf-8"))
        for package, entry in lock["packages"].items():
            _fetch(package, entry, VENDOR)
        (VENDOR / LOCK).write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")
    if found := problems():
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
