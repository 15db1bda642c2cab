"""One file a revision, named by number."""
