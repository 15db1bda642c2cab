"""Everything as a file: a page to read, the same for machines, and the pictures, in one archive.

The page stands alone: no script, nothing fetched, every word escaped, because what people once wrote
to us comes back here and is opened on somebody's own machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy.orm import Session

from bot.dialogue.say import Language, Sayable, Text, _, say
from bot.own_file.titles import CODES, COLUMNS, TABLES
from models.clocks import to_town
from models.privacy.gather import Section, Value, gather, gather_photos
from models.town.schema import Town

TITLE = _("家门口记着的，您的全部资料")
MADE = _("{at} 做的。照片在旁边的 photos 里。")
NOTHING = _("没有。")
NAME = "doorstep-my-data.zip"

_STYLE = """
body{font:17px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h2{margin:2.2rem 0 .4rem;font-size:1.15rem}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.1rem 1rem;margin:0 0 1rem;
padding:.6rem .9rem;background:#f6f2ea;border-radius:.5rem}
dt{color:#5d564a}dd{margin:0;overflow-wrap:anywhere}p{margin:.3rem 0;color:#5d564a}
@media(prefers-color-scheme:dark){body{background:#1d1b18;color:#eee}dl{background:#2b2823}
dt,p{color:#b9b0a0}}
"""


def own_file(
    session: Session, person_id: int, language: Language, town: Town, now: datetime
) -> bytes:
    """The archive for ``person_id``, in their language."""
    sections = gather(session, person_id)
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", page(sections, language, town, now))
        data = {section.table: list(section.rows) for section in sections}
        archive.writestr("my-data.json", json.dumps(data, ensure_ascii=False, indent=1))
        for photo in gather_photos(session, person_id):
            archive.writestr(f"photos/{photo.name}", photo.body, compress_type=ZIP_STORED)
    return body.getvalue()


def page(sections: list[Section], language: Language, town: Town, now: datetime) -> str:
    title = escape(say(TITLE, language))
    made = escape(say(MADE(at=to_town(now).strftime("%Y-%m-%d %H:%M")), language))
    names = _names(town)
    parts = [
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1><p>{made}</p>",
    ]
    for section in sections:
        parts += _section(section, language, names)
    return "\n".join(parts)


def _section(section: Section, language: Language, names: dict[str, Sayable]) -> Iterator[str]:
    yield f"<h2>{_said(TABLES[section.table], language)}</h2>"
    if not section.rows:
        yield f"<p>{_said(NOTHING, language)}</p>"
    for row in section.rows:
        cells = [
            f"<dt>{_said(COLUMNS[column], language)}</dt>"
            f"<dd>{escape(_in_words(value, language, names))}</dd>"
            for column, value in row.items()
            if value not in (None, "", [], {})
        ]
        yield f"<dl>{''.join(cells)}</dl>"


def _said(text: Text, language: Language) -> str:
    return escape(say(text, language))


def _names(town: Town) -> dict[str, Sayable]:
    """What the town's ids are called. Ids of different lists may be alike; whichever name comes,
    the other half of the file has the id itself."""
    named = (
        town.skills, town.shifts, town.roles, town.consent, town.kin, town.proxies,
        town.doctors.packages, town.doctors.teams, town.estates, town.places, town.teams,
    )  # fmt: skip
    names: dict[str, Sayable] = {one.id: one.name for part in named for one in part}
    names |= {kind.id: kind.title for kind in town.kinds}
    names |= {one.id: one.name for part in (town.conditions, town.care) for one in part}
    names |= {one.id: one.label for one in town.categories}
    return names


def _in_words(value: Value, language: Language, names: dict[str, Sayable]) -> str:
    if isinstance(value, list):
        return "; ".join(_in_words(one, language, names) for one in value)
    if isinstance(value, dict):
        said = (_in_words(one, language, names) for one in value.values() if one)
        return "; ".join(text for text in said if text)
    if value is None:
        return ""
    text = str(value)
    word = CODES.get(text) or names.get(text)
    return say(word, language) if word is not None else text
