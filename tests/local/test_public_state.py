"""What is compiled into the pages, and so is public: no default and no text of a page holds a
setting that is a secret (acceptance T12).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.conftest import ROOT
from tests.secrets_scan import leaks

SECRETS = {
    "SECRET_KEY": "canary-of-the-secret-key-0123456789abcdef",
    "database": "canary-of-the-database", "queue": "canary-of-the-queue",
    "mail": "canary-of-the-mail", "store": "canary-of-the-store",
    "google": "canary-of-google", "issuer": "canary-of-the-issuer",
}  # fmt: skip
# Everything that the compiler reads: what each state begins with, and what each page is made of.
COMPILED = """
import json, sys
from lms_app.lms_app import app, every_page
import reflex as rx
from reflex_base.utils.format import json_dumps
print(json_dumps(rx.State(_reflex_internal_init=True).dict(initial=True)))
for page in every_page():
    print(str(page.build().render()))
"""


def compiled(tmp_path) -> str:
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "MARGIN_DATA_DIR": str(tmp_path), "SECRET_KEY": SECRETS["SECRET_KEY"],
        "DATABASE_URL": f"postgresql://margin:{SECRETS['database']}@127.0.0.1:1/margin",
        "REDIS_URL": f"redis://:{SECRETS['queue']}@127.0.0.1:1/0",
        "SMTP_URL": f"smtp://margin:{SECRETS['mail']}@127.0.0.1:1",
        "S3_BUCKET": "b", "S3_ENDPOINT_URL": "http://127.0.0.1:1", "S3_ACCESS_KEY_ID": "id",
        "S3_SECRET_ACCESS_KEY": SECRETS["store"],
        "OAUTH_GOOGLE_CLIENT_ID": "g", "OAUTH_GOOGLE_CLIENT_SECRET": SECRETS["google"],
        "OAUTH_OIDC_DEMO_ISSUER": "http://localhost:1", "OAUTH_OIDC_DEMO_LABEL": "Demo ID",
        "OAUTH_OIDC_DEMO_CLIENT_ID": "d", "OAUTH_OIDC_DEMO_CLIENT_SECRET": SECRETS["issuer"],
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", COMPILED],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_nothing_public_holds_a_setting_that_is_secret(tmp_path):
    public = compiled(tmp_path)
    begins, *pages = public.splitlines()
    assert len(json.loads(begins)) >= 30
    assert len(pages) >= 30
    assert leaks(public, SECRETS) == []
    assert str(tmp_path) not in public
