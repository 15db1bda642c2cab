"""What a file that is no workbook seems to be, by its first bytes: the name it has tells nothing.

People rename .xls to .xlsx, and many programs save a web page under the name of a table.
"""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED_WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK", "archive"),
)


def kind_of(data: bytes) -> str:
    """Says "protected" for a workbook behind a password; else a kind of ``NotAWorkbook``."""
    if not data.strip(b"\0 \r\n\t"):
        return "empty"
    if data.startswith(_OLE):
        return "protected" if _PACKED_WITH_PASSWORD in data else "xls"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "picture"
    return _kind_of_text(data[:4096])


def _kind_of_text(head: bytes) -> str:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        try:
            # A character may be cut at the end of the piece.
            text = head.decode(encoding, "strict" if len(head) < 4096 else "ignore")
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            continue
        if text.lstrip("\ufeff \r\n\t").startswith("<"):
            return "html"
        return "csv" if any(mark in text for mark in ",;\t，") else "other"
    return "other"
