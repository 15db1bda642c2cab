"""Is this file what it says, and harmless? Asked of its bytes before any of it is parsed.

A workbook is a zip of XML. Sizes written in a zip may lie, parts may lie on top of each other, and
Python's own reader believes the sizes; so every part is inflated here in small pieces that are
counted and thrown away. What does not come to the end of that is not parsed at all.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from models.sheets.limits import (
    MB,
    MOST_BYTES,
    MOST_PARTS,
    MOST_RATIO,
    MOST_SMALL_PART,
    MOST_UNPACKED,
    RATIO_COUNTS_FROM,
)
from models.sheets.refusals import (
    NotAWorkbook,
    SheetBroken,
    SheetHasMacros,
    SheetLinked,
    SheetProtected,
    SheetTooBig,
    SheetUnpacksTooBig,
)
from models.sheets.strangers import kind_of

_PIECE = 64 * 1024
_LOCAL = struct.Struct("<4s22sHH")
_NO_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = max(map(len, _NO_ENTITIES)) - 1
_XML = (".xml", ".rels", ".vml")
_ENCRYPTED = 0x1
_MACROS = ("vbaproject", "vbadata", "/macrosheets/", "/dialogsheets/", "/activex/")


def check_size(size: int) -> None:
    """Before a file is fetched, with the size that is told of it, and again when it is here."""
    if size > MOST_BYTES:
        raise SheetTooBig(MOST_BYTES // MB)


@dataclass(frozen=True)
class Package:
    """A workbook whose every part was inflated once, within the limits."""

    data: bytes
    parts: dict[str, zipfile.ZipInfo]

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part in pieces."""
        return _inflated(self.data, self.parts[name])

    def small(self, name: str) -> bytes:
        """A part as a whole: only those that are small in every honest workbook."""
        if name not in self.parts or self.parts[name].file_size > MOST_SMALL_PART:
            raise SheetBroken
        return b"".join(self.pieces(name))


def checked(data: bytes) -> Package:
    """The file, once nothing in it can harm; a Refusal says what is wrong."""
    check_size(len(data))
    if not data.startswith(b"PK\x03\x04"):
        kind = kind_of(data)
        raise SheetProtected if kind == "protected" else NotAWorkbook(kind)
    parts = _parts(data)
    _is_a_plain_workbook(set(parts))
    package = Package(data, parts)
    _inflate_all(package)
    types = package.small("[Content_Types].xml").lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise SheetHasMacros
    return package


def _parts(data: bytes) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise SheetBroken from None
    if len(found) > MOST_PARTS:
        raise SheetUnpacksTooBig
    if any(part.flag_bits & _ENCRYPTED for part in found):
        raise SheetProtected
    parts = {part.filename: part for part in found}
    # Two parts of one name: one reader takes the first, another the last.
    if len({name.lower() for name in parts}) != len(found):
        raise SheetBroken
    return parts


def _is_a_plain_workbook(names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if any(word in f"/{name}" for name in lowered for word in _MACROS):
        raise SheetHasMacros
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise NotAWorkbook(_kind_by_parts(lowered))
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise SheetLinked("links")
    if any(name.startswith("xl/embeddings/") for name in lowered):
        raise SheetLinked("files")


def _kind_by_parts(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "document"
    return "ods" if {"mimetype", "content.xml"} <= names else "archive"


def _inflate_all(package: Package) -> None:
    total = 0
    for name, part in package.parts.items():
        size, tail = 0, b""
        for piece in package.pieces(name):
            if not size:
                _begins_well(name, piece)
            size += len(piece)
            total += len(piece)
            if total > MOST_UNPACKED or (
                size > RATIO_COUNTS_FROM and size > MOST_RATIO * part.compress_size
            ):
                raise SheetUnpacksTooBig
            seen = tail + piece
            if any(mark in seen for mark in _NO_ENTITIES):
                raise SheetBroken
            tail = piece[-_OVERLAP:]
        if size != part.file_size:
            raise SheetBroken


def _begins_well(name: str, piece: bytes) -> None:
    """A zip inside the zip, or XML in an encoding that would hide words from the look above."""
    if piece.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise SheetLinked("files")
    if name.lower().endswith(_XML):
        head = piece[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith(b"<") or b"\0" in head:
            raise SheetBroken
        if b"encoding=" in head and b"utf-8" not in head.split(b"?>")[0].lower():
            raise SheetBroken


def _inflated(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is really there, in pieces of at most 64 KB, whatever the sizes say."""
    begin = _begin_of(data, part)
    packed = memoryview(data)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _PIECE):
            yield bytes(packed[start : start + _PIECE])
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise SheetBroken
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _PIECE):
            rest = bytes(packed[start : start + _PIECE])
            while rest and not engine.eof:
                if piece := engine.decompress(rest, _PIECE):
                    yield piece
                rest = engine.unconsumed_tail
        while not engine.eof and (piece := engine.decompress(engine.unconsumed_tail, _PIECE)):
            yield piece
    except zlib.error:
        raise SheetBroken from None
    if not engine.eof:
        raise SheetBroken


def _begin_of(data: bytes, part: zipfile.ZipInfo) -> int:
    """Where the packed bytes begin: behind the part's own header, not where the list says."""
    header = data[part.header_offset : part.header_offset + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise SheetBroken
    magic, _fields, name_length, extra_length = _LOCAL.unpack(header)
    begin: int = part.header_offset + _LOCAL.size + name_length + extra_length
    if magic != b"PK\x03\x04" or begin + part.compress_size > len(data):
        raise SheetBroken
    return begin
