"""What is said of a file that cannot be read. Pure."""


class FileRefused(ValueError):
    """A file that is not read at all; one Chinese sentence: what and what to do."""
