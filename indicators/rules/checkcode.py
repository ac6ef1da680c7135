"""The check code of a printed sheet: eight characters that change with any cell.

Pure. The code is printed on every page of the 审核签批单 and kept with its signed
scan; when the form's code differs from the signed one, a cell was changed since.
It guards against confusion, not against forgers.

A cell's digest: SHA-256 of its fields as UTF-8 JSON with sorted names, the first 16
hexadecimal digits. The code: SHA-256 of the JSON [region, year, who fills in,
[[indicator, digest], … sorted]] as a number, its lowest eight base-32 digits in
ALPHABET, the lowest first: 40 bits. JSON has ", " and ": " as separators.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

# Read aloud and typed by hand: no 0/O, no 1/I.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8


def digest(content: Mapping[str, object]) -> str:
    """Return the digest of one cell: 16 hexadecimal characters of SHA-256.

    `content` maps a field's name to text, number, date, bool or None; 77.50 and
    77.5 are the same figure.
    """
    plain = {name: _plain(value) for name, value in content.items()}
    return hashlib.sha256(_packed(plain)).hexdigest()[:16]


def code(region: str, year: int, unit: str, digests: Mapping[str, str]) -> str:
    """Return the check code of a form from its cells' digests by indicator code."""
    packed = _packed([region, year, unit, sorted(digests.items())])
    number = int.from_bytes(hashlib.sha256(packed).digest(), "big")
    found = ""
    for _place in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        found += ALPHABET[index]
    return found


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the indicator codes whose cells differ, were added or are gone."""
    both = {*before, *now}
    return sorted(name for name in both if before.get(name) != now.get(name))


def _plain(value):
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return f"{Decimal(value).normalize():f}"
    return str(value)


def _packed(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
