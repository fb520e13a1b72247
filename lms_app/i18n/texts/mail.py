"""Mails. Key -> (Korean, English). `mail.<template>.<part>`."""

TEXTS: dict[str, tuple[str, str]] = {
    "mail.foot": (
        "Margin에서 보낸 메일이에요 · {site}",
        "Sent by Margin · {site}",
    ),
    "mail.fact.email": ("새 주소", "New address"),
    # Signing up
    "mail.sign_up_confirm.subject": ("이메일 주소를 확인해 주세요", "Confirm your email address"),
    "mail.sign_up_confirm.title": ("거의 다 왔어요", "Almost there"),
    "mail.sign_up_confirm.text": (
        "이 주소로 Margin 계정을 만들어 달라는 요청을 받았어요. 아래에서 확인하면 계정이 열려요.\n\n"
        "링크는 24시간 동안 한 번만 쓸 수 있어요.",
        "Somebody asked for a Margin account with this address. Confirm it below and the account "
        "opens.\n\nThe link works once, within 24 hours.",
    ),
    "mail.sign_up_confirm.action": ("이메일 확인하기", "Confirm the address"),
    "mail.sign_up_confirm.note": (
        "가입한 적이 없다면 이 메일을 무시해 주세요. 확인하지 않으면 계정은 만들어지지 않아요.",
        "If this was not you, ignore this mail. Without confirmation no account is made.",
    ),
    "mail.sign_up_known.subject": (
        "이미 Margin 계정이 있어요",
        "You already have a Margin account",
    ),
    "mail.sign_up_known.title": ("{name} 님, 이미 계정이 있어요", "{name}, you have an account"),
    "mail.sign_up_known.text": (
        "방금 이 주소로 새로 가입하려는 요청이 있었어요. 이미 계정이 있으니 그대로 로그인하면 돼요.\n\n"
        "비밀번호가 떠오르지 않으면 아래에서 새로 정할 수 있어요.",
        "Somebody just tried to sign up with this address. It has an account already, so signing "
        "in is enough.\n\nIf the password does not come to mind, choose a new one below.",
    ),
    "mail.sign_up_known.action": ("비밀번호 새로 정하기", "Choose a new password"),
    "mail.sign_up_known.note": (
        "내가 한 일이 아니어도 괜찮아요. 계정은 바뀌지 않았어요.",
        "If this was not you, all is well: nothing about your account has changed.",
    ),
    # Verifying an address
    "mail.email_verify.subject": ("이메일 주소를 확인해 주세요", "Confirm your email address"),
    "mail.email_verify.title": ("이 주소가 맞나요?", "Is this your address?"),
    "mail.email_verify.text": (
        "Margin 계정에 이 주소가 적혀 있어요. 아래에서 확인해 주세요.\n\n"
        "링크는 24시간 동안 한 번만 쓸 수 있어요.",
        "A Margin account carries this address. Please confirm it below.\n\n"
        "The link works once, within 24 hours.",
    ),
    "mail.email_verify.action": ("이메일 확인하기", "Confirm the address"),
    "mail.email_verify.note": (
        "모르는 계정이라면 이 메일을 무시해 주세요.",
        "If you know of no such account, ignore this mail.",
    ),
    # Password
    "mail.password_reset.subject": ("비밀번호를 새로 정해 주세요", "Choose a new password"),
    "mail.password_reset.title": ("비밀번호 새로 정하기", "Choose a new password"),
    "mail.password_reset.text": (
        "{name} 님의 Margin 계정에서 비밀번호를 새로 정하려는 요청을 받았어요.\n\n"
        "링크는 30분 동안 한 번만 쓸 수 있어요. 새로 정하면 모든 기기에서 로그아웃돼요.",
        "Somebody asked to choose a new password for {name}’s Margin account.\n\n"
        "The link works once, within 30 minutes. Choosing a new one signs you out everywhere.",
    ),
    "mail.password_reset.action": ("비밀번호 새로 정하기", "Choose a new password"),
    "mail.password_reset.note": (
        "요청한 적이 없다면 이 메일을 무시해 주세요. 비밀번호는 그대로예요.",
        "If this was not you, ignore this mail. Your password stays as it is.",
    ),
    "mail.password_changed.subject": ("비밀번호가 바뀌었어요", "Your password was changed"),
    "mail.password_changed.title": ("비밀번호가 바뀌었어요", "Your password was changed"),
    "mail.password_changed.text": (
        "{name} 님의 Margin 계정 비밀번호가 방금 바뀌었어요. 다른 기기에서는 모두 로그아웃됐어요.",
        "The password of {name}’s Margin account was just changed. Other devices were signed out.",
    ),
    "mail.password_changed.action": ("내가 아니에요: 다시 정하기", "Not me: choose it anew"),
    "mail.password_changed.note": (
        "직접 바꿨다면 할 일이 없어요.",
        "If you changed it yourself, there is nothing to do.",
    ),
    # Address
    "mail.email_change_confirm.subject": (
        "새 이메일 주소를 확인해 주세요",
        "Confirm your new address",
    ),
    "mail.email_change_confirm.title": ("이 주소로 바꿀까요?", "Change to this address?"),
    "mail.email_change_confirm.text": (
        "어떤 Margin 계정의 이메일을 이 주소로 바꾸려는 요청을 받았어요. 확인하면 이 주소로 로그인해요.\n\n"
        "링크는 24시간 동안 한 번만 쓸 수 있어요.",
        "Somebody asked to change a Margin account to this address. Once confirmed, it is the one "
        "to sign in with.\n\nThe link works once, within 24 hours.",
    ),
    "mail.email_change_confirm.action": ("새 주소 확인하기", "Confirm the new address"),
    "mail.email_change_confirm.note": (
        "요청한 적이 없다면 이 메일을 무시해 주세요. 아무것도 바뀌지 않아요.",
        "If this was not you, ignore this mail. Nothing changes.",
    ),
    "mail.email_change_notice.subject": (
        "이메일 주소를 바꾸려는 요청이 있었어요",
        "A change of your address was asked for",
    ),
    "mail.email_change_notice.title": ("이메일 주소 변경 요청", "A change of address"),
    "mail.email_change_notice.text": (
        "{name} 님의 Margin 계정 이메일을 바꾸려는 요청을 받았어요. 새 주소에서 확인하면 바뀌어요.",
        "Somebody asked to change the address of {name}’s Margin account. It changes once the new "
        "address is confirmed.",
    ),
    "mail.email_change_notice.note": (
        "내가 한 일이 아니라면 지금 비밀번호를 바꿔 주세요. 그러면 이 요청도 취소돼요.",
        "If this was not you, change your password now: that cancels the request too.",
    ),
    "mail.email_changed.subject": ("이메일 주소가 바뀌었어요", "Your address was changed"),
    "mail.email_changed.title": ("이메일 주소가 바뀌었어요", "Your address was changed"),
    "mail.email_changed.text": (
        "{name} 님의 Margin 계정은 이제 새 주소로 로그인해요. 이 주소로는 더 이상 메일을 보내지 않아요.",
        "{name}’s Margin account now signs in with the new address. No more mail comes to this one.",
    ),
    "mail.email_changed.note": (
        "내가 한 일이 아니라면 이 사이트의 운영자에게 바로 알려 주세요.",
        "If this was not you, tell whoever runs this site right away.",
    ),
}
