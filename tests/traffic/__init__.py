"""A year of the sample town's traffic, held against what is known about everybody apart from the product."""
