"""Signing up, signing in, sessions."""

from lms_app.services.auth.account import get_account
from lms_app.services.auth.api_keys import (
    create_api_key,
    list_api_keys,
    list_grantable_scopes,
    revoke_api_key,
    touch_client,
)
from lms_app.services.auth.api_sessions import (
    SecondFactorRequired,
    refresh_client,
    sign_in_client,
    sign_out_client,
)
from lms_app.services.auth.api_views import Account, ApiKeyRow, NewApiKey, Tokens
from lms_app.services.auth.consents import Consents
from lms_app.services.auth.email_links import LinkDead
from lms_app.services.auth.entering import start_session
from lms_app.services.auth.identities import (
    LinkedAccount,
    list_linked_accounts,
    unlink_identity,
)
from lms_app.services.auth.oauth import NewcomerView, OAuthOutcome, finish_oauth, get_newcomer
from lms_app.services.auth.oauth_flow import Departure, begin_oauth
from lms_app.services.auth.oauth_sign_up import OAuthAccount, sign_up_with_oauth
from lms_app.services.auth.recovery import (
    change_email,
    change_password,
    is_reset_link,
    request_reset,
    reset_password,
)
from lms_app.services.auth.refresh_tokens import purge_refresh_tokens
from lms_app.services.auth.registration import (
    EmailTaken,
    WrongPassword,
    create_admin,
    create_person,
    find_password_hash,
    sign_in,
)
from lms_app.services.auth.sessions import (
    get_session_user,
    peek_actor,
    sign_out,
    touch_session,
)
from lms_app.services.auth.sign_up import purge_sign_ups, resend_sign_up, sign_up
from lms_app.services.auth.signing_keys import list_public_keys, withdraw_signing_keys
from lms_app.services.auth.verification import (
    Confirmed,
    LinkView,
    confirm_email,
    get_email_link,
    request_verification,
)
from lms_app.services.auth.views import SessionUser, SignedIn

__all__ = [
    "Account",
    "ApiKeyRow",
    "Confirmed",
    "Consents",
    "Departure",
    "EmailTaken",
    "LinkDead",
    "LinkView",
    "LinkedAccount",
    "NewApiKey",
    "NewcomerView",
    "OAuthAccount",
    "OAuthOutcome",
    "SecondFactorRequired",
    "SessionUser",
    "SignedIn",
    "Tokens",
    "WrongPassword",
    "begin_oauth",
    "change_email",
    "change_password",
    "confirm_email",
    "create_admin",
    "create_api_key",
    "create_person",
    "find_password_hash",
    "finish_oauth",
    "get_account",
    "get_email_link",
    "get_newcomer",
    "get_session_user",
    "is_reset_link",
    "list_api_keys",
    "list_grantable_scopes",
    "list_linked_accounts",
    "list_public_keys",
    "peek_actor",
    "purge_refresh_tokens",
    "purge_sign_ups",
    "refresh_client",
    "request_reset",
    "request_verification",
    "resend_sign_up",
    "reset_password",
    "revoke_api_key",
    "sign_in",
    "sign_in_client",
    "sign_out",
    "sign_out_client",
    "sign_up",
    "sign_up_with_oauth",
    "start_session",
    "touch_client",
    "touch_session",
    "unlink_identity",
    "withdraw_signing_keys",
]
