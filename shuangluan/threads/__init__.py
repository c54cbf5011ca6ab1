"""Steps that cross slices: one transaction, each side checks its own rules (architecture 4.10)."""
