"""Words of the course domain that services put into rows."""

TEXTS: dict[str, tuple[str, str]] = {
    "checklist.title": ("제목과 부제", "Title and subtitle"),
    "checklist.description": ("소개 글", "Description"),
    "checklist.lesson": ("강 1개 이상", "At least one lesson"),
    "checklist.content": ("모든 강에 준비된 영상이나 글", "Every lesson has ready content"),
}
