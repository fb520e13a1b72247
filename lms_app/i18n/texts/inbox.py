"""The local inbox and the templates, for development. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "inbox.title": ("받은 메일함", "Inbox"),
    "inbox.lead": (
        "이 컴퓨터의 Margin이 보냈을 메일이에요. 메일 서버를 연결하면(SMTP_URL) 정말로 보내져요.",
        "What this Margin would have sent. Connect a mail server (SMTP_URL) and it really does.",
    ),
    "inbox.empty": ("아직 메일이 없어요", "No mail yet"),
    "inbox.waiting": (
        "메일 {count}통을 보내는 중이에요. 이 화면은 저절로 새로 고쳐져요.",
        "{count} {count|mail is|mails are} on the way. This page refreshes itself.",
    ),
    "inbox.to": ("받는 사람", "To"),
    "inbox.as_text": ("글로만 보기", "As plain text"),
    "inbox.templates": ("메일 양식", "Mail templates"),
    "inbox.templates_lead": (
        "Margin이 보내는 모든 메일을 예시 값으로 보여 줘요.",
        "Every mail Margin sends, with example values.",
    ),
    "inbox.site": ("사이트로", "To the site"),
    "inbox.switch_language": ("English", "Korean"),
}
