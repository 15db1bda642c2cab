"""Every column that holds text, sorted once: words of people, or codes of ours.

A new column must be put on one of the two lists (a test insists), so nobody can forget to ask what
becomes of it when somebody's data is deleted. Whatever is sealed holds words.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, String

from models.base import Secret, SecretBytes, SecretJson

SEALED = (Secret, SecretBytes, SecretJson)

WORDS: dict[str, frozenset[str]] = {
    "people": frozenset({"name", "called", "school", "phone_hash", "tail_hash", "id_hash"}),
    "accounts": frozenset({"address"}),
    "uploads": frozenset({"address"}),
    "web_sessions": frozenset({"address", "link_hash", "start", "token_hash"}),
    "webchat_messages": frozenset({"address", "key"}),
    "webchat_talks": frozenset({"address"}),
    "attachments": frozenset({"source"}),
    "notice_files": frozenset({"source"}),
    "outbox": frozenset({"key", "args"}),
    "calls": frozenset({"key", "args"}),
    "acts": frozenset({"about", "undo"}),
    "audit": frozenset({"about"}),
    "dead_letters": frozenset({"update_id"}),
    "pickups": frozenset({"code_hash"}),
    "talks": frozenset({"shown"}),
}
"""Plain text by which somebody could be known, or that may quote them."""

CODES: dict[str, frozenset[str]] = {
    "access_notes": frozenset({"role", "what"}),
    "accounts": frozenset({"channel", "state", "abroad"}),
    "acts": frozenset({"command", "state"}),
    "alarms": frozenset({"grid_id", "group", "state", "told"}),
    "attachments": frozenset({"channel", "state", "fault"}),
    "attendance_notes": frozenset({"was", "now"}),
    "audit": frozenset({"actor", "channel", "command"}),
    "bookings": frozenset({"state", "said", "attended"}),
    "calls": frozenset({"place_id", "message", "why", "outcome"}),
    "care_cursors": frozenset({"rule", "fingerprint"}),
    "case_events": frozenset({"what", "args"}),
    "cases": frozenset(
        {"number", "kind", "grid_id", "urgency", "stage", "route", "attention", "outcome"}
    ),
    "collectors": frozenset({"kin"}),
    "consents": frozenset({"purpose", "text_version", "basis", "how", "channel"}),
    "contracts": frozenset({"team_id", "package", "state", "how", "why"}),
    "dead_letters": frozenset({"reference", "channel", "fault"}),
    "draw_lots": frozenset({"result"}),
    "due_items": frozenset({"rule", "state", "result", "team_id"}),
    "enrolments": frozenset({"state"}),
    "erasures": frozenset({"why"}),
    "hand_overs": frozenset({"place_id", "state"}),
    "households": frozenset({"grid_id", "estate_id", "door_hash"}),
    "import_rows": frozenset({"verdict"}),
    "imports": frozenset({"what", "state", "channel", "place_path", "counts"}),
    "kin": frozenset({"kin"}),
    "notice_counts": frozenset({"grid_id", "way", "reached"}),
    "notice_files": frozenset({"channel", "kind", "state", "fault"}),
    "notice_targets": frozenset({"grid_id", "way", "why_not", "reached"}),
    "notice_templates": frozenset({"place_id", "name", "kind"}),
    "notice_ticks": frozenset({"was", "now"}),
    "notices": frozenset(
        {
            "number",
            "kind",
            "place_id",
            "audience",
            "counts",
            "topic",
            "state",
            "doing",
            "count_in",
            "step",
            "fingerprint",
            "progress",
        }
    ),
    "offers": frozenset({"why", "state", "result"}),
    "outbox": frozenset({"op", "message", "state", "lease", "shown_id", "fault"}),
    "people": frozenset({"gender", "gone", "language", "consent"}),
    "person_categories": frozenset({"category"}),
    "person_conditions": frozenset({"condition"}),
    "pickups": frozenset({"stays", "taken_by"}),
    "places": frozenset({"id", "parent_id", "kind", "name_zh", "name_en", "path"}),
    "programmes": frozenset(
        {
            "kind",
            "title_zh",
            "title_en",
            "place_id",
            "team_id",
            "where_zh",
            "where_en",
            "room",
            "rule",
            "state",
        }
    ),
    "proxies": frozenset({"state", "purposes", "more", "how"}),
    "reminders": frozenset({"step", "state"}),
    "retention_runs": frozenset({"day", "kind"}),
    "roles": frozenset({"role", "place_id", "team_id"}),
    "seen_updates": frozenset({"channel", "update_id"}),
    "sessions": frozenset({"state", "room", "news"}),
    "settings_rows": frozenset({"key", "value"}),
    "saved_audiences": frozenset({"place_id", "name", "expression"}),
    "sign_ups": frozenset({"number"}),
    "station_terms": frozenset({"seed"}),
    "talks": frozenset({"flow"}),
    "topics_off": frozenset({"topic"}),
    "town_versions": frozenset({"town_id", "sha256", "document", "applied_by"}),
    "uploads": frozenset({"media_type"}),
    "volunteers": frozenset(
        {"community_id", "home_grid_id", "team_id", "skills", "hours", "state"}
    ),
    "web_link_uses": frozenset({"link_hash"}),
    "web_sessions": frozenset({"scope"}),
    "webchat_messages": frozenset({"sender"}),
    "webchat_talks": frozenset({"language"}),
}
"""Codes, ids and numbers of ours, the same for everybody of a sort."""


def is_text(column: Column[object]) -> bool:
    """Whether a column could hold a word."""
    return is_sealed(column) or isinstance(column.type, String | JSON)


def is_sealed(column: Column[object]) -> bool:
    return isinstance(column.type, SEALED)


def holds_words(column: Column[object]) -> bool:
    return is_sealed(column) or column.name in WORDS.get(column.table.name, ())
