"""Tables: columns, constraints and status moves. No query and no rule about people lives here."""

from lms_app.models.account import Consent, EmailPurpose, EmailToken, PendingSignUp
from lms_app.models.api_access import ApiKey, RefreshToken, SigningKey
from lms_app.models.audit import ActorKind, AuditEntry
from lms_app.models.auth import LoginSession, SessionKind
from lms_app.models.certificate import Certificate, CertificateKey, Revocation
from lms_app.models.course import (
    Category,
    Chapter,
    Course,
    CourseStatus,
    Lesson,
    LessonKind,
    Level,
    Section,
)
from lms_app.models.enrollment import (
    Enrollment,
    EnrollmentStatus,
    LessonProgress,
    PlaybackMeter,
)
from lms_app.models.impersonation import Impersonation
from lms_app.models.mail import LocalMail, MailMessage, MailStatus
from lms_app.models.media import (
    CaptionTrack,
    MediaAsset,
    MediaPhase,
    MediaStatus,
    Rendition,
    RenditionKind,
    RenditionState,
)
from lms_app.models.media_share import EncodingTurn, MediaUsage
from lms_app.models.note import Note
from lms_app.models.oauth import OAuthFlow, OAuthIdentity, OAuthIntent
from lms_app.models.privacy import AccountDeletion, DataExport, ExportStatus
from lms_app.models.profile import (
    ApplicationStatus,
    CaptionSize,
    FormerHandle,
    InstructorApplication,
    Theme,
    UserProfile,
    UserSettings,
)
from lms_app.models.second_factor import (
    ChallengePurpose,
    KnownDevice,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    TotpFactor,
)
from lms_app.models.site import Site
from lms_app.models.user import (
    InstructorProfile,
    RoleGrant,
    User,
    UserStatus,
)

__all__ = [
    "AccountDeletion",
    "ActorKind",
    "ApiKey",
    "ApplicationStatus",
    "AuditEntry",
    "CaptionSize",
    "CaptionTrack",
    "Category",
    "Certificate",
    "CertificateKey",
    "ChallengePurpose",
    "Chapter",
    "Consent",
    "Course",
    "CourseStatus",
    "DataExport",
    "EmailPurpose",
    "EmailToken",
    "EncodingTurn",
    "Enrollment",
    "EnrollmentStatus",
    "ExportStatus",
    "FormerHandle",
    "Impersonation",
    "InstructorApplication",
    "InstructorProfile",
    "KnownDevice",
    "Lesson",
    "LessonKind",
    "LessonProgress",
    "Level",
    "LocalMail",
    "LoginSession",
    "MailMessage",
    "MailStatus",
    "MediaAsset",
    "MediaPhase",
    "MediaStatus",
    "MediaUsage",
    "Note",
    "OAuthFlow",
    "OAuthIdentity",
    "OAuthIntent",
    "Passkey",
    "PasskeyChallenge",
    "PendingSignUp",
    "PlaybackMeter",
    "RecoveryCode",
    "RefreshToken",
    "Rendition",
    "RenditionKind",
    "RenditionState",
    "Revocation",
    "RoleGrant",
    "Section",
    "SessionKind",
    "SigningKey",
    "Site",
    "Theme",
    "TotpFactor",
    "User",
    "UserProfile",
    "UserSettings",
    "UserStatus",
]
