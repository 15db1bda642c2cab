"""Translations: one .po file an area."""
