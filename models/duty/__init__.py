"""The desk of those on duty: hand-overs and the call list."""
