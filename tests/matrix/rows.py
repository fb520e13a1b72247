"""Every event and every operation, with the use case that decides about it.

"" stands for events that change nothing but what their own tab shows. What a caller is answered
follows from the use case (`rules.py`); one that is missing here fails.
"""

from __future__ import annotations

_EVENTS = """
admin.audit.AdminAuditState: ask=auth.ensure_proved show_question= load=reporting.list_audit
    export=reporting.export_audit
admin.courses.AdminCoursesState: filter_by= show_question= load=reporting.list_all_courses
    ask=auth.ensure_proved decide=course.take_down_course
admin.instructors.AdminInstructorsState: ask=auth.ensure_proved show_question= load=reporting.list_applications
    approve=user.approve_application refuse=user.refuse_application
admin.overview.AdminOverviewState: load=reporting.get_admin_overview
admin.user.AdminUserState: ask=auth.ensure_proved show_question= load=reporting.get_person
    decide=user.suspend_user
admin.users.AdminUsersState: filter_by= show_question= ask=auth.ensure_proved
    load=reporting.list_users decide=user.suspend_user
instructor.basics.CourseBasicsState: preview_word= load=course.get_course_editor
    preview_category=course.preview_cover preview_slug=course.preview_cover
    preview_description=course.preview_markdown save=course.update_course
instructor.builder.BuilderState: publish=course.publish_course unpublish=course.archive_course
instructor.courses.InstructorCoursesState: show_dialog= load=user.get_teaching
    create=course.create_course
instructor.curriculum.CurriculumState: load=course.get_course_editor
    follow=course.get_course_editor upload_changed=course.get_course_editor
    add_section=course.add_section add_lesson=course.add_lesson
    rename_section=course.rename_section rename_lesson=course.update_lesson
    move=course.move_lesson
instructor.curriculum_dialogs.CurriculumDialogState: ask_delete= ask_move= show_delete= show_move=
    delete=course.delete_lesson move_there=course.move_lesson
instructor.dashboard.InstructorDashboardState: load=user.get_teaching
instructor.lesson_panel.LessonPanelState: close= select=course.get_lesson_text
    open_for_all=course.update_lesson preview_body=course.preview_markdown
    save_body=course.update_lesson retry=media.retry_processing show_posters=media.list_posters
    choose_poster=media.choose_poster keep_video=course.keep_video
    remove_video=course.remove_video
instructor.start.InstructorStartState: load=user.get_teaching apply=user.apply_to_teach
learn.notebook.NotebookState: ask= filter_by= load=enrollment.list_noted_courses more=enrollment.list_notes
    delete=enrollment.delete_note
learn.certificates.OwnCertificatesState: load=certificate.list_own_certificates
    claim=certificate.claim_certificate reissue=certificate.reissue_certificate
learn.my_courses.MyCoursesState: show= load=enrollment.get_my_courses
learn.player.LearnState: leave= load=enrollment.get_learn_page enroll=enrollment.enroll
    mark_read=enrollment.complete_article lesson_done=enrollment.get_learn_page
portal.account_forms.AccountFormState: load= load_sent= load_link=auth.get_email_link
portal.catalog.CatalogState: order= load=course.search_courses more=course.search_courses
portal.certificate.CertificatePageState: load=certificate.get_certificate
portal.course_detail.CourseDetailState: load=course.get_course enroll=enrollment.enroll
portal.home.HomeState: load=course.get_home
portal.instructor.InstructorPageState: load=course.get_instructor
portal.newcomer.NewcomerState: load=auth.get_newcomer
portal.proof.ProofState: load_confirm=auth.get_proof_choices load_second_step=auth.get_second_step
portal.suspended.SuspendedState: load=privacy.get_suspended
    ask_for_copy=privacy.request_suspended_copy fetch=privacy.open_suspended_copy
    leave=privacy.leave_suspended stay=privacy.stay_suspended
portal.suggestions.SuggestionState: load=course.get_home
session.SessionState: load=auth.get_session_user choose_language=user.save_preferences
    choose_theme=user.save_preferences resend_verification=auth.request_verification
    stay=privacy.cancel_deletion
settings.api_keys.ApiKeysState: load=auth.list_api_keys begin=auth.ensure_proved
    create=auth.create_api_key revoke=auth.revoke_api_key
settings.credentials.CredentialState: load=auth.get_own_credentials
    change_address=auth.change_email change_password=auth.change_password
settings.data.SettingsDataState: load=privacy.get_privacy ask_for_copy=privacy.request_export
    choose_news=privacy.choose_news leave=privacy.schedule_deletion
settings.linked_accounts.LinkedAccountsState: load=auth.list_linked_accounts
    unlink=auth.unlink_identity
settings.preferences.PreferencesState: load=user.get_preferences save=user.save_preferences
settings.profile.ProfileState: load=user.get_own_profile save=user.update_own_profile
    picture_changed=user.get_own_profile
settings.second_factors.SecondFactorState: show_adding= show_codes= show_setup=
    load=auth.get_second_factors begin_app=auth.begin_authenticator
    confirm_app=auth.confirm_authenticator turn_off_app=auth.turn_off_authenticator
    renew_codes=auth.renew_recovery_codes begin_passkey=auth.ensure_proved
    passkey_added=auth.get_first_recovery_codes remove=auth.remove_passkey
    rename=auth.rename_passkey
settings.sessions.SessionsState: load=auth.list_sessions end=auth.end_session
    end_others=auth.end_other_sessions
"""

