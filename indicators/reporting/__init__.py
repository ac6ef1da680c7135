"""The yearly reporting as pages see it: what is asked, what is missing, what is wrong.

Reads only; indicators.entry writes.
"""
