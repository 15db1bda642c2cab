"""Finding people for staff, their opened record, and what a worker writes down for a resident."""
