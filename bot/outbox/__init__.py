"""The sender: leases, one budget a channel, results recorded in batches."""
