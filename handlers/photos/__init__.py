"""What people read about the pictures they sent."""
