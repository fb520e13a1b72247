"""A person's own pages: profile, settings, the public face, becoming an instructor."""

TEXTS: dict[str, tuple[str, str]] = {
    "nav.settings": ("설정", "Settings"),
    "settings.title": ("설정", "Settings"),
    "settings.profile": ("프로필", "Profile"),
    "settings.playback": ("재생", "Playback"),
    "settings.notifications": ("알림", "Notifications"),
    "settings.language": ("언어·지역", "Language and region"),
    "settings.saving": ("저장하는 중…", "Saving…"),
    "settings.saved": ("저장됨", "Saved"),
    "settings.refused": ("저장하지 못한 항목이 있어요.", "Something is not saved yet."),
    # profile
    "profile.title": ("프로필", "Profile"),
    "profile.lead": (
        "다른 사람에게 보이는 이름과 얼굴이에요. 바꾸면 바로 저장돼요.",
        "The name and face that others see. Changes are saved as you make them.",
    ),
    "profile.picture": ("사진", "Picture"),
    "profile.picture_text": (
        "수강 화면과 강사 페이지에 함께 보여요.",
        "Shown beside your name across the site.",
    ),
    "profile.picture_choose": ("사진 올리기", "Upload a picture"),
    "profile.picture_change": ("사진 바꾸기", "Change picture"),
    "profile.picture_remove": ("지우기", "Remove"),
    "profile.picture_hint": (
        "JPEG, PNG, WebP · 8MB까지. 가운데를 정사각형으로 자르고, 촬영 위치 같은 정보는 지워요.",
        "JPEG, PNG or WebP, up to 8 MB. The middle is kept; place and camera data are removed.",
    ),
    "profile.picture_failed": (
        "사진을 올리지 못했어요. 연결을 확인하고 다시 시도해 주세요.",
        "The picture did not arrive. Check your connection and try again.",
    ),
    "profile.name_section": ("이름과 주소", "Name and address"),
    "profile.name_text": (
        "주소 이름은 강사 페이지 주소에 쓰여요.",
        "The handle is part of your instructor page’s address.",
    ),
    "profile.name": ("이름", "Name"),
    "profile.handle": ("주소 이름", "Handle"),
    "profile.handle_hint": (
        "영문 소문자, 숫자, 하이픈 3–40자. 바꿔도 예전 주소는 한동안 새 주소로 이어져요.",
        "3 to 40 lower-case letters, digits and hyphens. The old address leads to the new "
        "one for a while.",
    ),
    "profile.about_section": ("소개", "About you"),
    "profile.about_text": (
        "무엇을 하는 사람인지, 어떤 이야기를 나누고 싶은지 들려주세요.",
        "Say what you do and what you like to talk about.",
    ),
    "profile.headline": ("한 줄 소개", "Headline"),
    "profile.bio": ("긴 소개", "Bio"),
    "profile.bio_hint": (
        "Markdown으로 쓸 수 있어요: **굵게**, 목록, 링크.",
        "Markdown works: **bold**, lists, links.",
    ),
    "profile.bio_preview": ("이렇게 보여요", "How it looks"),
    "profile.links_section": ("링크", "Links"),
    "profile.links_text": (
        "블로그나 작업물 주소를 다섯 개까지. https만 쓸 수 있어요.",
        "Up to five places of yours, https only.",
    ),
    "profile.link_number": ("링크 {number}", "Link {number}"),
    "profile.public": ("내 강사 페이지 보기", "See your instructor page"),
    # language, zone, theme
    "language.title": ("언어·지역", "Language and region"),
    "language.lead": (
        "어느 기기에서 로그인해도 같은 언어와 시간으로 보여요.",
        "The same language and clock on every device you sign in with.",
    ),
    "language.language": ("언어", "Language"),
    "language.language_text": (
        "화면과 메일에 쓰는 언어예요. 강의의 언어는 바뀌지 않아요.",
        "For pages and mail. Courses keep their own language.",
    ),
    "language.in_ko": ("한국어로 보기", "Pages in Korean"),
    "language.in_en": ("영어로 보기", "Pages in English"),
    "language.zone": ("시간대", "Time zone"),
    "language.zone_text": (
        "날짜와 시각을 이 지역에 맞춰 보여 드려요.",
        "Dates and times are shown as they are there.",
    ),
    "language.zone_label": ("지역", "Place"),
    "language.zone_site": ("사이트 기본 ({zone})", "Same as the site ({zone})"),
    "language.zone_mine": ("이 기기 ({zone})", "This device ({zone})"),
    "language.zone_now": ("지금 {time}", "It is {time} there"),
    "language.theme_text": (
        "시스템을 고르면 기기 설정을 따라가요.",
        "System follows your device.",
    ),
    # playback
    "playback.title": ("재생", "Playback"),
    "playback.lead": (
        "강의 영상이 시작될 때의 모습이에요. 보는 동안 언제든 바꿀 수 있어요.",
        "How videos begin. You can change everything while watching.",
    ),
    "playback.speed": ("재생 속도", "Speed"),
    "playback.speed_text": ("영상이 시작될 때의 속도예요.", "The speed a video begins with."),
    "playback.next": ("다음 강", "Next lesson"),
    "playback.next_text": (
        "한 강이 끝나면 다음 강으로 이어져요.",
        "What happens when a lesson ends.",
    ),
    "playback.autoplay": ("다음 강을 이어서 재생하기", "Play the next lesson by itself"),
    "playback.captions": ("자막", "Captions"),
    "playback.captions_text": (
        "자막이 있는 강의에서 처음부터 켤지 정해요.",
        "Whether captions are on from the start, and how large.",
    ),
    "playback.captions_language": ("자막 언어", "Caption language"),
    "playback.captions_kept": ("마지막에 고른 대로", "As last chosen"),
    "playback.captions_off": ("끄기", "Off"),
    "playback.size": ("글자 크기", "Text size"),
    "playback.size_small": ("작게", "Small"),
    "playback.size_medium": ("보통", "Medium"),
    "playback.size_large": ("크게", "Large"),
    "playback.size_sample": ("형광펜처럼", "Like a highlighter"),
    # notices
    "notices.title": ("알림", "Notifications"),
    "notices.lead": (
        "무엇을 메일로 받을지 골라 주세요. 계정을 지키는 알림은 끌 수 없어요.",
        "Choose what reaches you by mail. What protects your account stays on.",
    ),
    "notices.subject": ("무엇을", "What"),
    "notices.mail": ("이메일", "Mail"),
    "notices.always": ("항상", "Always"),
    "notices.security": ("로그인과 보안", "Sign-in and security"),
    "notices.security_text": (
        "새 기기 로그인, 비밀번호와 2단계 인증 변경",
        "New devices, changes of password and second factor",
    ),
    "notices.account": ("계정과 역할", "Account and roles"),
    "notices.account_text": (
        "강사 신청 결과, 역할 변경, 데이터 내보내기",
        "Answers to your application, roles, exports",
    ),
    "notices.teaching": ("내 강의", "Your teaching"),
    "notices.teaching_text": (
        "전날 들어온 새 수강생, 하루에 한 번",
        "New students of the day before, once a day",
    ),
    # the public page of somebody who teaches
    "teacher.role": ("강사", "Instructor"),
    "teacher.edit": ("프로필 고치기", "Edit profile"),
    "teacher.courses_label": ("강의", "Courses"),
    "teacher.students_label": ("수강생", "Students"),
    "teacher.since_label": ("함께한 해", "Since"),
    "teacher.about": ("소개", "About"),
    "teacher.courses": ("{name} 님의 강의", "Courses by {name}"),
    "teacher.none": ("아직 공개한 강의가 없어요.", "No course is published yet."),
    "teacher.none_text": (
        "첫 강의를 준비하고 있어요. 곧 다시 찾아와 주세요.",
        "The first one is on its way. Come back soon.",
    ),
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
        "다른 운영자가 이미 결정한 신청이에요.",
        "Another administrator has decided this application.",
    ),
    "error.decide_self": (
        "자기 신청은 다른 운영자가 결정해야 해요.",
        "Somebody else has to decide your own application.",
    ),
    "error.role_of_self": (
        "자기 역할은 바꿀 수 없어요. 다른 운영자에게 부탁해 주세요.",
        "You cannot change your own roles. Ask another administrator.",
    ),
    "error.last_admin": (
        "마지막 운영자예요. 먼저 다른 운영자를 정해 주세요.",
        "This is the last administrator. Name another one first.",
    ),
    # roles
    "role.student": ("수강생", "Student"),
    "role.instructor": ("강사", "Instructor"),
    "role.moderator": ("모더레이터", "Moderator"),
    "role.admin": ("운영자", "Admin"),
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
    "mail.new_students.subject": ("새 수강생 {count}명", "New students: {count}"),
    "mail.new_students.title": ("어제 새로 들어왔어요", "They joined yesterday"),
    "mail.new_students.text": (
        "{name} 님의 강의를 어제 {count}명이 새로 듣기 시작했어요.",
        "{name}, this many people started a course of yours yesterday: {count}.",
    ),
    "mail.new_students.action": ("내 강의 보기", "See my courses"),
    "mail.new_students.note": (
        "하루에 한 번만 보내요. 설정의 알림에서 끌 수 있어요.",
        "Sent once a day at most. Turn it off in your settings under Notifications.",
    ),
}
