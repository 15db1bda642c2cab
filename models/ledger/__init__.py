"""The ledger of elders: which categories somebody is in. Who visits whom how often comes to it."""
