"""GB/T 2260 region codes: the six digits encode the tree. Pure.

51 0000 → 51 17 00 → 51 17 02; 100000 stands for the whole nation.
"""

from collections.abc import Iterable

NATION = "100000"
LAST = "999999"


def level(code: str) -> int:
    """Return 0 for the nation, 1 province, 2 city, 3 county."""
    if code == NATION:
        return 0
    if code.endswith("0000"):
        return 1
    return 2 if code.endswith("00") else 3


def span(code: str) -> tuple[str, str]:
    """Return the first and last code of the subtree, both included."""
    depth = level(code)
    if depth == 0:
        return NATION, LAST
    prefix = code[: depth * 2]
    return prefix.ljust(6, "0"), prefix.ljust(6, "9")


def contains(ancestor: str, code: str) -> bool:
    """Return whether `code` is `ancestor` itself or lies below it."""
    first, last = span(ancestor)
    return first <= code <= last


def ancestors(code: str) -> list[str]:
    """Return the codes above `code`, the nation first, itself left out."""
    chain = [NATION, code[:2] + "0000", code[:4] + "00"]
    return chain[: level(code)]


def below(ancestor: str, code: str) -> str:
    """Return the code directly below `ancestor` that `code` lies in, at most itself."""
    depth = (level(ancestor) + 1) * 2
    return code if level(code) * 2 <= depth else code[:depth].ljust(6, "0")


def common(several: Iterable[str]) -> str:
    """Return the lowest code that contains all of several."""
    first, *others = several
    for ancestor in reversed([*ancestors(first), first]):
        if all(contains(ancestor, code) for code in others):
            return ancestor
    return NATION
