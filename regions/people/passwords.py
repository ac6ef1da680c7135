"""First passwords: given by an administrator, changed at the first sign-in. Pure."""

import secrets

# Neither l nor o, which are read as 1 and 0.
CONSONANTS, VOWELS = "bdfghjkmnprstvwz", "aeiu"


def readable() -> str:
    """Return a password that can be read out: 12 letters in syllables, 4 digits.

    64 ** 6 * 9000 possibilities, 49 bits: far beyond eight tries a quarter hour.
    """
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(6)]
    number = secrets.randbelow(9000) + 1000
    return "-".join(["".join(syllables[:3]), "".join(syllables[3:]), str(number)])
