"""A notice to many: how fast it goes, what it does to those who talk meanwhile, how it is queued."""
