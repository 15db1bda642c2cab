"""The conversation engine and its few words."""
