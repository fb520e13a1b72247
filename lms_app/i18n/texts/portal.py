"""Home, catalogue, course page, sign-in. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "home.search_placeholder": ("무엇을 배우고 싶으세요?", "What do you want to learn?"),
}
