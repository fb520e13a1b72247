"""Home, catalogue, course page, sign-in. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
