"""The town as data: what a city may change by editing one document, without new code."""
