"""The API: refusals, keys and their page. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.bearer": (
        "토큰이나 API 키를 받아들일 수 없어요. 다시 로그인하거나 새 키를 만들어 주세요.",
        "This token or API key is not accepted. Sign in again or make a new key.",
    ),
    "error.refresh_token": (
        "로그인이 끝났어요. 다시 로그인해 주세요.",
        "This sign-in has ended. Please sign in again.",
    ),
    "error.second_factor_required": (
        "비밀번호는 맞아요. 두 번째 단계를 마쳐 주세요.",
        "The password is right. Please take the second step.",
    ),
    "error.method": (
        "이 주소에서는 그렇게 요청할 수 없어요.",
        "This address does not take such a request.",
    ),
    "error.value": ("이 값은 쓸 수 없어요.", "This value cannot be used."),
    "error.cursor": (
        "이어 보기 표시가 맞지 않아요. 처음부터 다시 불러와 주세요.",
        "This cursor does not fit. Start again from the first page.",
    ),
    "error.api_key_days": (
        "기한은 1일부터 366일까지 정할 수 있어요.",
        "A key may live from 1 to 366 days.",
    ),
    "error.api_key_scopes": (
        "할 수 있는 일을 하나 이상, 가진 권한 안에서 골라 주세요.",
        "Choose at least one thing it may do, among those you may do yourself.",
    ),
    "error.api_keys_many": (
        "API 키는 {maximum}개까지 만들 수 있어요. 쓰지 않는 키를 먼저 없애 주세요.",
        "You can have {maximum} API {maximum|key|keys}. Revoke one that you do not use.",
    ),
    # the page of keys
    "settings.api": ("API", "API"),
    "action.copy": ("복사", "Copy"),
    "action.copied": ("복사했어요", "Copied"),
    "api.lead": (
        "스크립트나 앱이 회원님 대신 Margin을 쓸 수 있게 해요.",
        "Let scripts and apps use Margin in your name.",
    ),
    "api.make_title": ("새 키", "New key"),
    "api.make_text": (
        "키는 고른 일만 할 수 있고, 비밀번호나 다른 키는 바꾸지 못해요.",
        "A key can do only what you choose here, and never changes passwords or other keys.",
    ),
    "api.name": ("이름", "Name"),
    "api.name_hint": ("어디에 쓰는 키인지 적어 두세요.", "Say what it is for."),
    "api.scopes": ("할 수 있는 일", "What it may do"),
    "api.scope.account_read": ("내 이름과 이메일 보기", "See my name and address"),
    "api.scope.course_edit": ("내 강의 만들고 고치기", "Make and edit my courses"),
    "api.scope.course_publish": ("내 강의 공개하고 내리기", "Publish and archive my courses"),
    "api.scope.enrollment_create": ("수강 신청하기", "Enroll in courses"),
    "api.scope.enrollment_read": ("내가 배우는 강의 보기", "See what I learn"),
    "api.scope.media_upload": ("내 수업에 영상 올리기", "Upload videos to my lessons"),
    "api.scope.note_read": ("내 노트 보기", "Read my notes"),
    "api.scope.note_write": ("내 노트 쓰고 지우기", "Write and delete my notes"),
    "api.scope.progress_write": ("학습 진도 기록하기", "Record my progress"),
    "api.expires": ("기한", "Lives for"),
    "api.days": ("{days}일", "{days} {days|day|days}"),
    "api.begin": ("새 키 만들기", "Make a new key"),
    "api.create": ("키 만들기", "Make the key"),
    "api.new_key": ("새 API 키", "The new API key"),
    "api.new_key_title": (
        "지금 복사해 두세요. 다시 보여 드리지 않아요.",
        "Copy it now: it is not shown again.",
    ),
    "api.new_key_text": (
        "비밀번호처럼 다뤄 주세요. 저장소나 채팅에 올리지 마세요.",
        "Treat it like a password: keep it out of repositories and chats.",
    ),
    "api.keys_title": ("내 키", "Your keys"),
    "api.keys_text": (
        "쓰지 않는 키는 없애 주세요. 없앤 키는 바로 멈춰요.",
        "Revoke what you do not use. A revoked key stops at once.",
    ),
    "api.no_keys": ("아직 만든 키가 없어요.", "You have no keys yet."),
    "api.until": ("{day}까지", "Until {day}"),
    "api.expired": ("기한이 지났어요", "Expired"),
    "api.last_used": ("마지막 사용 {day}", "Last used {day}"),
    "api.never_used": ("아직 쓰지 않았어요", "Never used"),
    "api.revoke": ("없애기", "Revoke"),
    "api.revoke_named": ("{name} 키 없애기", "Revoke the key {name}"),
    "api.revoke_title": ("‘{name}’ 키를 없앨까요?", "Revoke the key “{name}”?"),
    "api.revoke_text": (
        "이 키를 쓰는 프로그램은 바로 멈춰요. 되돌릴 수 없어요.",
        "Programs that use it stop at once. This cannot be taken back.",
    ),
    "api.revoked": ("키를 없앴어요.", "The key is revoked."),
    # mails
    "mail.fact.api_key": ("API 키", "API key"),
    "mail.fact.program": ("프로그램", "Program"),
    "mail.refresh_reused.subject": (
        "API 로그인 하나를 끝냈어요",
        "We ended one of your API sign-ins",
    ),
    "mail.refresh_reused.title": (
        "{name} 님, 토큰이 두 번 쓰였어요",
        "{name}, a token was used twice",
    ),
    "mail.refresh_reused.text": (
        "한 번만 쓸 수 있는 갱신 토큰이 다시 쓰였어요. 누군가 토큰을 가져갔을 수 있어서 그 "
        "로그인을 바로 끝냈어요. 다른 로그인은 그대로예요.\n\n"
        "쓰던 프로그램에서 다시 로그인해 주세요.",
        "A refresh token that works once was used again. Somebody may have copied it, so we ended "
        "that sign-in at once. Your other sign-ins go on.\n\n"
        "Please sign in again in the program you use.",
    ),
    "mail.refresh_reused.action": ("로그인한 기기 보기", "See where you are signed in"),
    "mail.refresh_reused.note": (
        "모르는 프로그램이라면 비밀번호를 바꾸고 다른 기기에서 모두 로그아웃해 주세요.",
        "If you do not know the program, change your password and sign out everywhere else.",
    ),
    "mail.api_key_created.subject": (
        "새 API 키가 만들어졌어요",
        "A new API key was made",
    ),
    "mail.api_key_created.title": (
        "{name} 님, 새 API 키가 있어요",
        "{name}, you have a new API key",
    ),
    "mail.api_key_created.text": (
        "프로그램이 회원님을 대신해 Margin을 쓸 수 있는 키예요.",
        "With this key a program can use Margin in your name.",
    ),
    "mail.api_key_created.action": ("API 키 보기", "See your API keys"),
    "mail.api_key_created.note": (
        "직접 만들지 않았다면 키를 바로 없애고 비밀번호를 바꿔 주세요.",
        "If this was not you, revoke the key now and change your password.",
    ),
}
