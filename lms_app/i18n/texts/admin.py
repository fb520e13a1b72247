"""The administration pages. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
