"""What can go wrong: keys of DomainError and of field errors. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # everywhere
    "error.not_authenticated": ("로그인이 필요해요.", "Please sign in first."),
    "error.forbidden": ("이 일을 할 권한이 없어요.", "You are not allowed to do this."),
    "error.step_up_needed": (
        "중요한 일이라 본인인지 한 번 더 확인할게요.",
        "This matters, so please confirm once more that it is you.",
    ),
    "error.not_found": ("찾을 수 없어요.", "We could not find it."),
    "error.invalid_transition": (
        "지금 상태에서는 할 수 없어요. 새로고침한 뒤 다시 시도해 주세요.",
        "This is not possible in the current state. Reload and try again.",
    ),
    "error.rate_limited": (
        "너무 자주 시도했어요. {seconds}초 뒤에 다시 해 주세요.",
        "Too many tries. Please wait {seconds} {seconds|second|seconds}.",
    ),
    "error.rate_limited_minutes": (
        "너무 자주 시도했어요. {minutes}분 뒤에 다시 해 주세요.",
        "Too many tries. Please wait {minutes} {minutes|minute|minutes}.",
    ),
    "error.unavailable": (
        "잠시 연결이 어려워요. 곧 다시 시도해 주세요. (오류 번호 {reference})",
        "We cannot reach a part of the site right now. Try again soon. (Reference {reference})",
    ),
    "error.unexpected": (
        "예상하지 못한 문제가 생겼어요. 잠시 뒤에 다시 해 주세요. (오류 번호 {reference})",
        "Something unexpected went wrong. Please try again in a moment. (Reference {reference})",
    ),
    "error.form": ("입력한 내용을 다시 확인해 주세요.", "Please check what you entered."),
    "error.body_too_large": (
        "보내신 내용이 너무 커요. 줄여서 다시 보내 주세요.",
        "That is too much at once. Please send less.",
    ),
    "error.foreign_origin": (
        "다른 사이트에서 온 요청이라 받지 않았어요.",
        "The request came from another site, so it was refused.",
    ),
    "error.changed_meanwhile": (
        "그 사이에 다른 곳에서 바뀌었어요. 새로고침한 뒤 다시 시도해 주세요.",
        "Somebody else changed this in the meantime. Reload and try again.",
    ),
    # text
    "error.text_required": ("꼭 입력해 주세요.", "This is required."),
    "error.text_short": ("{minimum}자 이상 입력해 주세요.", "Use at least {minimum} characters."),
    "error.text_long": (
        "{maximum}자까지 쓸 수 있어요. 지금은 {count}자예요.",
        "Up to {maximum} characters are allowed; this has {count}.",
    ),
    "error.text_characters": (
        "쓸 수 없는 문자가 들어 있어요. 지우고 다시 시도해 주세요.",
        "There is a character that cannot be used. Remove it and try again.",
    ),
    # accounts
    "error.email": ("이메일 주소를 다시 확인해 주세요.", "Please check the email address."),
    "error.email_taken": (
        "이미 가입한 이메일이에요. 로그인해 주세요.",
        "There is an account with this address already. Please sign in.",
    ),
    "error.wrong_password": (
        "이메일이나 비밀번호가 맞지 않아요.",
        "The email address or the password is not right.",
    ),
    "error.password_short": (
        "비밀번호는 15자 이상이어야 해요. 짧은 문장을 써도 좋아요.",
        "A password needs at least 15 characters. A short sentence works well.",
    ),
    "error.password_long": (
        "비밀번호가 너무 길어요. 1,024바이트까지 쓸 수 있어요.",
        "This password is too long; 1,024 bytes are the limit.",
    ),
    "error.password_common": (
        "추측하기 쉬운 비밀번호예요. 다른 것을 써 주세요.",
        "This password is easy to guess. Please choose another.",
    ),
    "error.handle": (
        "영문 소문자, 숫자, 하이픈으로 3–40자를 써 주세요.",
        "Use 3 to 40 lower-case letters, digits and hyphens.",
    ),
    "error.handle_reserved": (
        "사이트에서 쓰는 이름이라 고를 수 없어요.",
        "This word is reserved for the site.",
    ),
    "error.handle_kept": (
        "강의하는 동안에는 주소 이름이 있어야 해요.",
        "While you teach you need a handle.",
    ),
    "error.handle_taken": ("이미 쓰고 있는 이름이에요.", "This handle is taken."),
    "error.instructor_already": ("이미 강사예요.", "You are an instructor already."),
    "error.impersonating": (
        "다른 사람의 화면을 보고 있어요. 읽기만 할 수 있고 아무것도 바뀌지 않아요.",
        "You are looking on as somebody else. You can only read; nothing is changed.",
    ),
    "error.impersonate_self": (
        "자기 화면은 이미 보고 있어요.",
        "You already see the site as yourself.",
    ),
    "error.impersonate_staff": (
        "운영자와 모더레이터의 화면은 볼 수 없어요.",
        "Admins and moderators cannot be looked on as.",
    ),
    "error.impersonate_suspended": (
        "정지된 계정의 화면은 볼 수 없어요.",
        "A suspended account has nothing to look at.",
    ),
    "error.suspend_self": ("자기 계정은 정지할 수 없어요.", "You cannot suspend yourself."),
    # courses
    "error.certificate_not_earned": (
        "강의를 마치면 수료증을 받을 수 있어요.",
        "You get the certificate once you have completed the course.",
    ),
    "error.certificate_revoked": (
        "더 이상 유효하지 않은 수료증이에요.",
        "This certificate is no longer valid.",
    ),
    "error.completion_percent": (
        "{least}%에서 {most}% 사이로 정해 주세요.",
        "Choose between {least}% and {most}%.",
    ),
    "error.slug": (
        "주소에는 영문 소문자, 한글, 숫자, 하이픈을 100자까지 쓸 수 있어요.",
        "An address may have up to 100 lower-case letters, Hangul, digits and hyphens.",
    ),
    "error.slug_taken": ("다른 강의가 쓰고 있는 주소예요.", "Another course has this address."),
    "error.category": ("분야를 골라 주세요.", "Please choose a category."),
    "error.level": ("수준을 골라 주세요.", "Please choose a level."),
    "error.language": ("언어를 골라 주세요.", "Please choose a language."),
    "error.too_many_lines": ("12개까지 쓸 수 있어요.", "Up to 12 lines are allowed."),
    "error.too_many_sections": (
        "섹션은 {maximum}개까지 만들 수 있어요.",
        "A course can have up to {maximum} sections.",
    ),
    "error.too_many_lessons": (
        "한 강의에 강은 {maximum}개까지 만들 수 있어요.",
        "A course can have up to {maximum} lessons.",
    ),
    "error.lesson_kind": ("강 종류를 골라 주세요.", "Please choose the kind of lesson."),
    "error.lesson_is_article": (
        "글로 된 강에는 영상을 올릴 수 없어요.",
        "An article lesson cannot hold a video.",
    ),
    "error.lesson_has_video": (
        "이미 영상이 있어요. 먼저 영상을 빼 주세요.",
        "This lesson has a video already. Remove it first.",
    ),
    "error.lesson_locked": (
        "수강하면 볼 수 있는 강이에요.",
        "Enroll in the course to open this lesson.",
    ),
    "error.published_needs_lesson": (
        "공개 중인 강의에는 강이 하나 이상 있어야 해요.",
        "A published course needs at least one lesson.",
    ),
    "error.published_needs_words": (
        "공개 중인 강의에서는 비워 둘 수 없어요.",
        "A published course cannot leave this empty.",
    ),
    "error.published_needs_text": (
        "공개한 글은 비워 둘 수 없어요. 필요 없다면 삭제해 주세요.",
        "A published article keeps its text. Delete it if it is not needed.",
    ),
    "error.published_needs_video": (
        "공개 중인 강의에서는 영상을 뺄 수 없어요. 먼저 비공개로 바꿔 주세요.",
        "A published course keeps its videos. Unpublish it first.",
    ),
    "error.not_ready_to_publish": (
        "아직 {missing}가지가 남았어요. 공개 준비 목록을 확인해 주세요.",
        "{missing|one thing is|some things are} still missing. See the checklist.",
    ),
    "error.course_taken_down": (
        "운영팀이 내린 강의예요. 메일에 적힌 이유를 고치고 알려 주시면 다시 공개할 수 있어요.",
        "The team took this course down. Mend what the mail says and tell them; then it can be "
        "published again.",
    ),
    "error.course_not_taken_down": ("내려간 강의가 아니에요.", "This course was not taken down."),
    "error.course_own_allow": (
        "내 강의는 다른 운영팀원이 확인해야 해요.",
        "Somebody else has to decide about your own course.",
    ),
    # learning
    "error.own_course": ("직접 만든 강의예요.", "This is your own course."),
    "error.enrollment_revoked": (
        "수강이 취소된 강의예요. 운영자에게 문의해 주세요.",
        "Your enrollment was revoked. Please ask the administrator.",
    ),
    "error.media_not_ready": (
        "영상을 준비하고 있어요. 잠시 뒤에 다시 열어 주세요.",
        "The video is still being prepared. Please come back in a moment.",
    ),
    "error.progress": ("진도를 저장하지 못했어요.", "Your progress could not be saved."),
    "error.video_is_watched": (
        "영상은 끝까지 보면 저절로 완료돼요.",
        "A video completes by being watched.",
    ),
    # uploads
    "error.upload_parts": (
        "업로드 요청이 올바르지 않아요. 파일을 다시 선택해 주세요.",
        "The upload request is not right. Please pick the file again.",
    ),
    "error.upload_parts_missing": (
        "아직 도착하지 않은 조각이 {count}개 있어요. 이어서 올려 주세요.",
        "{count|One part has|Some parts have} not arrived yet. Please continue the upload.",
    ),
    "error.upload_size": (
        "받은 파일의 크기가 달라요. 처음부터 다시 올려 주세요.",
        "The file that arrived has another size. Please upload it again.",
    ),
    "error.upload_gone": (
        "업로드가 만료됐어요. 파일을 다시 올려 주세요.",
        "The upload has expired. Please upload the file again.",
    ),
    "error.poster": ("고를 수 없는 장면이에요.", "This picture cannot be chosen."),
    "error.upload_other_file": (
        "올리던 파일과 다른 파일이에요.",
        "This is another file than the one that was being uploaded.",
    ),
    "error.upload_finished": ("이미 끝난 업로드예요.", "This upload is finished already."),
    # why a file cannot become a video
    "media.reason.empty_file": ("빈 파일이에요.", "The file is empty."),
    "media.reason.too_large": (
        "파일이 너무 커요. {limit_gb}GB까지 올릴 수 있어요.",
        "The file is too large; the limit is {limit_gb} GB.",
    ),
    "media.reason.not_a_video": ("영상 파일이 아니에요.", "This is not a video file."),
    "media.reason.unsupported_format": (
        "지원하지 않는 형식이에요. MP4, MOV, WebM, MKV를 올려 주세요.",
        "This format is not supported. Use MP4, MOV, WebM or MKV.",
    ),
    "media.reason.unsupported_codec": (
        "지원하지 않는 코덱이에요. H.264 MP4로 내보내 주세요.",
        "This codec is not supported. Export the video as H.264 MP4.",
    ),
    "media.reason.no_video_stream": (
        "화면이 없는 파일이에요. 영상이 들어 있는 파일을 올려 주세요.",
        "The file has no picture. Upload one that contains video.",
    ),
    "media.reason.truncated": (
        "끝까지 저장되지 않은 파일이에요. 원본을 다시 내보내 주세요.",
        "The file is cut off. Export it again from the original.",
    ),
    "media.reason.damaged": (
        "파일이 손상되어 읽을 수 없어요. 원본을 다시 내보내 주세요.",
        "The file is damaged and cannot be read. Export it again.",
    ),
    "media.reason.too_short": ("영상이 너무 짧아요.", "The video is too short."),
    "media.reason.too_long": ("영상이 너무 길어요.", "The video is too long."),
    "media.reason.too_large_dimensions": (
        "화면이 너무 커요. 8K까지 올릴 수 있어요.",
        "The picture is too large; 8K is the limit.",
    ),
    "media.reason.too_many_streams": (
        "트랙이 너무 많아요. 영상과 소리만 담아 다시 내보내 주세요.",
        "There are too many tracks. Export with one video and one audio track.",
    ),
    "media.reason.frame_rate_too_high": (
        "초당 프레임 수가 너무 높아요. 300까지 올릴 수 있어요.",
        "The frame rate is too high; 300 per second is the limit.",
    ),
    "error.quota_full": (
        "영상 보관 공간 {limit_gb}GB 가운데 {used_gb}GB를 쓰고 있어서 이 파일({file_gb}GB)이 들어갈 자리가 "
        "없어요. 쓰지 않는 영상을 지운 뒤 다시 올려 주세요.",
        "Your videos take {used_gb} GB of {limit_gb} GB, so this file ({file_gb} GB) does not fit. "
        "Remove videos you no longer need, then try again.",
    ),
    "error.quota_exceeded": (
        "영상 보관 공간 {limit_gb}GB를 넘었어요(지금 {used_gb}GB). 쓰지 않는 영상을 지운 뒤 같은 파일을 다시 "
        "고르면 이어서 끝낼 수 있어요.",
        "Your videos take more than the {limit_gb} GB you have ({used_gb} GB now). Remove videos you no "
        "longer need and pick the same file again to finish.",
    ),
    "error.uploads_at_once": (
        "한 번에 올릴 수 있는 파일은 {count}개까지예요. 올리고 있는 파일이 끝나면 다시 넣어 주세요.",
        "You can upload {count} {count|file|files} at once. Add this one when another has finished.",
    ),
    "error.upload_joining": (
        "올린 조각을 합치고 있어요. 잠시만 기다려 주세요.",
        "The parts of your file are being put together. One moment.",
    ),
    "media.reason.memory_limit": (
        "이 영상을 처리하기에 메모리가 모자라요. 해상도를 낮춰 주세요.",
        "This video needs too much memory. Please lower its resolution.",
    ),
    "media.reason.time_limit": (
        "처리 시간이 너무 오래 걸렸어요. 영상을 나눠서 올려 주세요.",
        "Processing took too long. Please split the video.",
    ),
    "media.reason.encoder_failed": (
        "변환하지 못했어요. 다시 시도해 주세요.",
        "The video could not be encoded. Please try again.",
    ),
    "media.reason.encoder_killed": (
        "변환하던 프로그램이 여러 번 중단됐어요. 다시 시도해 주세요.",
        "The encoder was stopped several times. Please try again.",
    ),
    "media.reason.storage_unavailable": (
        "저장소에 하루 넘게 연결하지 못했어요. 다시 시도해 주세요.",
        "The storage could not be reached for a day. Please try again.",
    ),
    "media.reason.malware": (
        "악성 코드가 들어 있는 파일이라 받지 않았어요. 컴퓨터를 검사한 뒤 원본에서 다시 내보내 주세요.",
        "The file contains malware and was not accepted. Check your computer, then export again from the "
        "original.",
    ),
    "media.reason.scanner_unavailable": (
        "파일을 하루 넘게 검사하지 못했어요. 운영자에게 알린 뒤 다시 시도해 주세요.",
        "The file could not be checked for a day. Tell the administrator, then try again.",
    ),
    "media.reason.disk_full": (
        "서버의 저장 공간이 모자라요. 운영자에게 알린 뒤 다시 시도해 주세요.",
        "The server has run out of space. Tell the administrator, then try again.",
    ),
    "media.reason.worker_lost": (
        "처리하던 프로그램이 멈췄어요. 다시 시도해 주세요.",
        "The encoder stopped responding. Please try again.",
    ),
}
