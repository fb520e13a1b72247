"""Connections to an S3-protocol server: clients, patience, and errors in the port's words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from lms_app.core.config import S3Settings
from lms_app.core.errors import PortUnavailable, unavailable
from lms_app.ports.object_store import (
    InvalidKey,
    ObjectNotFound,
    ObjectStoreError,
    PartMissing,
    PartTooSmall,
    UploadGone,
)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take: seconds to connect, seconds of silence, attempts in all."""

    connect_seconds: float
    read_seconds: float
    attempts: int


PATIENT = Patience(connect_seconds=5, read_seconds=60, attempts=4)

_REFUSALS: dict[str, Callable[[], ObjectStoreError]] = {
    "NoSuchKey": ObjectNotFound,
    "404": ObjectNotFound,  # a HEAD has no body to name its error
    "NoSuchUpload": UploadGone,
    "InvalidPart": PartMissing,
    "InvalidPartOrder": PartMissing,
    "MalformedXML": PartMissing,  # what a completion without parts is to S3
    "EntityTooSmall": PartTooSmall,
    "KeyTooLongError": InvalidKey,
}


def port_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what boto3 raises into the port's errors; no address or body gets out."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _REFUSALS:
                raise _REFUSALS[code]() from error  # noqa: RSE102
            raise PortUnavailable("object_store", code) from error
        except (BotoCoreError, Boto3Error) as error:
            raise PortUnavailable("object_store", type(error).__name__) from error
        except OSError as error:
            raise unavailable("object_store", error) from error

    return guarded


def open_client(config: S3Settings, endpoint: str | None, patience: Patience) -> Any:
    """A client of the server at `endpoint` (None: Amazon's own)."""
    session = boto3.session.Session(
        aws_access_key_id=config.access_key_id,
        aws_secret_access_key=config.secret_access_key,
        region_name=config.region,
    )
    behavior = Config(
        signature_version="s3v4",
        connect_timeout=patience.connect_seconds,
        read_timeout=patience.read_seconds,
        retries={"mode": "standard", "total_max_attempts": patience.attempts},
        max_pool_connections=16,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint else "auto"},
    )
    return session.client("s3", endpoint_url=endpoint, config=behavior)
