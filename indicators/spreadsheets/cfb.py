"""Reads OLE compound files (.xls, encrypted .xlsx): names and streams, bounded. Pure.

Every chain of sectors is followed at most as often as the file has sectors, so a
file whose chains run in circles ends in a refusal.
"""

import struct

from indicators.spreadsheets.parts import DAMAGED
from indicators.spreadsheets.refusal import FileRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE = 0xFFFFFFFA  # at and above: end of chain, free, FAT itself
ENTRY = 128  # bytes of a directory entry
STREAM, ROOT = 2, 5


class CompoundFile:
    """`names` of all entries, and the content of streams."""

    def __init__(self, data: bytes):
        """Read header, allocation table and directory; raises FileRefused."""
        try:
            self._open(data)
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise FileRefused(DAMAGED) from error

    def _open(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise FileRefused(DAMAGED)
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift > shift:
            raise FileRefused(DAMAGED)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._table(self._fat_sectors())
        self._mini_fat = self._table(self._chain(mini, self._fat))
        self._mini_stream = b""
        self._entries = {}
        self.names = set()
        self._read_directory(self._joined(self._chain(directory, self._fat)))

    def _fat_sectors(self) -> list[int]:
        """Return the sectors that hold the allocation table."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        words = self._size // 4
        for _ in range(len(self._data) // self._size):
            if following >= FREE:
                break
            more = struct.unpack_from(f"<{words}I", self._data, self._at(following))
            sectors += more[:-1]
            following = more[-1]
        most = len(self._data) // self._size + 1
        return [sector for sector in sectors if sector < FREE][:most]

    def _at(self, sector: int) -> int:
        return (sector + 1) * self._size

    def _joined(self, sectors: list[int]) -> bytes:
        size = self._size
        return b"".join(self._data[self._at(s) : self._at(s) + size] for s in sectors)

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        raw = self._joined(sectors)
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def _chain(self, sector: int, table) -> list[int]:
        chain = []
        while sector < FREE:
            if sector >= len(table) or len(chain) > len(table):
                raise FileRefused(DAMAGED)
            chain.append(sector)
            sector = table[sector]
        return chain

    def _read_directory(self, raw: bytes) -> None:
        for at in range(0, len(raw) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            if not kind or length < 2 or length > 64:
                continue
            name = raw[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", raw, at + 116)
            self.names.add(name)
            if kind == ROOT and not at:
                self._mini_stream = self._joined(self._chain(start, self._fat))
            elif kind == STREAM:
                self._entries.setdefault(name, (start, size))

    def stream(self, name: str) -> bytes:
        """Return the content of a stream; raises FileRefused."""
        if name not in self._entries:
            raise FileRefused(DAMAGED)
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._joined(self._chain(start, self._fat))[:size]
        each = self._mini_size
        chain = self._chain(start, self._mini_fat)
        return b"".join(self._mini_stream[s * each : (s + 1) * each] for s in chain)[
            :size
        ]
