"""Two rows that are one person."""
