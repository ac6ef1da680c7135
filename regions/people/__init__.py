"""The only writer of people, their roles and departments from the program's pages.

Every function checks who does it (§ Access) and keeps the log; what may not
be done is a PeopleError with one sentence.
"""
