"""Family-doctor teams and the contracts of residents with them."""
