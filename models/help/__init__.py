"""Cases: what residents ask for, from the first word to the confirmed end."""
