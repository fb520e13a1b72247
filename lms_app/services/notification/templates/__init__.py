"""Every mail the site sends. A module a domain: its `TEMPLATES` are added to `MODULES`."""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate
from lms_app.services.notification.templates import account, api, oauth, people, privacy, security

MODULES = (account, people, api, oauth, privacy, security)

TEMPLATES: dict[str, MailTemplate] = {
    template.name: template for module in MODULES for template in module.TEMPLATES
}
