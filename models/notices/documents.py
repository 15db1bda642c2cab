"""Making a PDF safe to hand to everybody: only its pages.

What an office writes with says who wrote it, when and on which machine, and a PDF may carry scripts,
forms, other files. So the pages alone are written anew, with the links to the net that stand on them.
A PDF opens on every phone as it is; other kinds of files do not, and are not taken.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, NameObject

from models.access.files import looks_like_pdf

MOST_PAGES = 100
_SCHEMES = ("https://", "http://", "tel:")
_LEFT_BEHIND = ("/AA", "/Annots", "/B", "/Metadata", "/PieceInfo", "/StructParents", "/Thumb")
"""Of a page: what happens by itself when it is opened, what is filled in, who made it."""

# It quotes what it stumbles over.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


class BadDocument(Exception):
    """``fault``: not_pdf, locked (it asks for a password), too_long or broken_pdf."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def only_pages(data: bytes) -> bytes:
    """The same pages as a new PDF with nothing else in it.

    Takes seconds of CPU for a large one: never on the event loop, never inside a transaction.
    """
    if not looks_like_pdf(data):
        raise BadDocument("not_pdf")
    try:
        return _written(_opened(data))
    except BadDocument:
        raise
    except Exception:  # noqa: BLE001 - readers of broken files raise whatever they like
        raise BadDocument("broken_pdf") from None


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise BadDocument("locked")
    if len(reader.pages) > MOST_PAGES:
        raise BadDocument("too_long")
    if not reader.pages:
        raise BadDocument("broken_pdf")
    return reader


def _written(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    for page in reader.pages:
        links = list(_links(page))
        for name in _LEFT_BEHIND:
            page.pop(NameObject(name), None)
        if links:
            page[NameObject("/Annots")] = ArrayObject(links)
        writer.add_page(page)
    writer.metadata = None
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _links(page: PageObject) -> Iterator[Link]:
    """The places of a page that lead to the net, each made anew of its square and its address."""
    for one in page.get("/Annots") or ():
        note = one.get_object()
        action = note.get("/A")
        address = str(action.get_object().get("/URI", "")) if action is not None else ""
        if note.get("/Subtype") == "/Link" and address.startswith(_SCHEMES):
            left, low, right, high = map(float, note["/Rect"].get_object())
            yield Link(rect=(left, low, right, high), url=address)
