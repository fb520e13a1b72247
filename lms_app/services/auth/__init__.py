"""Signing up, signing in, sessions."""

from lms_app.services.auth.account import get_account, get_own_credentials
from lms_app.services.auth.api_keys import (
    create_api_key,
    list_api_keys,
    list_grantable_scopes,
    revoke_api_key,
    touch_client,
)
from lms_app.services.auth.api_second_step import finish_sign_in_client, review_sessions
from lms_app.services.auth.api_sessions import (
    SecondFactorRequired,
    refresh_client,
    sign_in_client,
    sign_out_client,
)
from lms_app.services.auth.api_views import Account, ApiKeyRow, NewApiKey, Tokens
from lms_app.services.auth.codes import WrongCode
from lms_app.services.auth.consents import Consents, consent_record, write_consents
from lms_app.services.auth.email_links import LinkDead
from lms_app.services.auth.entering import start_session
from lms_app.services.auth.first_admin import (
    AdminExists,
    check_no_admin,
    create_admin,
    let_admin_in,
)
from lms_app.services.auth.identities import (
    LinkedAccount,
    list_linked_accounts,
    unlink_identity,
)
from lms_app.services.auth.impersonation import (
    begin_impersonation,
    end_impersonation,
    note_ended_impersonations,
)
from lms_app.services.auth.oauth import NewcomerView, OAuthOutcome, finish_oauth, get_newcomer
from lms_app.services.auth.oauth_flow import Departure, begin_oauth
from lms_app.services.auth.oauth_sign_up import OAuthAccount, sign_up_with_oauth
from lms_app.services.auth.passkey_challenges import (
    PasskeyRefused,
    Question,
    ask_new_passkey,
    ask_own_passkey,
    ask_passkey,
)
from lms_app.services.auth.passkeys import (
    add_passkey,
    prove_by_passkey,
    remove_passkey,
    rename_passkey,
    sign_in_with_passkey,
)
from lms_app.services.auth.proofs import (
    ensure_proved,
    get_proof_choices,
    prove_by_code,
    prove_by_password,
)
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
    create_person,
    find_password_hash,
    sign_in,
)
from lms_app.services.auth.second_factor_views import (
    NewAuthenticator,
    PasskeyRow,
    ProofChoices,
    SecondFactors,
    SessionRow,
)
from lms_app.services.auth.second_factors import (
    begin_authenticator,
    confirm_authenticator,
    get_first_recovery_codes,
    get_second_factors,
    renew_recovery_codes,
    turn_off_authenticator,
)
from lms_app.services.auth.second_step import SecondStepOver, get_second_step, take_second_step
from lms_app.services.auth.session_list import end_other_sessions, end_session, list_sessions
from lms_app.services.auth.session_user import get_session_user
from lms_app.services.auth.sessions import peek_actor, sign_out, touch_session
from lms_app.services.auth.sign_up import purge_sign_ups, resend_sign_up, sign_up
from lms_app.services.auth.signing_keys import list_public_keys, withdraw_signing_keys
from lms_app.services.auth.verification import (
    Confirmed,
    LinkView,
    confirm_email,
    get_email_link,
    request_verification,
)
from lms_app.services.auth.views import OwnCredentials, SessionUser, SignedIn

__all__ = [
    "Account",
    "AdminExists",
    "ApiKeyRow",
    "Confirmed",
    "Consents",
    "Departure",
    "EmailTaken",
    "LinkDead",
    "LinkView",
    "LinkedAccount",
    "NewApiKey",
    "NewAuthenticator",
    "NewcomerView",
    "OAuthAccount",
    "OAuthOutcome",
    "OwnCredentials",
    "PasskeyRefused",
    "PasskeyRow",
    "ProofChoices",
    "Question",
    "SecondFactorRequired",
    "SecondFactors",
    "SecondStepOver",
    "SessionRow",
    "SessionUser",
    "SignedIn",
    "Tokens",
    "WrongCode",
    "WrongPassword",
    "add_passkey",
    "ask_new_passkey",
    "ask_own_passkey",
    "ask_passkey",
    "begin_authenticator",
    "begin_impersonation",
    "begin_oauth",
    "change_email",
    "change_password",
    "check_no_admin",
    "confirm_authenticator",
    "confirm_email",
    "consent_record",
    "create_admin",
    "create_api_key",
    "create_person",
    "end_impersonation",
    "end_other_sessions",
    "end_session",
    "ensure_proved",
    "find_password_hash",
    "finish_oauth",
    "finish_sign_in_client",
    "get_account",
    "get_email_link",
    "get_first_recovery_codes",
    "get_newcomer",
    "get_own_credentials",
    "get_proof_choices",
    "get_second_factors",
    "get_second_step",
    "get_session_user",
    "is_reset_link",
    "let_admin_in",
    "list_api_keys",
    "list_grantable_scopes",
    "list_linked_accounts",
    "list_public_keys",
    "list_sessions",
    "note_ended_impersonations",
    "peek_actor",
    "prove_by_code",
    "prove_by_passkey",
    "prove_by_password",
    "purge_refresh_tokens",
    "purge_sign_ups",
    "refresh_client",
    "remove_passkey",
    "rename_passkey",
    "renew_recovery_codes",
    "request_reset",
    "request_verification",
    "resend_sign_up",
    "reset_password",
    "review_sessions",
    "revoke_api_key",
    "sign_in",
    "sign_in_client",
    "sign_in_with_passkey",
    "sign_out",
    "sign_out_client",
    "sign_up",
    "sign_up_with_oauth",
    "start_session",
    "take_second_step",
    "touch_client",
    "touch_session",
    "turn_off_authenticator",
    "unlink_identity",
    "withdraw_signing_keys",
    "write_consents",
]
