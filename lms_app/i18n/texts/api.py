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
