"""Everything that is kept about somebody, as a file they take home."""
