"""Lists from files: tried, taken in whole or not at all, undone; and lists that are taken out."""
