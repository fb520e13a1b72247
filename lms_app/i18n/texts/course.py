"""Words of the course domain that services put into rows."""

TEXTS: dict[str, tuple[str, str]] = {
    "facet.level.beginner": ("입문", "Beginner"),
    "facet.level.intermediate": ("중급", "Intermediate"),
    "facet.level.advanced": ("심화", "Advanced"),
    "facet.language.ko": ("한국어", "Korean"),
    "facet.language.en": ("영어", "English"),
    "facet.length.short": ("1시간 미만", "Under 1 hour"),
    "facet.length.medium": ("1–5시간", "1–5 hours"),
    "facet.length.long": ("5시간 이상", "5 hours or more"),
    "checklist.title": ("제목과 부제", "Title and subtitle"),
    "checklist.description": ("소개 글", "Description"),
    "checklist.lesson": ("강의 1개 이상", "At least one lesson"),
    "checklist.content": ("모든 강의에 준비된 영상이나 글", "Every lesson has ready content"),
}