# The API: method, path, use case.
_OPERATIONS = """
GET /jwks auth.list_public_keys
GET /courses course.browse_courses
GET /categories course.list_categories
GET /courses/{slug} course.get_course
POST /auth/sign-out auth.sign_out_client
GET /me auth.get_account
GET /me/profile user.get_own_profile
PATCH /me/profile user.update_own_profile
GET /sessions auth.review_sessions
DELETE /sessions/{session_id} auth.end_session
GET /keys auth.list_api_keys
POST /keys auth.create_api_key
DELETE /keys/{key_id} auth.revoke_api_key
GET /enrollments enrollment.list_my_courses
POST /enrollments enrollment.enroll
GET /learn/{slug} enrollment.study
POST /progress enrollment.report_playback
POST /lessons/{lesson_id}/complete enrollment.complete_article
GET /notes enrollment.list_notes
GET /notes/export enrollment.export_notes
GET /lessons/{lesson_id}/notes enrollment.list_lesson_notes
PUT /notes/{note_id} enrollment.save_note
DELETE /notes/{note_id} enrollment.delete_note
GET /me/certificates certificate.list_own_certificates
GET /certificates/{code} certificate.get_certificate
POST /certificates/verify certificate.verify_certificate
GET /teaching/courses course.browse_own_courses
POST /teaching/courses course.create_course
GET /teaching/courses/{course_id} course.get_course_editor
PATCH /teaching/courses/{course_id} course.update_course
POST /teaching/courses/{course_id}/publish course.publish_course
POST /teaching/courses/{course_id}/archive course.archive_course
POST /teaching/courses/{course_id}/sections course.add_section
PATCH /teaching/sections/{section_id} course.rename_section
POST /teaching/sections/{section_id}/move course.move_section
DELETE /teaching/sections/{section_id} course.delete_section
POST /teaching/sections/{section_id}/lessons course.add_lesson
PATCH /teaching/lessons/{lesson_id} course.update_lesson
GET /teaching/lessons/{lesson_id}/text course.get_lesson_text
POST /teaching/lessons/{lesson_id}/move course.move_lesson
DELETE /teaching/lessons/{lesson_id} course.delete_lesson
GET /teaching/lessons/{lesson_id}/chapters course.list_chapters
PUT /teaching/lessons/{lesson_id}/chapters course.save_chapters
POST /uploads course.begin_lesson_upload
GET /uploads/{asset_id} media.get_upload_state
POST /uploads/{asset_id}/parts media.sign_parts
POST /uploads/{asset_id}/complete media.complete_upload
DELETE /uploads/{asset_id} media.cancel_upload
GET /media/{asset_id}/captions media.list_own_captions
GET /media/{asset_id}/captions/{language} media.get_own_captions
PUT /media/{asset_id}/captions/{language} media.save_captions
DELETE /media/{asset_id}/captions/{language} media.delete_captions
"""
# Asked without a credential; tests/api/v1/test_tokens.py and test_second_factor.py try them.
WITHOUT_CALLER = frozenset({"POST /auth/sign-in", "POST /auth/second-factor", "POST /auth/refresh"})


def _events() -> dict[str, str]:
    rows: dict[str, str] = {}
    state = ""
    for word in _EVENTS.split():
        if word.endswith(":"):
            state = word[:-1]
        else:
            method, _, use_case = word.partition("=")
            rows[f"lms_app.states.{state}.{method}"] = use_case
    return rows


def _operations() -> dict[str, str]:
    lines = (line.split() for line in _OPERATIONS.strip().splitlines())
    return {f"{method} {path}": use_case for method, path, use_case in lines}


EVENTS = _events()
OPERATIONS = _operations()
