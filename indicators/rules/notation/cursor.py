"""A place in a text, and what has been read of it so far."""

import re
from dataclasses import dataclass, field, replace

from indicators.rules.notation import phrases as say
from indicators.rules.notation.quantity import Quantity, quantity


@dataclass
class Cursor:
    """One attempt at reading a clause: position, fields found, questions."""

    text: str
    given: str | None
    at: int = 0
    found: dict = field(default_factory=dict)
    asks: tuple[str, ...] = ()

    def copy(self) -> "Cursor":
        """Return an independent attempt that starts where this one stands."""
        return replace(self, found=dict(self.found))

    @property
    def done(self) -> bool:
        """Whether nothing is left to read."""
        return self.at >= len(self.text)

    def take(self, pattern: re.Pattern) -> re.Match | None:
        """Return the pattern's match here and step over it, or None."""
        match = pattern.match(self.text, self.at)
        if match is None or not match[0]:
            return None
        self.at = match.end()
        return match

    def amount(self) -> Quantity | None:
        """Return the quantity here and step over it, or None."""
        here = quantity(self.text, self.at, self.given)
        if here:
            self.at = here.end
        return here

    def amount_ahead(self) -> bool:
        """Return whether a quantity stands here."""
        return quantity(self.text, self.at, self.given) is not None

    def ask(self, question: str) -> None:
        """Add a question for a person."""
        self.asks += (question,)

    def note(self, words: str) -> None:
        """Keep printed words that change nothing in the number."""
        self.found["notes"] = (*self.found.get("notes", ()), words)

    def limit(self, scope: str) -> None:
        """Keep of what part of the whole the number is meant."""
        known = self.found.get("scope")
        self.found["scope"] = f"{known}、{scope}" if known else scope

    def set(self, **fields) -> bool:
        """Store fields; False when one was already there with another content."""
        clash = any(self.found.get(k, v) != v for k, v in fields.items())
        self.found |= fields
        return not clash


def before(cursor: Cursor) -> str | None:
    """Return the comparative before a number (不低于, ≥) and step over it."""
    match = cursor.take(say.BEFORE)
    if match and match[0] in say.NEARLY:
        cursor.note(match[0])
    return say.BEFORE_MEANS[match[0]] if match else None


def after(cursor: Cursor) -> str | None:
    """Return the comparative after a number (以上, 左右) and step over it."""
    match = cursor.take(say.AFTER)
    return say.AFTER_MEANS[match[0]] if match else None


def agreed(cursor: Cursor, lead: str | None, tail: str | None) -> str | None:
    """Return the one comparative of two printed, "" when they contradict.

    超过90%以上 says both > and ≥: the first stands, with a question.
    """
    if lead is None or tail is None or lead == tail:
        return lead or tail
    if lead == "~" or tail == "~":
        cursor.ask("“约、左右”与界限同时出现，请确认是约数还是界限。")
        return tail if lead == "~" else "~"
    if "=" in (lead, tail):
        return tail if lead == "=" else lead
    if lead[0] != tail[0]:
        return ""
    cursor.ask("前后两个比较词不一致，请确认是否包含本数。")
    return lead
