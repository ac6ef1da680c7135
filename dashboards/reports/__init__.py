"""The files that leave the program as documents: the analyst's workbook."""


class TooLarge(ValueError):
    """More than the format holds; one Chinese sentence that offers another."""
