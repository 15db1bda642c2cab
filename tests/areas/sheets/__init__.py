"""Tables: why a whole file is not taken."""
