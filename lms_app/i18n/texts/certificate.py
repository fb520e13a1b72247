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
    # the public page
    "certificate.title": ("{name} 님의 수료증", "Certificate of {name}"),
    "certificate.described": (
        "{name} 님이 ‘{course}’ 강의를 마쳤어요.",
        "{name} has completed “{course}”.",
    ),
    "certificate.valid": ("유효한 수료증이에요", "This certificate is valid"),
    "certificate.revoked": ("더 이상 유효하지 않아요", "No longer valid"),
    "certificate.valid_text": (
        "Margin이 발급했고, 이 주소에서 언제든 확인할 수 있어요. 이름 말고 다른 개인정보는 보여 주지 않아요.",
        "Issued by Margin; check it at this address at any time. Nothing personal is shown but the name.",
    ),
    "certificate.revoked_enrollment": (
        "수강이 취소돼서 {day}에 효력을 잃었어요.",
        "The enrollment was taken back, so it ended on {day}.",
    ),
    "certificate.revoked_reissued": (
        "이름이나 강의 제목이 바뀌어 {day}에 새 수료증으로 다시 발급했어요.",
        "A name or a title has changed, so another one took its place on {day}.",
    ),
    "certificate.revoked_erased": (
        "수료한 분이 {day}에 떠나면서 내용을 지웠어요.",
        "Its holder left on {day}, and what it said was deleted.",
    ),
    "certificate.pdf": ("PDF 받기", "Download the PDF"),
    "certificate.linkedin": ("LinkedIn에 올리기", "Add to LinkedIn"),
    "certificate.copy": ("링크 복사", "Copy the link"),
    "certificate.copied": ("복사했어요", "Copied"),
    "certificate.number": ("발급 번호", "Number"),
    "certificate.issued_on": ("발급일", "Issued"),
    "certificate.lessons": ("마친 강", "Lessons"),
    "certificate.lesson_count": ("{count}강", "{count} {count|lesson|lessons}"),
    "certificate.status": ("상태", "Status"),
    "certificate.status_valid": ("유효", "Valid"),
    "certificate.status_revoked": ("무효", "Revoked"),
    "certificate.offline": ("인터넷 없이 확인하기", "Check it without the internet"),
    "certificate.offline_text": (
        "서명 파일에는 이 수료증의 내용과 전자서명(Ed25519)이 들어 있어요. 공개 키만 있으면 사이트에 묻지 "
        "않아도 한 글자라도 바뀌었는지 알 수 있어요.",
        "The signed file holds what this certificate says and its signature (Ed25519). With the public "
        "key alone, and without asking this site, anybody can tell whether a single letter was changed.",
    ),
    "certificate.signed_file": ("서명 파일", "Signed file"),
    "certificate.keys_file": ("공개 키", "Public keys"),
    "certificate.list_file": ("무효가 된 수료증 목록", "Revoked certificates"),
    "certificate.qr": (
        "이 수료증의 주소를 담은 QR 코드",
        "QR code with the address of this certificate",
    ),
    "certificate.gone": ("내용을 지운 수료증", "A certificate whose words are gone"),
    # one's own
    "certificate.tab": ("수료증", "Certificates"),
    "certificate.open": ("수료증 보기", "Open the certificate"),
    "certificate.claim": ("수료증 받기", "Get the certificate"),
    "certificate.reissue": ("지금 이름으로 다시 발급", "Reissue with the present name"),
    "certificate.outdated": (
        "이름이나 강의 제목이 바뀌었어요. 다시 발급하면 이 수료증은 효력을 잃어요.",
        "A name or a title has changed. Reissuing ends this one.",
    ),
    "certificate.reissued": ("새 수료증을 발급했어요.", "Here is the new certificate."),
    "certificate.none": ("아직 수료증이 없어요", "No certificate yet"),
    "certificate.none_text": (
        "강의를 마치면 수료증이 여기에 모여요.",
        "Complete a course and its certificate waits here.",
    ),
}
