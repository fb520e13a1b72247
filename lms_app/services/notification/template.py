"""What a mail template is: its texts in the catalogue, its parameters, the one link it may carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class MailTemplate:
    """A mail. Its texts are `mail.<name>.subject`, `.title`, `.text` and, if there is a link,
    `.action`; `.note` (a quiet line at the end) when `has_note`. Every text may use every parameter.

    `example` names the parameters and shows them at `/dev/mails`. `link` is an own path, its
    `{parameter}` percent-encoded. `facts` are parameters shown as rows, named `mail.fact.<name>`.
    """

    name: str
    example: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    facts: tuple[str, ...] = ()
    has_note: bool = False

    def ensure_fits(self, params: Mapping[str, str]) -> None:
        """Raise `ValueError` unless exactly this template's parameters are given."""
        if set(params) != set(self.example):
            raise ValueError(f"{self.name} takes {sorted(self.example)}, not {sorted(params)}")
