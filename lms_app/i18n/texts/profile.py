"""A person's own pages: profile, settings, the public face, becoming an instructor."""

TEXTS: dict[str, tuple[str, str]] = {
    "settings.title": ("설정", "Settings"),
    "settings.profile": ("프로필", "Profile"),
    "profile.title": ("프로필", "Profile"),
    "profile.lead": (
        "다른 사람에게 보이는 이름과 얼굴이에요. 바꾸면 바로 저장돼요.",
        "The name and face that others see. Changes are saved as you make them.",
    ),
    "profile.name": ("이름", "Name"),
    "nav.settings": ("설정", "Settings"),
}
