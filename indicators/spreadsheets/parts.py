"""The parts of an .xlsx or .ods package: read one by one, bounded, as XML. Pure.

zipfile never hands out more of a member than the package declares, so the sizes are
judged before anything is unpacked, and a member that lies about its size fails its
check sum.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from indicators.spreadsheets.refusal import FileRefused

MOST_PARTS = 3_000
LARGEST_WHOLE, MOST_READ = 120 * 2**20, 60 * 2**20  # bytes, unpacked
MOST_TAGS = 2_200_000  # a cell has two to six, a shared string four
MOST_LETTERS = 40_000_000  # of up to four bytes each
LONGEST_TAG, CHUNK = 2**20, 2**16  # bytes; a tag is kept whole until it ends
DAMAGED = "文件损坏或不完整，无法打开：请在Excel或WPS中另存为新的xlsx文件后上传。"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError),
    *(RuntimeError, OSError, ValueError, OverflowError, IndexError, KeyError),
)


class Package:
    """The parts of a zip file by name; names compare without case and backslashes."""

    def __init__(self, data: bytes):
        """Read the directory only; raises FileRefused for what may not be unpacked."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except BROKEN as error:
            raise FileRefused(DAMAGED) from error
        self._parts = {}
        self._bytes, self._tags = MOST_READ, MOST_TAGS  # still to be read
        self._letters = MOST_LETTERS
        for info in infos:
            if self._parts.setdefault(tidy(info.filename), info) is not info:
                raise FileRefused(DAMAGED)
        _require_small(infos)

    @property
    def names(self) -> set[str]:
        return set(self._parts)

    def read(self, name: str) -> bytes:
        """Return a part's bytes; raises FileRefused if it is missing, large,
        damaged."""
        return b"".join(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part's bytes; raises FileRefused if it is missing, large, damaged."""
        info = self._parts.get(tidy(name))
        if info is None:
            raise FileRefused(DAMAGED)
        self._bytes -= info.file_size
        if self._bytes < 0:
            raise _too_large()
        if info.flag_bits & 1:
            raise FileRefused("文件中有加密内容，请去除密码后上传。")
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except BROKEN as error:
            raise FileRefused(DAMAGED) from error

    def first(self, name: str) -> bytes:
        """Return the first bytes of a part, b"" where there is none or it is broken."""
        info = self._parts.get(tidy(name))
        try:
            if info is None:
                return b""
            with self._zip.open(info) as part:
                return part.read(4096)
        except BROKEN:
            return b""

    def walk(
        self,
        name: str,
        start: Callable[[str, dict], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Call back for each element of a part; raises FileRefused.

        Names come as they are written, perhaps with a prefix: see local_name(). The
        part is never held whole. A document type is refused: only there can entities
        grow without end.
        """

        def count_and_take(words: str) -> None:
            self._letters -= len(words)
            if self._letters < 0:
                raise _too_large()
            text(words)

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text and count_and_take
        fed = 0
        try:
            for chunk in self._chunks(name):
                fed += len(chunk)
                self._tags -= chunk.count(b"<") + chunk.count(b"/>")  # ends count too
                if self._tags < 0 or fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise _too_large()
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except FileRefused:
            raise
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileRefused(DAMAGED) from error


def _require_small(infos) -> None:
    if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > LARGEST_WHOLE:
        raise _too_large()


def _too_large() -> FileRefused:
    return FileRefused("文件解压后过大，未打开：请新建工作簿，只复制需上传的表格。")


def tidy(name: str) -> str:
    """Return a part's name as parts are compared."""
    return name.replace("\\", "/").lstrip("/").lower()


def beside(part: str, target: str) -> str:
    """Return the part that a relation of `part` leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def local_name(name: str) -> str:
    """Return the name of an element without the prefix that it may have."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_) -> None:
    raise FileRefused(
        "文件含不允许的定义（DOCTYPE），未打开：请在Excel或WPS中另存为新的xlsx文件。"
    )


def local(attributes: dict) -> dict:
    """Return the attributes of an element by their local names."""
    return {local_name(name): value for name, value in attributes.items()}
