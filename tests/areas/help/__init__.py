"""What family hear of somebody's case."""
