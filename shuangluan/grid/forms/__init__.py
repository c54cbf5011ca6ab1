"""Forms of 全科网格: shape and completeness of what was typed, never the rules."""
