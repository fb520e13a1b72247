"""The learn page and my courses. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
