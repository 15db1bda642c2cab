"""Places in talks and clinics, and who came."""
