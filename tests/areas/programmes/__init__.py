"""What goes on: programmes, their sessions, and what becomes of them."""
