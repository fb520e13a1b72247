"""Looking at the site as somebody else. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "looking.name": ("다른 사람의 화면 보기", "Looking on as somebody else"),
    "looking.as": ("{name} 님의 화면을 보고 있어요", "You see Margin as {name}"),
    "looking.only": ("읽기만 할 수 있어요.", "You can only read."),
    "looking.private": (
        "이 화면은 본인만 볼 수 있어요.",
        "This page is for the person alone.",
    ),
    "looking.over": ("시간이 다 됐어요. 돌아가고 있어요.", "The time is over. Going back."),
    "looking.left": ("남은 시간", "Time left"),
    "looking.end": ("그만 보기", "Stop looking"),
    "looking.section": ("이 사람의 화면 보기", "See Margin as this person"),
    "looking.text": (
        "30분 동안 읽기만 할 수 있어요. 로그인 정보, 기기, API 키, 데이터 사본은 보이지 않아요.",
        "For 30 minutes, to read only. Credentials, devices, API keys and the copy of their data "
        "stay closed.",
    ),
    "looking.staff": (
        "운영자와 모더레이터의 화면은 볼 수 없어요.",
        "Admins and moderators cannot be looked on as.",
    ),
    "looking.begin": ("화면 보기", "See as them"),
    "looking.title": ("{name} 님의 화면을 볼까요?", "See Margin as {name}?"),
    "looking.hint": (
        "감사 기록에 남고, 본인이 데이터 사본에서 읽을 수 있어요.",
        "It goes into the audit log, and they can read it in the copy of their data.",
    ),
    "looking.placeholder": (
        "예: 강의가 안 보인다는 문의를 확인함",
        "e.g. They wrote that a course is missing",
    ),
}
