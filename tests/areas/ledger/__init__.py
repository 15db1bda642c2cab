"""The ledger of elders: one opened person's categories."""
