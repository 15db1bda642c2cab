"""What people agreed to: the ledger, agreeing, taking back, and what ends at once with it."""
