"""Family doctors and contracts with them."""
