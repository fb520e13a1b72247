"""The XML of the S3 protocol: answers written, the two bodies that clients send read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from lms_app.ports.object_store import OpenUpload, Part
from lms_app.ports.served_object_store import BodyRefused, KeyPage

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def error_xml(code: str) -> bytes:
    """The body of a refusal; the code says it all, nothing of the inside gets out."""
    return _document("Error", [("Code", code), ("Message", code)], namespace=False)


def upload_created_xml(bucket: str, key: str, upload_id: str) -> bytes:
    return _document(
        "InitiateMultipartUploadResult",
        [("Bucket", bucket), ("Key", key), ("UploadId", upload_id)],
    )


def upload_completed_xml(bucket: str, key: str, etag: str) -> bytes:
    return _document(
        "CompleteMultipartUploadResult",
        [("Location", ""), ("Bucket", bucket), ("Key", key), ("ETag", f'"{etag}"')],
    )


def parts_xml(bucket: str, key: str, upload_id: str, parts: Sequence[Part]) -> bytes:
    root = _element(
        "ListPartsResult",
        [("Bucket", bucket), ("Key", key), ("UploadId", upload_id), ("IsTruncated", "false")],
    )
    for part in parts:
        root.append(
            _element(
                "Part",
                [
                    ("PartNumber", str(part.number)),
                    ("ETag", f'"{part.etag}"'),
                    ("Size", str(part.size)),
                ],
            )
        )
    return _bytes(root)


def keys_xml(bucket: str, prefix: str, page: KeyPage) -> bytes:
    root = _element(
        "ListBucketResult",
        [
            ("Name", bucket),
            ("Prefix", prefix),
            ("KeyCount", str(len(page.entries))),
            ("IsTruncated", "true" if page.more else "false"),
        ],
    )
    if page.more and page.entries:
        root.append(_leaf("NextContinuationToken", page.entries[-1][0]))
    for key, head, modified_at in page.entries:
        fields = [
            ("Key", key),
            ("LastModified", _moment(modified_at)),
            ("ETag", f'"{head.etag}"'),
            ("Size", str(head.size)),
        ]
        root.append(_element("Contents", fields))
    return _bytes(root)


def uploads_xml(bucket: str, uploads: Sequence[OpenUpload]) -> bytes:
    root = _element("ListMultipartUploadsResult", [("Bucket", bucket), ("IsTruncated", "false")])
    for upload in uploads:
        fields = [
            ("Key", upload.key),
            ("UploadId", upload.upload_id),
            ("Initiated", _moment(upload.started_at)),
        ]
        root.append(_element("Upload", fields))
    return _bytes(root)


def deleted_xml() -> bytes:
    return _document("DeleteResult", [])


def read_parts(body: bytes) -> list[Part]:
    """The parts that a completion names, in its order. Raises `BodyRefused`."""
    parts = []
    for node in _parsed(body, "CompleteMultipartUpload"):
        if _name(node) != "Part":
            continue
        values = {_name(child): (child.text or "").strip() for child in node}
        number = values.get("PartNumber", "")
        if not (number.isascii() and number.isdigit() and len(number) < 6):
            raise BodyRefused("MalformedXML")
        parts.append(Part(int(number), values.get("ETag", "").strip('"'), 0))
    if not parts:
        raise BodyRefused("MalformedXML")
    return parts


def read_keys_to_delete(body: bytes) -> list[str]:
    """The keys that a DeleteObjects body names. Raises `BodyRefused`."""
    keys = []
    for node in _parsed(body, "Delete"):
        if _name(node) == "Object":
            keys += [child.text or "" for child in node if _name(child) == "Key"]
    if len(keys) > 1000:
        raise BodyRefused("MalformedXML")
    return keys


def _parsed(body: bytes, expected: str) -> ET.Element:
    if b"<!" in body:  # no document type, so no entities
        raise BodyRefused("MalformedXML")
    try:
        root = ET.fromstring(body)  # noqa: S314  (no document type, 2 MiB at most)
    except ET.ParseError as error:
        raise BodyRefused("MalformedXML") from error
    if _name(root) != expected:
        raise BodyRefused("MalformedXML")
    return root


def _name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _leaf(name: str, text: str) -> ET.Element:
    node = ET.Element(name)
    node.text = text
    return node


def _element(name: str, fields: Sequence[tuple[str, str]]) -> ET.Element:
    node = ET.Element(name)
    node.extend(_leaf(field, text) for field, text in fields)
    return node


def _document(name: str, fields: Sequence[tuple[str, str]], *, namespace: bool = True) -> bytes:
    return _bytes(_element(name, fields), namespace=namespace)


def _bytes(root: ET.Element, *, namespace: bool = True) -> bytes:
    if namespace:
        root.set("xmlns", _NAMESPACE)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
