"""What comes due again and again: rules, items, who is asked when, and what the doctors note."""
