"""Uploading as the browser does: through the HTTP routes, part by part."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from fastapi.testclient import TestClient

from lms_app.api.app import build_api
from lms_app.core.config import settings
from lms_app.core.session_cookie import session_cookie
from tests.factories.people import Person


def client(who: Person | None = None) -> TestClient:
    """A client of the HTTP routes that carries the person's cookie."""
    cookie = session_cookie(settings().site_url).name
    headers = {"cookie": f"{cookie}={who.credential.session_token}"} if who else {}
    return TestClient(
        build_api(), base_url=settings().site_url, headers=headers, raise_server_exceptions=False
    )


def send_parts(
    http: TestClient, asset_id: str, data: bytes, part_size: int, numbers: list[int]
) -> None:
    answer = http.post(f"/api/uploads/{asset_id}/parts", json={"numbers": numbers})
    assert answer.status_code == 200, answer.text
    for part in answer.json():
        at = (part["number"] - 1) * part_size
        sent = http.put(part["url"], content=data[at : at + part["size_bytes"]])
        assert sent.status_code == 200, sent.text


def upload(who: Person, lesson_id: UUID, path: Path, filename: str = "clip.mp4") -> UUID:
    """Send a whole file to a lesson; the pipeline has been asked for afterwards."""
    http, data = client(who), path.read_bytes()
    begun = http.post(
        "/api/uploads",
        json={"lesson_id": str(lesson_id), "filename": filename, "size_bytes": len(data)},
    )
    assert begun.status_code == 200, begun.text
    plan = begun.json()
    numbers = list(range(1, plan["part_count"] + 1))
    send_parts(http, plan["asset_id"], data, plan["part_size_bytes"], numbers)
    done = http.post(f"/api/uploads/{plan['asset_id']}/complete")
    assert done.status_code == 204, done.text
    return UUID(plan["asset_id"])
