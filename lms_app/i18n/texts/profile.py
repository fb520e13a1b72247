"""A person's own pages: profile, settings, the public face, becoming an instructor."""

TEXTS: dict[str, tuple[str, str]] = {
    "nav.settings": ("설정", "Settings"),
    "settings.title": ("설정", "Settings"),
    "settings.profile": ("프로필", "Profile"),
    "profile.title": ("프로필", "Profile"),
    "profile.lead": (
        "다른 사람에게 보이는 이름과 얼굴이에요. 바꾸면 바로 저장돼요.",
        "The name and face that others see. Changes are saved as you make them.",
    ),
    "profile.name": ("이름", "Name"),
    # what can be wrong
    "error.choice": ("고를 수 없는 값이에요.", "This cannot be chosen."),
    "error.link": (
        "https://로 시작하는 주소를 {maximum}자 안에서 적어 주세요.",
        "Use an address that starts with https://, up to {maximum} characters.",
    ),
    "error.links_many": ("링크는 {count}개까지예요.", "Up to {count} links."),
    "error.picture": (
        "사진으로 읽을 수 없는 파일이에요. JPEG, PNG, WebP를 골라 주세요.",
        "This file cannot be read as a picture. Choose a JPEG, PNG or WebP.",
    ),
    "error.picture_bytes": (
        "사진이 너무 커요. {maximum}MB까지 올릴 수 있어요.",
        "The picture is too large; {maximum} MB is the limit.",
    ),
    "error.picture_pixels": (
        "사진의 가로세로가 너무 커요. 줄여서 다시 골라 주세요.",
        "The picture has too many pixels. Make it smaller and choose it again.",
    ),
    "error.notice_fixed": (
        "계정을 지키는 알림이라 끌 수 없어요.",
        "This protects your account and stays on.",
    ),
    "error.application_waits": (
        "보낸 신청을 확인하고 있어요. 답을 기다려 주세요.",
        "Your application is being looked at. Please wait for the answer.",
    ),
    "error.application_decided": (
        "다른 관리자가 이미 결정한 신청이에요.",
        "Another administrator has decided this application.",
    ),
    "error.decide_self": (
        "자기 신청은 다른 관리자가 결정해야 해요.",
        "Somebody else has to decide your own application.",
    ),
    "error.role_of_self": (
        "자기 역할은 바꿀 수 없어요. 다른 관리자에게 부탁해 주세요.",
        "You cannot change your own roles. Ask another administrator.",
    ),
    "error.last_admin": (
        "마지막 관리자예요. 먼저 다른 관리자를 정해 주세요.",
        "This is the last administrator. Name another one first.",
    ),
    # roles
    "role.student": ("수강생", "Student"),
    "role.instructor": ("강사", "Instructor"),
    "role.moderator": ("운영자", "Moderator"),
    "role.admin": ("관리자", "Administrator"),
    # mail
    "mail.instructor_approved.subject": ("강사로 함께하게 됐어요", "You can teach on Margin now"),
    "mail.instructor_approved.title": ("강사 공간이 열렸어요", "Your workplace is open"),
    "mail.instructor_approved.text": (
        "{name} 님의 신청을 읽고 함께하기로 했어요. 첫 강의를 만들어 볼까요?",
        "{name}, we read your application and would like you to teach. Ready for the first course?",
    ),
    "mail.instructor_approved.action": ("강사 공간 열기", "Open your workplace"),
    "mail.instructor_refused.subject": (
        "강사 신청 결과를 알려 드려요",
        "About your application to teach",
    ),
    "mail.instructor_refused.title": (
        "이번에는 함께하지 못하게 됐어요",
        "We could not accept it this time",
    ),
    "mail.instructor_refused.text": (
        "{name} 님의 신청을 읽고 아래 이유로 다음을 기약하기로 했어요. 내용을 보완해서 다시 신청할 수 있어요.",
        "{name}, we read your application and decided otherwise for the reason below. "
        "You can improve it and apply again.",
    ),
    "mail.instructor_refused.action": ("다시 신청하기", "Apply again"),
    "mail.role_given.subject": ("계정의 역할이 바뀌었어요", "Your account has a new role"),
    "mail.role_given.title": ("새 역할이 생겼어요", "You have a new role"),
    "mail.role_given.text": (
        "{name} 님의 계정에 역할이 더해졌어요.",
        "{name}, a role was added to your account.",
    ),
    "mail.role_given.note": (
        "모르는 일이라면 운영팀에 알려 주세요.",
        "If you did not expect this, please tell the team.",
    ),
    "mail.role_taken.subject": ("계정의 역할이 바뀌었어요", "A role of your account has ended"),
    "mail.role_taken.title": ("역할이 끝났어요", "A role has ended"),
    "mail.role_taken.text": (
        "{name} 님의 계정에서 역할 하나가 빠졌어요.",
        "{name}, a role was taken from your account.",
    ),
    "mail.role_taken.note": (
        "궁금한 점이 있으면 운영팀에 물어봐 주세요.",
        "If you have questions, please ask the team.",
    ),
    "mail.fact.role": ("역할", "Role"),
    "mail.fact.reason": ("이유", "Reason"),
}
