"""Plan documents and the data files beside them, brought into the database."""
