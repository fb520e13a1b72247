"""Certificates: the sheet, its public page, the tab of one's own. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # the sheet
    "certificate.heading": ("수료증", "Certificate of completion"),
    "certificate.statement": (
        "아래 강의 {count}강을 마쳤어요.",
        "has completed this course of {count} {count|lesson|lessons}.",
    ),
    "certificate.instructor": ("강사", "Instructor"),
    "certificate.completed_on": ("수료일", "Completed"),
    "certificate.length": ("학습 시간", "Length"),
    "certificate.check": (
        "이 주소에서 누구나 확인할 수 있어요.",
        "Anybody can check it at this address.",
    ),
}
