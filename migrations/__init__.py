"""The schema's history. Applied with ``migrations.run``, which needs no alembic.ini, so an
installed package migrates like a checkout does. ``python -m migrations "what changes"`` drafts
the next revision from the models.
"""
