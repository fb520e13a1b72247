"""Home, catalogue, course page, sign-in. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # Home, signed out
    "home.title": ("끝까지 듣게 되는 강의", "Courses you actually finish"),
    "home.description": (
        "멈춘 자리에서 바로 이어지고, 스크립트가 목소리를 따라가는 온라인 강의.",
        "Online courses that resume where you stopped, with a transcript that follows the voice.",
    ),
    "home.search_placeholder": ("무엇을 배우고 싶으세요?", "What do you want to learn?"),
    "home.promise_1": ("끝까지 듣게 되는", "Courses you"),
    "home.promise_2": ("강의의 조건", "actually finish"),
    "home.lead": (
        "멈춘 자리에서 바로 이어지고, 스크립트가 목소리를 따라가고, 진도는 정말로 들은 만큼만 올라가요. "
        "첫 강은 로그인 없이 볼 수 있어요.",
        "Pick up where you stopped, read along as the voice goes, and trust a progress bar that only "
        "counts what you really watched. First lessons are open, no account needed.",
    ),
    "home.watch_first": ("무료로 첫 강 보기", "Watch a first lesson"),
    "home.browse": ("강의 둘러보기", "Browse courses"),
    "home.counts": (
        "강의 {courses}개 · {lessons}강 · 강사 {instructors}명",
        "{courses} {courses|course|courses} · {lessons} {lessons|lesson|lessons} · "
        "{instructors} {instructors|instructor|instructors}",
    ),
    "home.player_label": ("강의 화면 미리보기", "A look at the lesson page"),
    "home.cue_1": ("강의는 길고, 하루는 짧죠.", "Courses are long, days are short."),
    "home.cue_2": (
        "그래서 멈춘 자리를 기억해 둡니다.",
        "So we remember where you stopped.",
    ),
    "home.cue_3": ("다시 열면 3초 앞에서 이어지고,", "Open it again, three seconds earlier,"),
    "home.cue_4": ("지금 들리는 문장에 불이 켜져요.", "and the line you hear lights up."),
    "home.cue_5": ("누르면 그 순간으로 돌아갑니다.", "Tap a line to go back to it."),
    "home.popular": ("많이 듣는 강의", "Popular courses"),
    "home.newest": ("새로 나온 강의", "New courses"),
    "home.categories": ("분야", "Categories"),
    "home.category_count": ("강의 {count}개", "{count} {count|course|courses}"),
    "home.different": ("여기서는 이렇게 배워요", "How learning works here"),
    "home.resume_title": ("멈춘 초에서 다시", "Back to the second"),
    "home.resume_text": (
        "창을 닫아도 괜찮아요. 다음에 열면 멈춘 곳 3초 앞에서 이어져요.",
        "Close the tab any time. Next time you start three seconds before where you stopped.",
    ),
    "home.transcript_title": ("목소리를 따라가는 스크립트", "A transcript that follows"),
    "home.transcript_text": (
        "지금 들리는 문장에 형광펜이 칠해지고, 문장을 누르면 그 순간으로 가요.",
        "The line being spoken is highlighted. Tap any line to jump to that moment.",
    ),
    "home.honest_title": ("들은 만큼만 오르는 진도", "Progress that tells the truth"),
    "home.honest_text": (
        "끝으로 건너뛰어도 완료가 되지 않아요. 실제로 재생한 초만 세니까요.",
        "Skipping to the end completes nothing: only seconds that really played are counted.",
    ),
    "home.teach_title": ("알고 있는 것을 강의로 만들어 보세요", "Turn what you know into a course"),
    "home.teach_text": (
        "영상을 끌어다 놓으면 모든 화질로 바뀌고 암호화돼요. 제목을 쓰는 동안에요.",
        "Drop a video and it is encoded in every quality and encrypted, while you write the title.",
    ),
    "home.teach_action": ("강의 만들기", "Create a course"),
    # No course is published yet
    "home.none_title": ("아직 공개된 강의가 없어요", "No courses yet"),
    "home.none_text": (
        "첫 강의가 공개되면 여기에서 바로 만날 수 있어요.",
        "The first one will be here as soon as it is published.",
    ),
    "home.none_teach": (
        "첫 강의를 만들어 공개하면 여기에 보여요.",
        "Create the first one; it will be here as soon as you publish it.",
    ),
    "home.none_admin": ("운영 화면 열기", "Open administration"),
    # Home, signed in
    "home.hello": ("{name}님, 이어서 들어 볼까요?", "Ready to go on, {name}?"),
    "home.hello_new": ("{name}님, 어서 오세요", "Welcome, {name}"),
    "home.continue": ("이어서 보기", "Keep going"),
    "home.first_text": (
        "10분이면 첫 강을 끝낼 수 있어요. 마음 가는 강의부터 골라 보세요.",
        "Ten minutes is enough for a first lesson. Pick one that speaks to you.",
    ),
    # Catalogue
    "catalog.title": ("강의", "Courses"),
    "catalog.title_search": ("‘{text}’ 강의", "Courses for “{text}”"),
    "catalog.title_of": ("{names} 강의", "{names} courses"),
    "catalog.description": (
        "개발, 데이터, 디자인, 비즈니스, 말과 글, 사진, 음악 강의를 찾아보세요.",
        "Find courses in development, data, design, business, language, photography and music.",
    ),
    "catalog.search": ("강의 안에서 찾기", "Search courses"),
    "catalog.facet_category": ("분야", "Category"),
    "catalog.facet_level": ("수준", "Level"),
    "catalog.facet_length": ("길이", "Length"),
    "catalog.facet_language": ("강의 언어", "Language"),
    "catalog.filters": ("조건", "Filters"),
    "catalog.show": ("강의 {count}개 보기", "Show {count} {count|course|courses}"),
    "catalog.sort": ("정렬", "Sort by"),
    "catalog.sort_popular": ("많이 듣는 순", "Most popular"),
    "catalog.sort_newest": ("새로 나온 순", "Newest"),
    "catalog.sort_title": ("이름 순", "Title"),
    "catalog.results": ("검색 결과", "Results"),
    "catalog.shown": (
        "{total}개 중 {shown}개를 보고 있어요",
        "Showing {shown} of {total}",
    ),
    "catalog.empty_title": ("꼭 맞는 강의가 없어요", "No course fits all of that"),
    "catalog.empty_text": (
        "조건을 하나 빼면 더 많은 강의가 보여요.",
        "Take one condition away to see more.",
    ),
    "catalog.empty_action": ("모든 강의 보기", "See all courses"),
    "catalog.on": ("고름", "selected"),
    "facet.level.beginner": ("입문", "Beginner"),
    "facet.level.intermediate": ("중급", "Intermediate"),
    "facet.level.advanced": ("심화", "Advanced"),
    "facet.level.all": ("누구나", "All levels"),
    "facet.language.ko": ("한국어", "Korean"),
    "facet.language.en": ("영어", "English"),
    "facet.length.short": ("1시간 이하", "Up to 1 hour"),
    "facet.length.medium": ("1–5시간", "1–5 hours"),
    "facet.length.long": ("5시간 이상", "5 hours or more"),
    # Course page
    "course_page.outcomes": ("이 강의를 마치면", "After this course you can"),
    "course_page.curriculum": ("커리큘럼", "Curriculum"),
    "course_page.totals": (
        "{sections}개 섹션 · {lessons}강 · {length}",
        "{sections} {sections|section|sections} · {lessons} {lessons|lesson|lessons} · {length}",
    ),
    "course_page.section_note": (
        "{lessons}강 · {length}",
        "{lessons} {lessons|lesson|lessons} · {length}",
    ),
    "course_page.audience": ("이런 분께", "Who this is for"),
    "course_page.requirements": ("준비물", "What you need"),
    "course_page.about": ("소개", "About this course"),
    "course_page.instructor": ("강사", "Instructor"),
    "course_page.instructor_courses": ("강의 {count}개", "{count} {count|course|courses}"),
    "course_page.instructor_students": ("수강생 {count}명", "{count} {count|student|students}"),
    "course_page.similar": ("이어서 듣기 좋은 강의", "Good to take next"),
    "course_page.preview": ("미리보기 {count}강", "Preview {count} {count|lesson|lessons}"),
    "course_page.updated": ("{date} 업데이트", "Updated {date}"),
    "course_page.enroll": ("무료로 수강하기", "Enroll for free"),
    "course_page.resume": ("이어보기", "Continue"),
    "course_page.start": ("첫 강 시작하기", "Start the first lesson"),
    "course_page.edit": ("강의 편집하기", "Edit this course"),
    "course_page.enrolled": ("수강을 시작했어요", "You are enrolled"),
    "course_page.revoked": (
        "수강이 취소된 강의예요. 다시 들으려면 문의해 주세요.",
        "Your access to this course was ended. Please contact us to get it back.",
    ),
    "course_page.free_note": (
        "결제 없이 바로 시작하고, 기간 제한 없이 볼 수 있어요.",
        "Start right away without paying, and keep it without a time limit.",
    ),
    "course_page.include_video": (
        "영상 {count}강",
        "{count} video {count|lesson|lessons}",
    ),
    "course_page.include_article": (
        "글 {count}강",
        "{count} reading {count|lesson|lessons}",
    ),
    "course_page.include_quality": (
        "연결에 맞춰 바뀌는 화질 (최대 {quality}p)",
        "Quality that adapts to your connection, up to {quality}p",
    ),
    "course_page.include_transcript": (
        "목소리를 따라가는 스크립트와 자막",
        "Captions and a transcript that follows the voice",
    ),
    "course_page.include_resume": (
        "어느 기기에서든 멈춘 자리부터",
        "Resume on any device where you stopped",
    ),
    "course_page.include_forever": ("기간 제한 없이 보기", "No time limit"),
    "course_page.draft": (
        "아직 공개하지 않은 강의예요. 지금은 나만 볼 수 있어요.",
        "This course is not published. Only you can see it.",
    ),
    "course_page.archived": (
        "보관된 강의예요. 이미 수강 중인 사람만 볼 수 있어요.",
        "This course is archived. Only people already enrolled can watch it.",
    ),
    "course_page.language": ("{language} 강의", "In {language}"),
    # Sign in, sign up
    "sign_in.title": ("로그인", "Sign in"),
    "sign_in.lead": ("멈춘 자리에서 이어서 들어요.", "Pick up where you stopped."),
    "sign_in.submit": ("로그인", "Sign in"),
    "sign_in.no_account": ("아직 계정이 없나요?", "New here?"),
    "sign_in.to_sign_up": ("가입하기", "Create an account"),
    "sign_in.already": ("이미 로그인되어 있어요", "You are signed in"),
    "sign_in.already_text": (
        "{name} 계정으로 보고 있어요. 다른 계정을 쓰려면 먼저 로그아웃해 주세요.",
        "This is {name}’s account. To use another one, sign out first.",
    ),
    "sign_in.go_on": ("계속하기", "Go on"),
    "sign_up.title": ("가입하기", "Create your account"),
    "sign_up.lead": (
        "이메일이면 충분해요. 카드도 전화번호도 묻지 않아요.",
        "An email address is enough. No card, no phone number.",
    ),
    "sign_up.name_hint": (
        "강의와 질문에 보이는 이름이에요.",
        "Shown on your courses and questions.",
    ),
    "sign_up.password_hint": (
        "15자 이상이에요. 짧은 문장을 쓰면 외우기도 쉬워요.",
        "At least 15 characters. A short sentence makes a good one.",
    ),
    "sign_up.submit": ("가입하고 시작하기", "Create account"),
    "sign_up.have_account": ("이미 계정이 있나요?", "Already have an account?"),
    # Errors
    "page_error.not_found_title": ("여기에는 아무것도 없어요", "There is nothing here"),
    "page_error.not_found_text": (
        "주소가 바뀌었거나, 볼 수 없는 페이지예요. 찾는 강의가 있다면 검색해 보세요.",
        "The address has changed, or the page is not yours to see. Try a search instead.",
    ),
    "page_error.suggestions": ("이런 강의는 어때요?", "Perhaps one of these?"),
    "page_error.forbidden_title": ("이 화면은 권한이 필요해요", "This page needs another role"),
    "page_error.forbidden_text": (
        "{role} 역할이 있어야 볼 수 있어요. 필요하다면 운영자에게 요청해 주세요.",
        "You need the {role} role to see it. Ask an administrator if you should have it.",
    ),
    "page_error.role_admin": ("운영자", "administrator"),
    "page_error.role_instructor": ("강사", "instructor"),
    "page_error.role_any": ("알맞은", "right"),
    "page_error.error_title": ("잠시 문제가 생겼어요", "Something went wrong"),
    "page_error.error_text": (
        "적어 둔 내용은 그대로예요. 잠시 뒤에 다시 시도해 주세요.",
        "What you typed is still there. Please try again in a moment.",
    ),
    "page_error.reference": ("문의할 때 알려 주세요: {reference}", "Reference: {reference}"),
    "page_error.home": ("홈으로", "Go home"),
}
