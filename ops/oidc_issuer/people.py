"""Who lives at the demo issuer, and what it can be told to do wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo; `email_verified` is None where the issuer says nothing about it."""

    key: str
    name: str
    email: str = ""
    email_verified: bool | None = None
    remark: str = ""


PEOPLE = (
    DemoPerson("haneul", "정하늘", "haneul@demo.example", True),
    DemoPerson("robin", "Robin Vale", "robin@demo.example", True),
    DemoPerson("dodo", "도도", "dodo@demo.example", False, "주소를 확인하지 않았어요"),
    DemoPerson("nomail", "주소 없는 사람", remark="이메일을 주지 않아요"),
)


@dataclass
class Faults:
    """Tests switch these on to see that nobody believes the issuer then. Empty: it is strict.

    token: changes the claims of the ID token before it is signed.
    signing: `none`, `hs256` (the public key as an HMAC secret), `unknown_key`.
    callback: parameters of the callback to replace; None takes one away.
    """

    token: dict[str, object] = field(default_factory=dict)
    signing: str = ""
    callback: dict[str, str | None] = field(default_factory=dict)
    userinfo: dict[str, object] = field(default_factory=dict)
    is_down: bool = False
