"""What is true: tables, rules, commands, queries, refusals and message types."""
