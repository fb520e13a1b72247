"""`python -m ops.oidc_issuer`: the demo's provider, at a port of loopback.

Client and secret come from the environment (`DEMO_ID_CLIENT_ID`, `DEMO_ID_CLIENT_SECRET`).
"""

from __future__ import annotations

import argparse
import asyncio
import os

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from ops.oidc_issuer.issuer import Issuer
from ops.oidc_issuer.site import build


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--redirect-uri", required=True)
    given = parser.parse_args()
    issuer = Issuer(
        f"http://localhost:{given.port}",
        os.environ["DEMO_ID_CLIENT_ID"],
        os.environ["DEMO_ID_CLIENT_SECRET"],
        given.redirect_uri,
    )
    server = Server(
        build(issuer),
        address="127.0.0.1",
        port=given.port,
        interface=Interfaces.ASGI,
        log_level=LogLevels.warning,
        websockets=False,
    )
    asyncio.run(server.serve())


if __name__ == "__main__":
    main()
