"""Finding people, their record, roles and background checks."""
