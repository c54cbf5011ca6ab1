"""What is done with an import: by its owner (`steps`), and by the jobs that read, check, write and take back."""

from shuangluan.imports.services.bulk import clear_some
from shuangluan.imports.services.reading import check, read, samples_of
from shuangluan.imports.services.retention import SWEEP, remove_files, sweep
from shuangluan.imports.services.steps import (
    CHECK,
    READ,
    WITHDRAW,
    WRITE,
    begin,
    check_again,
    choose_row,
    confirm,
    drop,
    match_columns,
    read_again,
)
from shuangluan.imports.services.steps import withdraw as withdraw_import
from shuangluan.imports.services.writing import lost, withdraw, write
from shuangluan.kernel.jobs import Kind

KINDS = (
    Kind(READ, read, lost),
    Kind(CHECK, check, lost),
    Kind(WRITE, write, lost),
    Kind(WITHDRAW, withdraw, lost),
    Kind(SWEEP, sweep),
)

CHORES = (clear_some,)

__all__ = [
    "CHORES", "KINDS", "begin", "check_again", "choose_row", "confirm", "drop", "match_columns", "read_again",
    "remove_files", "samples_of", "withdraw_import",
]  # fmt: skip
