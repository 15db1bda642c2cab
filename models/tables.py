"""Importing this module makes every table known to ``Base.metadata``.

Migrations and ``create_all`` see only what has been imported; a test walks the folders and fails
when a module with tables is missing here.
"""

import models.access.tables
import models.alarms.tables
import models.audiences.tables
import models.bookings.tables
import models.care.tables
import models.clocks
import models.doctors.tables
import models.duty.tables
import models.family.tables
import models.gate
import models.help.tables
import models.imports.tables
import models.ledger.tables
import models.notices.tables
import models.outbox.tables
import models.privacy.tables
import models.programmes.tables
import models.references
import models.register.tables
import models.roles.tables
import models.station.tables
import models.talks.tables
import models.tasks.tables
import models.town.tables  # noqa: F401 - imported for their tables
from models.base import Base

metadata = Base.metadata
