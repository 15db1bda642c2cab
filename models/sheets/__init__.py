"""Tables of people as communities have them: read safely, row by row, and written so that they fit.

Nothing here touches the database or speaks to anybody. ``reading.read_file`` is the door for the
service: a file goes into a process of its own and comes back as rows and problems.
"""
