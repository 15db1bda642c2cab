"""People, households, accounts, consents and roles: who somebody is and what they may do."""
