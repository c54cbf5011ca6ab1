"""Scans of papers: hang one on a paper, take one away, tell that one was opened (WF-43, WF-115)."""

import hashlib
from datetime import datetime

from shuangluan.kernel import audit, removal
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Scan
from shuangluan.workforce.queries.papers import Paper
from shuangluan.workforce.queries.scans import COLUMNS, Kept, scans_of_paper
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.states import VerifyState

MOST_SCANS = 6


def add_scan(paper: Paper, upload: Upload, stored_name: str, *, by: audit.Actor, at: datetime) -> Scan:
    """Hang a stored, encrypted file on a paper. Raises RuleBroken for more than six."""
    if len(scans_of_paper(paper.kind, paper.record.id)) >= MOST_SCANS:
        raise RuleBroken(f"一份材料最多 {MOST_SCANS} 个扫描件，先删掉不要的", "files")
    record = Scan(
        name=upload.name, media_type=upload.media_type, size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(), stored_name=stored_name, uploaded_at=at,
        uploaded_by_id=by.id or 0, uploader_name=by.name, **{COLUMNS[paper.kind].key: paper.record.id},
    )  # fmt: skip
    audit.created(sentences.SCAN_ADDED, record, by=by, at=at)
    return record


def note_opened(kept: Kept, *, by: audit.Actor, at: datetime) -> None:
    """Who opened which scan: it shows what the file keeps masked (WF-115)."""
    detail = {"paper": kept.paper.name, "scan": kept.scan.id}
    audit.noted(sentences.SCAN_OPENED, kept.paper.worker, by=by, at=at, detail=detail)


def remove_scan(kept: Kept, *, by: audit.Actor, at: datetime) -> None:
    """A scan uploaded by mistake. Raises RuleBroken once the paper is verified: it is the evidence."""
    if kept.paper.record.verify_state is VerifyState.VERIFIED:
        raise RuleBroken("材料已经核验，扫描件是依据，不能删除；要换先请核验人改为存疑")
    with audit.removing(sentences.SCAN_REMOVED, kept.scan, by=by, at=at):
        removal.delete(kept.scan.name, kept.scan)
