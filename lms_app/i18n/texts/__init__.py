"""One module per area of the product; each holds `TEXTS: key -> (Korean, English)`."""
