"""Signing up, confirming an address, passwords. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # Sign up
    "sign_up.birth_date": ("생년월일", "Date of birth"),
    "sign_up.consent_age": (
        "나이를 확인하는 데만 쓰고 저장하지 않아요.",
        "Used to check your age only; it is not stored.",
    ),
    "sign_up.consents": ("동의", "Consents"),
    "sign_up.consent_terms": ("이용약관에 동의해요", "I agree to the terms of use"),
    "sign_up.consent_privacy": (
        "개인정보 수집과 이용에 동의해요",
        "I agree to the processing of my data",
    ),
    "sign_up.consent_marketing": (
        "새 강의와 소식을 이메일로 받을게요",
        "Send me news about courses by email",
    ),
    "sign_up.required": ("필수", "Required"),
    "sign_up.optional": ("선택", "Optional"),
    "sign_up.read": ("읽어 보기", "Read it"),
    "sign_up.sent_title": ("메일을 확인해 주세요", "Check your mail"),
    "sign_up.sent_text": (
        "적어 주신 주소로 메일을 보냈어요. 메일의 링크를 열면 계정이 바로 열려요.",
        "We sent a mail to the address you gave. Open its link and your account is ready.",
    ),
    "sign_up.sent_hint": (
        "몇 분이 지나도 오지 않으면 스팸함을 살펴보거나 다시 보내 주세요. 링크는 24시간 동안 쓸 수 있어요.",
        "Nothing after a few minutes? Look into the spam folder, or send it again. The link works "
        "for 24 hours.",
    ),
    "sign_up.resend": ("다시 보내기", "Send it again"),
    "sign_up.resent": (
        "다시 보냈어요. 먼저 온 메일의 링크는 이제 쓸 수 없어요.",
        "Sent again. The link in the earlier mail no longer works.",
    ),
    "sign_up.other_address": ("다른 주소로 가입하기", "Use another address"),
    "sign_up.open_inbox": ("이 컴퓨터의 메일함 열기", "Open the inbox of this machine"),
    # Confirming an address
    "verify.title": ("이메일 확인", "Confirm your address"),
    "verify.sign_up_text": (
        "{email} 주소로 계정을 열까요?",
        "Open your account with {email}?",
    ),
    "verify.sign_up_submit": ("확인하고 시작하기", "Confirm and start"),
    "verify.password_text": (
        "가입한 브라우저와 달라서 한 번 더 확인할게요. 가입할 때 정한 비밀번호를 적어 주세요.",
        "This is not the browser you signed up with, so once more: the password you chose.",
    ),
    "verify.verify_text": (
        "{email} 주소가 내 주소가 맞다면 확인해 주세요.",
        "Please confirm if {email} is your address.",
    ),
    "verify.change_text": (
        "이제부터 {email} 주소로 로그인할까요?",
        "Sign in with {email} from now on?",
    ),
    "verify.submit": ("내 주소가 맞아요", "It is my address"),
    "verify.change_submit": ("이 주소로 바꾸기", "Change to this address"),
    "verify.sign_in_text": (
        "{email} 주소를 등록하려면 먼저 그 계정으로 로그인해 주세요. 로그인하면 바로 여기로 돌아와요.",
        "To use {email}, please sign in to your account first. You come straight back here.",
    ),
    "verify.sign_in": ("로그인하고 계속하기", "Sign in and go on"),
    "verify.other_account_text": (
        "지금은 다른 계정으로 로그인해 있어요. {email} 주소를 쓰려던 계정으로 로그인해 주세요.",
        "You are signed in to another account. Please sign in to the one that {email} is for.",
    ),
    "verify.other_account": ("그 계정으로 로그인하기", "Sign in to that account"),
    "verify.dead_title": ("쓸 수 없는 링크예요", "This link does not work"),
    "verify.dead_text": (
        "이미 썼거나 시간이 지난 링크예요. 로그인해 보고, 되지 않으면 다시 가입해 주세요.",
        "It was used already, or it is too old. Try to sign in; if that fails, sign up again.",
    ),
    "verify.done_title": ("확인했어요", "Confirmed"),
    "verify.done_text": ("이메일 주소를 확인했어요.", "Your address is confirmed."),
    "verify.changed_text": (
        "이제 새 주소로 로그인해요.",
        "You sign in with the new address now.",
    ),
    "verify.go_on": ("계속하기", "Go on"),
    # The banner of an unconfirmed address
    "unverified.text": (
        "이메일 주소를 아직 확인하지 않았어요. 강의를 공개하거나 강사가 되려면 필요해요.",
        "Your address is not confirmed yet. You need it to publish or to teach.",
    ),
    "unverified.resend": ("확인 메일 다시 받기", "Send the mail again"),
    "unverified.resent": ("확인 메일을 보냈어요.", "The mail is on its way."),
    # Forgotten password
    "forgot.link": ("비밀번호를 잊었나요?", "Forgot your password?"),
    "forgot.title": ("비밀번호 찾기", "Forgot your password?"),
    "forgot.lead": (
        "가입한 이메일을 적어 주세요. 새로 정할 수 있는 링크를 보내 드려요.",
        "Tell us your address and we send a link to choose a new one.",
    ),
    "forgot.submit": ("링크 받기", "Send the link"),
    "forgot.sent_text": (
        "이 주소로 만든 계정이 있다면 메일을 보냈어요. 링크는 30분 동안 쓸 수 있어요.",
        "If there is an account with this address, a mail is on its way. The link works for 30 "
        "minutes.",
    ),
    "forgot.back": ("로그인으로", "Back to sign in"),
    "reset.title": ("비밀번호 새로 정하기", "Choose a new password"),
    "reset.lead": (
        "새로 정하면 모든 기기에서 로그아웃돼요.",
        "Choosing a new one signs you out on all devices.",
    ),
    "reset.new_password": ("새 비밀번호", "New password"),
    "reset.submit": ("새 비밀번호로 바꾸기", "Save the new password"),
    "reset.dead_text": (
        "이미 썼거나 30분이 지난 링크예요. 다시 받아 주세요.",
        "It was used already, or it is older than 30 minutes. Ask for another.",
    ),
    "reset.again": ("링크 다시 받기", "Ask for another link"),
    "reset.done": (
        "비밀번호를 바꿨어요. 새 비밀번호로 로그인해 주세요.",
        "Your password is changed. Please sign in with the new one.",
    ),
    # Changing password and address while signed in
    "change_password.title": ("비밀번호 바꾸기", "Change password"),
    "change_password.current": ("지금 비밀번호", "Current password"),
    "change_password.submit": ("비밀번호 바꾸기", "Change password"),
    "change_password.done": (
        "비밀번호를 바꿨어요. 다른 기기에서는 로그아웃됐어요.",
        "Password changed. Other devices were signed out.",
    ),
    "change_password.none_text": (
        "아직 비밀번호가 없어요. {email} 주소로 보내 드리는 링크에서 정할 수 있어요.",
        "You have no password yet. Choose one by a link that we send to {email}.",
    ),
    "change_password.no_address_text": (
        "아직 비밀번호가 없어요. 먼저 이메일 주소를 등록해 주세요.",
        "You have no password yet. Add an address first.",
    ),
    "change_password.first": ("비밀번호 정하기", "Choose a password"),
    "change_email.title": ("이메일 바꾸기", "Change address"),
    "change_email.current": ("지금 주소: {email}", "Current address: {email}"),
    "change_email.none": ("아직 등록한 주소가 없어요.", "You have not added an address yet."),
    "change_email.new": ("새 이메일", "New address"),
    "change_email.submit": ("확인 메일 받기", "Send a confirmation"),
    "change_email.sent": (
        "새 주소로 확인 메일을 보냈어요. 링크를 열면 바뀌어요.",
        "We sent a mail to the new address. It changes once you open the link.",
    ),
    # Refusals
    "error.birth_date": ("생년월일을 다시 확인해 주세요.", "Please check the date of birth."),
    "error.too_young": (
        "아쉽지만 만 {minimum}세부터 가입할 수 있어요. 보호자와 함께 운영자에게 문의해 주세요. 적어 주신 내용은 저장하지 않았어요.",
        "Sorry, you can sign up from the age of {minimum}. A guardian may contact whoever runs this "
        "site. Nothing you typed was stored.",
    ),
    "error.consent_required": (
        "가입하려면 필수 항목에 동의해 주세요.",
        "Please agree to what is required to open an account.",
    ),
    "error.link_dead": (
        "이미 썼거나 시간이 지난 링크예요.",
        "This link was used already, or it is too old.",
    ),
    "error.link_other_account": (
        "이 링크는 다른 계정의 것이에요. 그 계정으로 로그인해 주세요.",
        "This link belongs to another account. Please sign in to that one.",
    ),
    "error.sign_up_password": (
        "가입할 때 정한 비밀번호와 달라요.",
        "That is not the password you signed up with.",
    ),
    "error.current_password": (
        "지금 비밀번호와 달라요.",
        "That is not your current password.",
    ),
    "error.no_password": (
        "아직 비밀번호가 없는 계정이에요. 로그인 화면의 ‘비밀번호를 잊었나요?’에서 먼저 정해 주세요.",
        "This account has no password yet. Choose one first by “Forgot your password?” on the "
        "sign-in page.",
    ),
    "error.email_unverified": (
        "먼저 이메일 주소를 확인해 주세요. 확인 메일은 화면 위에서 다시 받을 수 있어요.",
        "Please confirm your email address first. You can have the mail sent again at the top of "
        "the page.",
    ),
}
