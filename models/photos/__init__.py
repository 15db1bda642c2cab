"""Pictures that people send: fetched after the commit, cleaned, sealed."""
