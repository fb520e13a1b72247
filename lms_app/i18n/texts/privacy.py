"""One's own data: the page, the copy, leaving. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # The page
    "settings.data": ("데이터", "Your data"),
    "data.lead": (
        "Margin이 나에 관해 아는 것은 모두 내 것이에요. 가져가거나 지울 수 있어요.",
        "What Margin knows about you is yours: take it along, or have it deleted.",
    ),
    "data.away": (
        "지금은 불러올 수 없어요. 잠시 뒤에 다시 열어 주세요.",
        "This cannot be shown right now. Open the page again in a moment.",
    ),
    "data.copy": ("데이터 사본", "A copy of your data"),
    "data.copy_text": (
        "프로필, 수강과 학습 기록, 로그인 기록까지 한 파일에 담아요. 바로 읽을 수 있는 페이지와 "
        "JSON, CSV가 들어 있고, 준비되면 메일로 알려요.",
        "Profile, courses, progress and sign-ins in one file: a page to read, and JSON and CSV. "
        "We tell you by mail when it is ready.",
    ),
    "data.copy_ask": ("사본 만들기", "Make a copy"),
    "data.copy_again": ("다시 만들기", "Make another"),
    "data.copy_waiting": (
        "사본을 만들고 있어요. 이 페이지를 떠나도 괜찮아요.",
        "Your copy is being made. You may leave this page.",
    ),
    "data.copy_ready": ("준비됐어요", "Ready"),
    "data.copy_until": ("{size} · {day}까지", "{size} · until {day}"),
    "data.copy_fetch": ("내려받기", "Download"),
    "data.copy_expired": (
        "지난 사본은 하루가 지나 지웠어요.",
        "The last copy was deleted after a day.",
    ),
    "data.consents": ("동의한 것", "What you agreed to"),
    "data.consents_text": (
        "무엇에 언제 동의했는지예요. 소식은 언제든 받거나 그만 받을 수 있어요.",
        "What you agreed to, and when. News can be taken or stopped at any time.",
    ),
    "data.consent_terms": ("이용약관", "Terms of use"),
    "data.consent_privacy": ("개인정보 수집과 이용", "Processing of your data"),
    "data.consent_age": ("나이 확인", "Your age"),
    "data.consent_given": ("{day} 동의 · {version} 판", "Agreed on {day} · version {version}"),
    "data.news": ("새 강의와 소식 메일", "News about courses by mail"),
    "data.news_on": ("받고 있어요", "You get them"),
    "data.news_off": ("받지 않아요", "You do not get them"),
    "data.news_take": ("받을게요", "Send them to me"),
    "data.news_stop": ("그만 받을게요", "Stop them"),
    "data.leave_title": ("탈퇴", "Leave"),
    "data.leave_text": (
        "신청하고 {days}일 뒤에 계정과 학습 기록을 지워요. 그전에는 언제든 되돌릴 수 있어요. "
        "법이 보관하라고 정한 기록만 따로, 정해진 기간 동안 남아요.",
        "{days} days after you ask, your account and progress are deleted. Until then you can take "
        "it back. Only records that the law asks for are kept apart, for as long as it says.",
    ),
    "data.leave": ("탈퇴 신청하기", "Delete my account"),
    "data.leave_confirm_title": ("정말 떠나시겠어요?", "Do you really want to leave?"),
    "data.leave_confirm_text": (
        "{days}일 동안은 되돌릴 수 있어요. 그 뒤에는 수강 중인 강의와 노트, 학습 기록을 되살릴 수 없어요.",
        "For {days} days you can take it back. After that your courses, notes and progress are gone "
        "for good.",
    ),
    "data.leave_confirm": ("탈퇴 신청하기", "Delete my account"),
    "data.leaving": ("{day}에 계정을 지워요.", "Your account will be deleted on {day}."),
    "data.stay": ("계속 있을래요", "I want to stay"),
    "data.stayed": (
        "다시 만나서 반가워요. 탈퇴 신청을 되돌렸어요.",
        "Good to have you back. Nothing will be deleted.",
    ),
    # Mails
    "mail.export_ready.subject": ("데이터 사본이 준비됐어요", "The copy of your data is ready"),
    "mail.export_ready.title": ("{name} 님, 사본이 준비됐어요", "{name}, your copy is ready"),
    "mail.export_ready.text": (
        "요청한 데이터 사본을 만들었어요. {hours}시간 안에 설정에서 내려받을 수 있어요.",
        "The copy you asked for has been made. Fetch it from your settings within {hours} hours.",
    ),
    "mail.export_ready.action": ("내려받으러 가기", "Go and fetch it"),
    "mail.export_ready.note": (
        "요청한 적이 없다면 비밀번호를 바꾸고 로그인된 기기를 확인해 주세요.",
        "If you did not ask for it, change your password and look at your signed-in devices.",
    ),
    "mail.deletion_scheduled.subject": ("탈퇴 신청을 받았어요", "Your account will be deleted"),
    "mail.deletion_scheduled.title": (
        "{name} 님, 떠나신다니 아쉬워요",
        "{name}, sorry to see you go",
    ),
    "mail.deletion_scheduled.text": (
        "아래 날짜에 계정과 학습 기록을 지워요. 그전에는 언제든 설정에서 되돌릴 수 있어요.",
        "On the day below the account and its progress are deleted. Until then you can take it "
        "back in your settings.",
    ),
    "mail.deletion_scheduled.action": ("설정에서 되돌리기", "Take it back in settings"),
    "mail.deletion_scheduled.note": (
        "신청한 적이 없다면 지금 되돌리고 비밀번호를 바꿔 주세요.",
        "If this was not you, take it back now and change your password.",
    ),
    "mail.fact.day": ("지우는 날", "Day of deletion"),
    "mail.deletion_refused.subject": (
        "계정을 지우지 않았어요",
        "Your account was not deleted",
    ),
    "mail.deletion_refused.title": ("{name} 님, 아직 지울 수 없어요", "{name}, not yet"),
    "mail.deletion_refused.text": (
        "탈퇴 신청한 날이 됐지만, 아래 이유로 계정을 그대로 두었어요. 정리한 다음 다시 신청해 주세요.",
        "The day has come, but your account stays for the reason below. Settle it, then ask again.",
    ),
    "mail.deletion_refused.action": ("설정으로 가기", "Go to settings"),
    "mail.fact.why": ("이유", "Reason"),
    # What stands in the way
    "privacy.hindrance_students": (
        "공개한 강의에 수강생이 있어요. 강의를 내리고 수강생과 정리한 다음 탈퇴할 수 있어요.",
        "Your published courses have students. Take them down and settle with the students first.",
    ),
    "privacy.hindrance_last_admin": (
        "혼자 남은 운영자예요. 다른 사람에게 운영자 역할을 준 다음 탈퇴할 수 있어요.",
        "You are the only administrator. Give somebody else the role first.",
    ),
    "person.erased": ("탈퇴한 사용자", "Somebody who left"),
    "admin.status_erased": ("탈퇴", "Left"),
    # While the account is suspended
    "suspended.title": ("정지된 계정의 데이터", "Data of a suspended account"),
    "suspended.lead": (
        "계정이 정지되어 로그인할 수 없지만, 데이터는 여전히 내 것이에요.",
        "The account is suspended and cannot be signed in to. Its data is still yours.",
    ),
    "suspended.dead_title": ("쓸 수 없는 링크예요", "This link leads nowhere"),
    "suspended.dead_text": (
        "계정이 다시 열렸거나 더 새로운 메일이 있어요. 로그인해 보거나 가장 최근 메일의 링크를 열어 주세요.",
        "The account is active again, or there is a newer mail. Sign in, or open the link of the "
        "newest one.",
    ),
    "suspended.fetch": ("내려받을 주소 만들기", "Make a download link"),
    "suspended.fetch_now": ("내려받기 (1분 동안)", "Download (for one minute)"),
    "mail.suspended_data.subject": ("내 데이터 소식이에요", "About your data"),
    "mail.suspended_data.title": ("{name} 님의 데이터", "{name}, about your data"),
    "mail.suspended_data.text": (
        "정지된 계정의 데이터에 관한 소식이에요. 아래 링크에서 확인할 수 있어요.",
        "This is about the data of your suspended account. See it by the link below.",
    ),
    "mail.suspended_data.action": ("내 데이터로 가기", "Go to my data"),
    "mail.fact.what": ("소식", "News"),
    # On every page, while the week runs
    "leaving.text": (
        "{day}에 계정을 지울 예정이에요. 그전에는 언제든 되돌릴 수 있어요.",
        "Your account will be deleted on {day}. Until then you can take it back.",
    ),
    "leaving.stay": ("되돌리기", "Take it back"),
}
