"""Terms and privacy. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
