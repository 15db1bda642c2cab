"""Lists from files, and lists that are taken out."""
