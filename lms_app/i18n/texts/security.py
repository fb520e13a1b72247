"""Signing in safely: second step, proofs, sessions, passkeys. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # refusals
    "error.wrong_code": (
        "코드가 맞지 않아요. 앱에 지금 보이는 코드를 입력해 주세요.",
        "That code is not right. Enter the one your app shows now.",
    ),
    "error.second_step_over": (
        "로그인 시간이 지났거나 코드를 여러 번 틀렸어요. 처음부터 다시 로그인해 주세요.",
        "It took too long, or too many codes were wrong. Please sign in from the start.",
    ),
    "error.passkey_refused": (
        "패스키로 확인하지 못했어요. 다시 시도해 주세요.",
        "The passkey could not be verified. Please try again.",
    ),
    "error.passkeys_full": (
        "패스키는 {maximum}개까지 등록할 수 있어요.",
        "You can keep up to {maximum} passkeys.",
    ),
    "error.setup_over": (
        "설정 시간이 지났어요. 처음부터 다시 해 주세요.",
        "The setup took too long. Please begin again.",
    ),
    "error.no_second_factor": (
        "먼저 인증 앱이나 패스키를 등록해 주세요.",
        "Add an authenticator app or a passkey first.",
    ),
    # the command line
    "error.admin_exists": (
        "이미 운영자({email})가 있어요. 이 명령은 첫 운영자만 만들어요. 다음 운영자는 운영자가 /admin/users에서 "
        "정해요. 아무도 로그인할 수 없다면 docs/runbooks/lost-admin.md를 보세요.",
        "There is an administrator already ({email}), and this command makes the first one only. "
        "Administrators name others at /admin/users. If none of them can sign in any more, see "
        "docs/runbooks/lost-admin.md.",
    ),
    "error.no_such_admin": (
        "그 주소를 쓰는 운영자가 없어요.",
        "No active administrator has this address.",
    ),
    # the second step of signing in
    "second_step.title": ("2단계 인증", "Second step"),
    "second_step.lead": (
        "비밀번호는 맞았어요. 한 번만 더 확인할게요.",
        "Your password was right. One more check.",
    ),
    "second_step.code": ("인증 코드", "Code"),
    "second_step.code_hint": (
        "인증 앱의 6자리 숫자나 복구 코드를 입력하세요.",
        "Six digits from your app, or one of your recovery codes.",
    ),
    "second_step.recovery_hint": ("복구 코드를 입력하세요.", "Enter one of your recovery codes."),
    "second_step.submit": ("확인", "Continue"),
    "second_step.over_lead": (
        "로그인 시간이 지났어요. 처음부터 다시 로그인해 주세요.",
        "This sign-in is over. Please start again.",
    ),
    "second_step.again": ("다시 로그인", "Sign in again"),
    "second_step.other_account": ("다른 계정으로 로그인", "Use another account"),
    "passkey.use": ("패스키로 로그인", "Sign in with a passkey"),
    "passkey.confirm": ("패스키로 확인", "Confirm with a passkey"),
    "passkey.or": ("또는", "or"),
    "passkey.unsupported": (
        "이 브라우저에서는 패스키를 쓸 수 없어요.",
        "This browser cannot use passkeys.",
    ),
    "passkey.canceled": (
        "패스키 확인을 마치지 못했어요. 다시 시도해 주세요.",
        "The passkey was not used. Please try again.",
    ),
    # proving once more who is there
    "confirm.title": ("본인 확인", "Is it you?"),
    "confirm.lead": (
        "중요한 일이라 한 번 더 확인할게요. 5분 동안은 다시 묻지 않아요.",
        "This matters, so please confirm. We will not ask again for five minutes.",
    ),
    "confirm.submit": ("확인", "Confirm"),
    "confirm.sign_in_again": ("로그아웃하고 다시 로그인하기", "Sign out and sign in again"),
    "confirm.again_text": (
        "이 계정에는 비밀번호도 패스키도 없어요. 다시 로그인하면 여기로 돌아와서 5분 동안 할 수 있어요.",
        "This account has neither a password nor a passkey. Sign in again: you come back here, and "
        "it is possible for five minutes.",
    ),
    "confirm.password_text": (
        "비밀번호를 정해 두면 다음부터는 다시 로그인하지 않아도 돼요. {email} 주소로 링크를 보내 드려요.",
        "With a password you need not sign in again next time. We send a link to {email}.",
    ),
    "confirm.passkey_text": (
        "다시 로그인한 다음 5분 안에 설정의 '로그인과 보안'에서 패스키를 등록해도 돼요.",
        "Or add a passkey under Sign-in and security, within five minutes of signing in.",
    ),
    # settings: signing in and safety
    "settings.security": ("로그인과 보안", "Sign-in and security"),
    "security.title": ("로그인과 보안", "Sign-in and security"),
    "security.lead": (
        "어떻게 로그인하는지, 어디에서 로그인했는지 살펴보고 지켜요.",
        "How you sign in, where you are signed in, and how it is kept safe.",
    ),
    "security.credentials_title": ("비밀번호와 이메일", "Password and address"),
    "security.app_title": ("인증 앱", "Authenticator app"),
    "security.app_text": (
        "비밀번호 다음에 앱의 6자리 코드를 한 번 더 물어요. 비밀번호가 새어도 계정은 안전해요.",
        "After the password we ask for six digits from an app. A leaked password alone is then "
        "worth nothing.",
    ),
    "security.app_off": ("꺼져 있어요", "Off"),
    "security.app_on": ("{day}부터 켜져 있어요", "On since {day}"),
    "security.app_set_up": ("인증 앱 설정", "Set up an app"),
    "security.app_replace": ("다른 앱으로 바꾸기", "Use another app"),
    "security.app_turn_off": ("끄기", "Turn off"),
    "security.app_turn_off_title": ("인증 앱을 끌까요?", "Turn the authenticator app off?"),
    "security.app_turn_off_text": (
        "다음부터 코드를 묻지 않아요. 다른 2단계 수단이 없으면 복구 코드도 사라져요.",
        "We will no longer ask for its codes. Without another second factor the recovery codes go too.",
    ),
    "security.setup_title": ("인증 앱 설정", "Set up an authenticator app"),
    "security.setup_scan": (
        "인증 앱으로 이 그림을 찍거나, 아래 키를 직접 입력하세요.",
        "Scan the picture with your app, or type the key below.",
    ),
    "security.setup_picture": ("인증 앱 설정용 QR 코드", "QR code for your authenticator app"),
    "security.setup_key": ("설정 키", "Setup key"),
    "security.setup_code": ("앱에 보이는 6자리 코드", "The six digits your app shows"),
    "security.setup_confirm": ("켜기", "Turn on"),
    "security.codes_title": ("복구 코드", "Recovery codes"),
    "security.codes_text": (
        "휴대폰을 잃어버렸을 때 한 번씩 쓸 수 있어요.",
        "For when your phone is lost. Each works once.",
    ),
    "security.codes_left": ("{count}개 남았어요", "{count} left"),
    "security.codes_renew": ("새로 받기", "Get new ones"),
    "security.codes_renew_title": ("복구 코드를 새로 받을까요?", "Get new recovery codes?"),
    "security.codes_renew_text": (
        "지금 가지고 있는 코드는 모두 쓸 수 없게 돼요.",
        "All codes you have now stop working.",
    ),
    "security.codes_shown_title": ("복구 코드를 보관하세요", "Keep these recovery codes"),
    "security.codes_shown_text": (
        "지금 한 번만 보여 드려요. 안전한 곳에 적어 두거나 파일로 저장하세요.",
        "They are shown only now. Write them down, or save them as a file.",
    ),
    "security.codes_save": ("파일로 저장", "Save as a file"),
    "security.codes_done": ("보관했어요", "I have kept them"),
    "security.passkeys_title": ("패스키", "Passkeys"),
    "security.passkeys_text": (
        "지문, 얼굴, 화면 잠금이나 보안 키로 로그인해요. 비밀번호도 코드도 필요 없고, 등록하면 "
        "비밀번호 로그인에는 2단계 인증이 켜져요.",
        "Sign in with your fingerprint, face, screen lock or a security key: no password, no code. "
        "With a passkey, signing in by password asks for a second step.",
    ),
    "security.passkeys_none": ("등록한 패스키가 없어요.", "There is no passkey yet."),
    "security.passkey_add": ("패스키 등록", "Add a passkey"),
    "security.passkey_make": ("이 기기에 만들기", "Make it now"),
    "security.passkey_name": ("이름", "Name"),
    "security.passkey_name_hint": (
        "나중에 알아볼 수 있게, 예를 들어 내 노트북.",
        "So that you know it later, such as My laptop.",
    ),
    "security.passkey_used": ("마지막 사용 {day}", "Last used {day}"),
    "security.passkey_made": ("{day}에 등록", "Added {day}"),
    "security.passkey_never_used": ("아직 쓰지 않았어요", "Not used yet"),
    "security.passkey_rename_named": ("패스키 이름: {name}", "Name of the passkey {name}"),
    "security.passkey_remove": ("삭제", "Remove"),
    "security.passkey_remove_named": ("{name} 삭제", "Remove {name}"),
    "security.passkey_remove_title": ("이 패스키를 삭제할까요?", "Remove this passkey?"),
    "security.passkey_remove_text": (
        "이 패스키({name})로는 더 이상 로그인할 수 없어요.",
        "You can no longer sign in with {name}.",
    ),
    "security.sessions_title": ("로그인한 기기", "Where you are signed in"),
    "security.sessions_text": (
        "모르는 기기가 있으면 로그아웃하고 비밀번호를 바꾸세요. 위치는 다른 회사에 물어보지 않아서, 접속한 "
        "네트워크만 보여 드려요.",
        "Sign out what you do not know, and change your password. We ask no other company where "
        "you are, so all we can show of a place is its network.",
    ),
    "security.this_device": ("지금 쓰는 기기", "This device"),
    "security.unknown_device": ("알 수 없는 기기", "Unknown device"),
    "security.api_client": ("API 클라이언트", "API client"),
    "security.network": ("네트워크 {network}", "Network {network}"),
    "security.local_network": ("같은 컴퓨터나 내부 네트워크", "This machine or a private network"),
    "security.last_used": ("마지막 사용 {when}", "Last used {when}"),
    "security.end_session": ("로그아웃", "Sign out"),
    "security.end_session_named": ("{device} 로그아웃", "Sign out {device}"),
    "security.end_others": ("다른 기기 모두 로그아웃", "Sign out everywhere else"),
    "security.end_others_title": (
        "다른 기기에서 모두 로그아웃할까요?",
        "Sign out everywhere else?",
    ),
    "security.end_others_text": (
        "이 기기만 로그인한 채로 남아요.",
        "Only this device stays signed in.",
    ),
    "security.by_password": ("비밀번호", "Password"),
    "security.by_passkey": ("패스키", "Passkey"),
    "security.by_provider": ("연결된 계정", "Linked account"),
    "security.done_app_on": ("인증 앱을 켰어요.", "The authenticator app is on."),
    "security.done_app_off": ("인증 앱을 껐어요.", "The authenticator app is off."),
    "security.done_passkey": ("패스키를 등록했어요.", "The passkey was added."),
    "security.done_passkey_renamed": ("패스키 이름을 바꿨어요.", "The passkey has a new name."),
    "security.done_passkey_removed": ("패스키를 삭제했어요.", "The passkey was removed."),
    "security.done_session": ("로그아웃했어요.", "Signed out."),
    "security.done_others": (
        "다른 기기 {count}곳에서 로그아웃했어요.",
        "Signed out of {count} other {count|place|places}.",
    ),
    "security.needs_scripts": (
        "이 페이지는 자바스크립트를 켜야 쓸 수 있어요.",
        "This page needs JavaScript.",
    ),
    # what was changed, as the mail and the audit log say it
    "security.change.app_on": ("인증 앱을 켰어요", "The authenticator app was turned on"),
    "security.change.app_off": ("인증 앱을 껐어요", "The authenticator app was turned off"),
    "security.change.codes_renewed": (
        "복구 코드를 새로 받았어요",
        "New recovery codes were issued",
    ),
    "security.change.passkey_added": ("패스키를 등록했어요", "A passkey was added"),
    "security.change.passkey_removed": ("패스키를 삭제했어요", "A passkey was removed"),
    "security.change.all_off": (
        "서버 운영자가 2단계 인증을 모두 껐어요",
        "Who runs the server turned every second step off",
    ),
    # mails
    "mail.fact.device": ("기기", "Device"),
    "mail.fact.address": ("IP 주소", "IP address"),
    "mail.fact.change": ("바뀐 것", "What changed"),
    "mail.new_device.subject": ("새 기기에서 로그인했어요", "A sign-in from a new device"),
    "mail.new_device.title": ("새 기기에서 로그인했어요", "A sign-in from a new device"),
    "mail.new_device.text": (
        "{name} 님의 Margin 계정에 처음 보는 기기에서 로그인했어요.",
        "Somebody signed in to {name}’s Margin account from a device we had not seen before.",
    ),
    "mail.new_device.action": ("로그인한 기기 살펴보기", "See where you are signed in"),
    "mail.new_device.note": (
        "직접 로그인했다면 할 일이 없어요. 아니라면 그 기기를 로그아웃하고 비밀번호를 바꾸세요.",
        "If it was you, there is nothing to do. If not, sign that device out and change your password.",
    ),
    "mail.second_factor_changed.subject": (
        "로그인 보안 설정이 바뀌었어요",
        "Your sign-in security was changed",
    ),
    "mail.second_factor_changed.title": (
        "로그인 보안 설정이 바뀌었어요",
        "Your sign-in security was changed",
    ),
    "mail.second_factor_changed.text": (
        "{name} 님의 Margin 계정에서 방금 바뀐 내용을 알려 드려요.",
        "This was just changed on {name}’s Margin account.",
    ),
    "mail.second_factor_changed.action": ("보안 설정 보기", "See your security settings"),
    "mail.second_factor_changed.note": (
        "직접 바꿨다면 할 일이 없어요. 아니라면 바로 비밀번호를 바꾸고 다른 기기를 로그아웃하세요.",
        "If it was you, there is nothing to do. If not, change your password now and sign out everywhere else.",
    ),
}
