"""Terms and privacy. Key -> (Korean, English).

A sensible text for a self-hosted school without payments; the operator adapts it and has it
reviewed by a lawyer (`legal.operator_note` says so on the page).
"""

TERMS_SECTIONS = (
    "service",
    "account",
    "learning",
    "teaching",
    "content",
    "conduct",
    "changes",
    "liability",
    "law",
)
PRIVACY_SECTIONS = (
    "what",
    "why",
    "basis",
    "keep",
    "share",
    "place",
    "cookies",
    "security",
    "rights",
    "children",
    "contact",
)

TEXTS: dict[str, tuple[str, str]] = {
    "legal.effective": ("시행일: 2026년 11월 23일", "In effect since November 23, 2026"),
    "legal.operator_note": (
        "운영자에게: 이 글은 자체 호스팅 학교를 위한 기본 문안이에요. 운영 주체의 이름과 연락처, "
        "실제로 처리하는 정보에 맞게 고치고, 공개하기 전에 변호사의 검토를 받아 주세요.",
        "To the operator: this is a starting text for a self-hosted school. Put in your name and "
        "contact, match it to the data you really process, and have a lawyer review it before you "
        "open to the public.",
    ),
    # Terms
    "terms.title": ("이용약관", "Terms of use"),
    "terms.lead": (
        "Margin에서 배우고 가르칠 때의 약속이에요. 어려운 말 없이 적었어요.",
        "What we agree on when you learn or teach on Margin, in plain words.",
    ),
    "terms.service.title": ("1. 서비스", "1. The service"),
    "terms.service.text": (
        "Margin은 강사가 만든 영상과 글 강의를 듣고, 진도를 기록하고, 강의를 올릴 수 있는 "
        "서비스예요. 지금 제공하는 모든 강의는 무료이고, 유료 강의가 생기면 결제와 환불 조건을 "
        "따로 알려 드리고 동의를 받아요.",
        "Margin lets you take video and reading courses made by instructors, keeps your progress, "
        "and lets you publish courses of your own. Every course offered now is free. Should paid "
        "courses come, their payment and refund terms will be shown and agreed to separately.",
    ),
    "terms.account.title": ("2. 계정", "2. Your account"),
    "terms.account.text": (
        "가입에는 본인이 쓰는 이메일 주소와 이름, 비밀번호가 필요해요. 비밀번호를 남과 나누지 "
        "말아 주세요. 계정에서 일어난 일은 계정 주인의 책임이지만, 도용을 알게 되면 바로 알려 "
        "주시면 함께 막을게요. 계정을 닫고 싶으면 이 사이트의 운영자에게 알려 주세요.",
        "Signing up takes an email address of yours, a name and a password. Please do not share the "
        "password. You are responsible for what happens under your account; if you notice somebody "
        "else using it, tell us and we will help to stop it. To close your account, "
        "tell whoever runs this site.",
    ),
    "terms.learning.title": ("3. 수강", "3. Taking courses"),
    "terms.learning.text": (
        "수강을 시작하면 강의가 서비스에 있는 동안 기간 제한 없이 볼 수 있어요. 강의는 본인만 볼 "
        "수 있고, 영상을 내려받아 나누거나 보호 조치를 풀거나 여럿이 한 계정을 쓰는 것은 안 돼요. "
        "진도는 실제로 재생한 시간으로 계산해요.",
        "Once enrolled you can watch a course without a time limit for as long as it is offered. "
        "Access is personal: copying videos, getting around their protection, or sharing one "
        "account is not allowed. Progress counts what was really played.",
    ),
    "terms.teaching.title": ("4. 강의하기", "4. Teaching"),
    "terms.teaching.text": (
        "강사는 올리는 영상, 글, 그림에 대한 권리를 갖고 있어야 해요. 권리는 계속 강사에게 있고, "
        "Margin은 강의를 변환하고 저장하고 수강생에게 보여 주는 데 필요한 만큼만 써요. 강의를 "
        "내려도 이미 수강 중인 사람은 계속 볼 수 있어요.",
        "Instructors must hold the rights to the videos, texts and pictures they upload. Those "
        "rights stay with them; Margin uses the material only as needed to convert it, store it and "
        "show it to students. When a course is withdrawn, people already enrolled keep access.",
    ),
    "terms.content.title": ("5. 올릴 수 없는 것", "5. What may not be uploaded"),
    "terms.content.text": (
        "남의 권리를 침해하는 것, 법에 어긋나는 것, 누군가를 괴롭히거나 차별하는 것, 속이려는 "
        "것, 악성 코드는 올릴 수 없어요. 신고를 받으면 내용을 확인하고, 필요하면 가리거나 지운 뒤 "
        "이유를 알려 드려요.",
        "Nothing that infringes rights of others, breaks the law, harasses or discriminates, "
        "deceives, or carries malicious code. When something is reported we look at it, hide or "
        "remove it where needed, and tell you why.",
    ),
    "terms.conduct.title": ("6. 이용 제한", "6. Suspension"),
    "terms.conduct.text": (
        "약관을 어기거나 서비스를 해치는 경우 계정을 일시 정지할 수 있어요. 급한 위험이 아니라면 "
        "먼저 알리고 설명을 들을 기회를 드려요.",
        "An account that breaks these terms or harms the service can be suspended. Unless the danger "
        "is immediate, you are told first and heard.",
    ),
    "terms.changes.title": ("7. 바뀌는 것", "7. Changes"),
    "terms.changes.text": (
        "약관이 바뀌면 시행 7일 전에, 이용자에게 불리한 변경은 30일 전에 알려 드려요. 동의하지 "
        "않으면 계정을 닫을 수 있어요.",
        "Changes to these terms are announced 7 days ahead, and 30 days ahead when they are to your "
        "disadvantage. If you do not agree, you can close your account.",
    ),
    "terms.liability.title": ("8. 책임", "8. Liability"),
    "terms.liability.text": (
        "서비스가 끊기지 않도록 애쓰지만, 점검이나 장애로 멈출 수 있어요. 고의나 중대한 과실, "
        "법으로 제한할 수 없는 책임은 이 약관으로 줄어들지 않아요.",
        "We work to keep the service running, but maintenance and failures happen. Nothing here "
        "limits liability for intent, gross negligence, or what the law does not allow to limit.",
    ),
    "terms.law.title": ("9. 준거법", "9. Governing law"),
    "terms.law.text": (
        "이 약관은 대한민국 법을 따르고, 소비자로서 거주지의 법이 주는 보호는 그대로 남아요.",
        "These terms follow the law of the Republic of Korea; protection your own country gives you "
        "as a consumer remains.",
    ),
    # Privacy
    "privacy.title": ("개인정보 처리방침", "Privacy policy"),
    "privacy.lead": (
        "필요한 것만 모으고, 쓰는 까닭을 적고, 다 쓰면 지워요. 광고 추적은 하지 않아요.",
        "We collect what is needed, say why, and delete it when it is not. There is no ad tracking.",
    ),
    "privacy.what.title": ("1. 모으는 정보", "1. What we collect"),
    "privacy.what.text": (
        "가입할 때: 이메일 주소, 이름, 비밀번호의 해시(원래 비밀번호는 저장하지 않아요). 배울 때: "
        "수강한 강의, 재생한 구간, 멈춘 위치, 완료한 강. 가르칠 때: 강사 소개와 올린 자료. 접속할 "
        "때: 로그인 시각, IP 주소, 브라우저 종류.",
        "When you sign up: email address, name, and a hash of your password (never the password "
        "itself). When you learn: courses taken, ranges played, where you stopped, lessons done. "
        "When you teach: your profile and what you upload. When you connect: sign-in times, IP "
        "address, kind of browser.",
    ),
    "privacy.why.title": ("2. 쓰는 까닭", "2. Why"),
    "privacy.why.text": (
        "로그인과 계정 보호, 이어보기와 진도 계산, 강의 제공과 강사에게 보여 주는 수강 통계, 오류와 "
        "부정 이용을 막는 일에만 써요.",
        "Only to sign you in and protect your account, to resume lessons and count progress, to "
        "provide courses and show instructors how they are taken, and to prevent errors and abuse.",
    ),
    "privacy.basis.title": ("3. 처리 근거", "3. Legal basis"),
    "privacy.basis.text": (
        "계약의 이행(강의 제공), 정당한 이익(보안), 법적 의무, 그리고 필요한 경우 동의에 따라 "
        "처리해요. 동의는 언제든지 거둘 수 있어요.",
        "Performance of the contract (providing courses), legitimate interest (security), legal "
        "duties, and consent where it is asked for. Consent can be withdrawn any time.",
    ),
    "privacy.keep.title": ("4. 보관 기간", "4. How long"),
    "privacy.keep.text": (
        "계정 정보와 학습 기록은 계정을 닫을 때까지, 접속 기록은 3개월 동안 보관해요. 법이 더 오래 "
        "보관하라고 정한 것은 그 기간 동안 따로 두었다가 지워요.",
        "Account and learning records until you close the account; connection logs for three "
        "months. What the law requires to be kept longer is kept apart for that time and then "
        "deleted.",
    ),
    "privacy.share.title": ("5. 제공과 위탁", "5. Who else"),
    "privacy.share.text": (
        "정보를 팔지 않아요. 강사는 자기 강의의 수강생 이름과 진도를 볼 수 있어요. 서버나 저장소를 "
        "외부 업체에 맡기는 경우 운영자가 그 이름과 맡긴 일을 여기에 적어요.",
        "We do not sell data. Instructors see names and progress of students in their own courses. "
        "Where servers or storage are run by another company, the operator names it and its task "
        "here.",
    ),
    "privacy.place.title": ("6. 처리 장소", "6. Where"),
    "privacy.place.text": (
        "정보는 운영자가 고른 서버에 저장돼요. 국외로 옮기는 경우 나라, 시점과 방법, 받는 곳을 미리 "
        "알려 드려요.",
        "Data are stored on servers the operator chose. Should they leave the country, the country, "
        "time, way and recipient are announced beforehand.",
    ),
    "privacy.cookies.title": ("7. 쿠키", "7. Cookies"),
    "privacy.cookies.text": (
        "로그인을 유지하는 쿠키와 언어를 기억하는 쿠키만 써요. 화면 밝기와 재생 설정은 브라우저에만 "
        "저장돼요. 분석이나 광고 쿠키는 없어요.",
        "One cookie keeps you signed in, one remembers your language. Theme and player settings stay "
        "in your browser. There are no analytics or advertising cookies.",
    ),
    "privacy.security.title": ("8. 지키는 방법", "8. How we protect it"),
    "privacy.security.text": (
        "비밀번호는 Argon2id로 해시하고, 세션과 영상 열쇠는 암호화하거나 해시해서 저장해요. 접근 "
        "권한은 맡은 일에 필요한 만큼만 주고, 운영자의 중요한 작업은 기록으로 남겨요.",
        "Passwords are hashed with Argon2id; sessions and video keys are stored hashed or encrypted. "
        "Access is limited to what a task needs, and important administrative actions are recorded.",
    ),
    "privacy.rights.title": ("9. 나의 권리", "9. Your rights"),
    "privacy.rights.text": (
        "내 정보를 보고, 고치고, 지우고, 처리를 멈추고, 옮겨 받을 수 있어요. 요청하면 10일 안에 "
        "답해요. 만족스럽지 않으면 개인정보침해 신고센터(118)나 거주지의 감독기관에 알릴 수 있어요.",
        "You may see, correct, delete, restrict and receive your data. Requests are answered within "
        "10 days. If you are not satisfied, you may turn to the data protection authority where you "
        "live (in Korea: dial 118).",
    ),
    "privacy.children.title": ("10. 어린이", "10. Children"),
    "privacy.children.text": (
        "만 14세 미만은 보호자의 동의 없이 가입할 수 없어요.",
        "Children under 14 may not sign up without the consent of a guardian.",
    ),
    "privacy.contact.title": ("11. 문의", "11. Contact"),
    "privacy.contact.text": (
        "개인정보에 관한 문의는 이 사이트를 운영하는 곳의 개인정보 보호 책임자에게 보내 주세요.",
        "Questions about personal data go to the data protection officer of whoever runs this site.",
    ),
}
