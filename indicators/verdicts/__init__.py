"""From rows to verdicts: the case of a row, its assessment, what is stored."""
