"""What people say and see: one folder an area, each with flows, taps and texts."""
