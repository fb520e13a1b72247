"""The instructor's pages. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
