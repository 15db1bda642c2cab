"""Whom a notice means, against the rows themselves; the sentence for it; nobody beyond one's places."""
