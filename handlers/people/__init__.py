"""People for staff: found, opened with a reason where it is owed, helped; roles and who stands in."""

from handlers.people import behalf, finding, record, refusing, registering, roles, roles_flows, told

ENTRIES = (
    *finding.ENTRIES,
    *record.ENTRIES,
    *behalf.ENTRIES,
    *registering.ENTRIES,
    *roles.ENTRIES,
    *roles_flows.ENTRIES,
    *told.ENTRIES,
    *refusing.ENTRIES,
)
