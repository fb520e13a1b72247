"""What can go wrong: keys of DomainError and of field errors. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {}
