"""审核签批单: the form as an A4 sheet to be signed, and its signed scan."""
