"""Money in words: 分 as it is read on pages and papers."""


def yuan(fen: int) -> str:
    """Money as it is read: 470,000.00."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def plain_yuan(fen: int) -> str:
    """The same as a form and a workbook take it: 470000.00."""
    return yuan(fen).replace(",", "")
