"""Signing in with other accounts. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "oauth.continue_with": ("{provider} 계정으로 계속하기", "Continue with {provider}"),
    "oauth.confirm_with": ("{provider}에서 다시 확인하기", "Confirm with {provider}"),
    "oauth.or": ("또는", "or"),
    # Refusals
    "error.oauth_flow": (
        "로그인을 끝내지 못했어요. 시간이 지났거나 다른 창에서 시작한 로그인이에요. 다시 시작해 주세요.",
        "The sign-in could not be finished: it was begun too long ago or in another browser. "
        "Please start again.",
    ),
    "error.oauth_denied": (
        "로그인을 그만두셨어요. 다시 하거나 다른 방법으로 들어올 수 있어요.",
        "You stopped the sign-in. Try again or choose another way.",
    ),
    "error.oauth_refused": (
        "그쪽 계정으로는 지금 로그인할 수 없어요. 다른 방법으로 들어와 주세요.",
        "That account cannot be used to sign in right now. Please choose another way.",
    ),
    "error.oauth_account_exists": (
        "같은 이메일을 쓰는 계정이 이미 있어요. 원래 쓰던 방법으로 로그인한 다음 설정의 '로그인과 보안'에서 "
        "연결해 주세요.",
        "An account with this address exists already. Sign in the way you usually do, then link "
        "the two under Sign-in and security in your settings.",
    ),
    "error.oauth_linked_elsewhere": (
        "이미 연결되어 있는 계정이에요. 다른 사람의 계정에 연결되어 있다면 그쪽에서 먼저 끊어야 해요.",
        "That account is linked already. If it belongs to another Margin account, it has to be "
        "unlinked there first.",
    ),
    "error.oauth_cannot_confirm": (
        "그 계정으로는 본인 확인을 할 수 없어요. 다른 방법을 골라 주세요.",
        "That account cannot confirm that it is you. Please choose another way.",
    ),
    "error.last_way_in": (
        "마지막 로그인 방법은 끊을 수 없어요. 먼저 비밀번호를 정하거나 패스키를 추가해 주세요.",
        "The last way to sign in cannot be removed. Set a password or add a passkey first.",
    ),
    # The page of a first sign-in
    "oauth.complete_title": ("한 가지만 더", "One more thing"),
    "oauth.complete_lead": (
        "{provider} 계정으로 가입해요. 아래를 확인해 주세요.",
        "You are signing up with {provider}. Please check what follows.",
    ),
    "oauth.email_proven": (
        "{provider}에서 확인한 주소예요.",
        "{provider} has confirmed this address.",
    ),
    "oauth.email_asked": (
        "이 주소로 확인 메일을 보내요.",
        "We send a mail there to confirm it.",
    ),
    "oauth.complete_submit": ("가입하기", "Create account"),
    # Linked accounts
    "oauth.linked_title": ("연결된 계정", "Linked accounts"),
    "oauth.linked_text": (
        "다른 서비스의 계정으로도 로그인할 수 있어요.",
        "Sign in with accounts you have elsewhere.",
    ),
    "oauth.link": ("연결하기", "Link"),
    "oauth.unlink": ("연결 끊기", "Unlink"),
    "oauth.link_named": ("{provider} 연결하기", "Link {provider}"),
    "oauth.unlink_named": ("{provider} 연결 끊기", "Unlink {provider}"),
    "oauth.unlink_title": ("{provider} 연결을 끊을까요?", "Unlink {provider}?"),
    "oauth.unlink_text": (
        "이제 {provider} 계정으로는 로그인할 수 없어요. 나중에 다시 연결할 수 있어요.",
        "{provider} will no longer sign you in. You can link it again later.",
    ),
    "oauth.not_linked": ("연결하지 않았어요", "Not linked"),
    "oauth.linked_since": ("{day}에 연결했어요", "Linked on {day}"),
    "oauth.last_way": (
        "지금은 유일한 로그인 방법이에요",
        "Your only way to sign in right now",
    ),
    "oauth.unlinked": ("{provider} 연결을 끊었어요.", "{provider} is no longer linked."),
    # Mails
    "mail.account_linked.subject": (
        "{provider} 계정이 연결되었어요",
        "{provider} was linked to your account",
    ),
    "mail.account_linked.title": (
        "{name} 님, 로그인 방법이 늘었어요",
        "{name}, a new way to sign in",
    ),
    "mail.account_linked.text": (
        "이제 {provider} 계정으로도 Margin에 로그인할 수 있어요.",
        "From now on {provider} signs you in to Margin too.",
    ),
    "mail.account_linked.action": ("연결된 계정 보기", "See linked accounts"),
    "mail.account_linked.note": (
        "직접 연결하지 않았다면 지금 연결을 끊고 비밀번호를 바꿔 주세요.",
        "If this was not you, unlink it now and change your password.",
    ),
    "mail.account_unlinked.subject": (
        "{provider} 계정 연결이 끊어졌어요",
        "{provider} was unlinked from your account",
    ),
    "mail.account_unlinked.title": (
        "{name} 님, 로그인 방법이 줄었어요",
        "{name}, one way to sign in is gone",
    ),
    "mail.account_unlinked.text": (
        "이제 {provider} 계정으로는 Margin에 로그인할 수 없어요.",
        "{provider} no longer signs you in to Margin.",
    ),
    "mail.account_unlinked.action": ("연결된 계정 보기", "See linked accounts"),
    "mail.account_unlinked.note": (
        "직접 끊지 않았다면 비밀번호를 바꾸고 다른 기기의 로그인을 모두 끝내 주세요.",
        "If this was not you, change your password and sign out all other devices.",
    ),
}
