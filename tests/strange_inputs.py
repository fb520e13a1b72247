"""Texts and numbers no form would send (acceptance T01, T02), as JSON has them."""

from __future__ import annotations

_FAMILY = "\\ud83d\\udc68\\u200d\\ud83d\\udc69\\u200d\\ud83d\\udc67"
TEXTS = {
    "NUL": '"a\\u0000b"', "lone surrogate": '"\\ud800"', "U+FFFF": '"\\uffff"', "C1": '"\\u0085"',
    "a million characters": '"' + "a" * 900_000 + '"',
    "Zalgo": '"' + "a" + "\\u0301" * 5000 + '"',
    "combining only": '"\\u0301"', "bidi": '"\\u202Egnp.exe\\u2066"',
    "family at the limit": '"' + _FAMILY * 60 + '"',
    "family": '"' + _FAMILY + '"', "NFD": '"\\u1112\\u1161\\u11ab e\\u0301"',
    "markup": '"<script>alert(1)</script>"', "template": '"{{7*7}}${7*7}%s{0}"',
    "CRLF": '"a\\r\\nBcc: b@example.com"', "spaces": '"   "', "SQL": '"\' OR 1=1--"',
    "path": '"../../etc/passwd"', "percent": '"%00%2e%2e%2f"', "empty": '""',
}  # fmt: skip
# Kept by nothing.
NEVER_KEPT = {"NUL", "lone surrogate", "U+FFFF", "a million characters", "Zalgo"}
NOT_TEXT = ("7", "-1", "1e308", "true", "null", "[]", "{}", '["a"]', '{"$ne": 1}', "NaN")
NUMBERS = {
    "-1": "-1", "0": "0", "2^31": str(2**31), "2^63": str(2**63), "2^64": str(2**64),
    "10^400": "1" + "0" * 400, "10^5000": "1" + "0" * 5000, "1e308": "1e308", "1e999": "1e999",
    "NaN": "NaN", "Infinity": "Infinity", "-Infinity": "-Infinity", "text": '"7"', "space": '"7 "',
    "Arabic digit": '"٧"', "true": "true", "null": "null", "list": "[]", "object": "{}",
    "0.5": "0.5", "-0.0": "-0.0",
}  # fmt: skip
