"""Passkeys in the browser: WebAuthn has no form, so this asks it and posts what it answers.

Why no package: what there is wraps the same two calls and carries its own fetch and state.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.form import NativeForm
from lms_app.components.loaded import next_input
from lms_app.components.template import templates
from lms_app.core import urls

_JS = """
const marginPasskeys = {
  bytes: (text) => Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)),
  text: (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
  keys: (list) => (list ?? []).map((key) => ({...key, id: marginPasskeys.bytes(key.id)})),
  post: async (address, body) => {
    const answer = await fetch(address, {method: "POST", credentials: "same-origin",
      headers: body ? {"content-type": "application/json"} : {}, body: body && JSON.stringify(body)});
    const content = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(""), {said: content.detail});
    return content;
  },
  use: async (asked) => {
    const {bytes, text, keys} = marginPasskeys;
    const key = await navigator.credentials.get({publicKey: {...asked,
      challenge: bytes(asked.challenge), allowCredentials: keys(asked.allowCredentials)}});
    const given = key.response;
    return JSON.stringify({id: key.id, rawId: key.id, type: key.type, clientExtensionResults: {},
      response: {clientDataJSON: text(given.clientDataJSON), signature: text(given.signature),
        authenticatorData: text(given.authenticatorData), userHandle: text(given.userHandle)}});
  },
  make: async (asked) => {
    const {bytes, text, keys} = marginPasskeys;
    const key = await navigator.credentials.create({publicKey: {...asked,
      challenge: bytes(asked.challenge), user: {...asked.user, id: bytes(asked.user.id)},
      excludeCredentials: keys(asked.excludeCredentials)}});
    const given = key.response;
    return JSON.stringify({id: key.id, rawId: key.id, type: key.type, clientExtensionResults: {},
      response: {clientDataJSON: text(given.clientDataJSON),
        attestationObject: text(given.attestationObject), transports: given.getTransports?.() ?? []}});
  },
};
function MarginPasskey({ ask, keep, words, className, onKept, children }) {
  const [said, setSaid] = useState(""), [isBusy, setBusy] = useState(false);
  const start = async ({ currentTarget: { form } }) => {
    setSaid("");
    if (!window.PublicKeyCredential) { setSaid(words.unsupported); return; }
    setBusy(true);
    try {
      const asked = await marginPasskeys.post(ask);
      if (keep) {
        const answer = await marginPasskeys.make(asked);
        await marginPasskeys.post(keep, {answer, name: form.elements.namedItem("name")?.value ?? ""});
        onKept?.();
      } else {
        form.elements.namedItem("answer").value = await marginPasskeys.use(asked);
        form.submit();
        return;
      }
    } catch (error) { setSaid(error.said ?? words.canceled); }
    setBusy(false);
  };
  return (
    <>
      <button type="button" className={className} aria-busy={isBusy} disabled={isBusy} onClick={start}>
        {children}
      </button>
      <p role="alert" className={said ? "field-error" : "visually-hidden"}>{said}</p>
    </>
  );
}
"""
_WORDS = templates("passkey.unsupported", "passkey.canceled")


class Passkey(rx.Component):
    tag = "MarginPasskey"

    ask: rx.Var[str]

    keep: rx.Var[str]

    words: rx.Var[dict[str, str]]

    on_kept: rx.EventHandler[rx.event.no_args_event_spec]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useState"]}

    def add_custom_code(self) -> list[str]:
        return [_JS]


def passkey_form(*label: Any, ask: str, action: str, next_path: Any) -> rx.Component:
    """A button that asks for a passkey and posts the answer to `action`, which goes to `next_path`.

    ask: the address of the options, `urls.API_PASSKEY + "/ask"` or `"/ask-own"`.
    """
    return NativeForm.create(
        next_input(next_path),
        # No value of React's: the browser writes it before it posts.
        rx.el.input(type="hidden", name="answer"),
        Passkey.create(
            *label, ask=ask, words=_WORDS(), class_name="btn btn-secondary btn-lg btn-block"
        ),
        action=action,
        method="post",
    )


def make_passkey(*label: Any, on_kept: Any) -> rx.Component:
    """A button that makes a passkey and has it kept under the `name` of the form it stands in;
    `on_kept` happens afterwards."""
    return Passkey.create(
        *label,
        ask=urls.API_PASSKEY + "/ask-new",
        keep=urls.API_PASSKEY + "/add",
        words=_WORDS(),
        on_kept=on_kept,
        class_name="btn btn-primary",
    )
