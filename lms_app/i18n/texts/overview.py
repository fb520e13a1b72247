"""What came last, on the first pages of instructors and of the administration."""

TEXTS: dict[str, tuple[str, str]] = {
    "instructor.recent_students": ("새로 온 수강생", "Newest students"),
    "instructor.recent_none": (
        "강의를 공개하면 수강을 시작한 사람이 여기에 나와요.",
        "Once a course is published, people who start it appear here.",
    ),
    "instructor.recent_progress": ("{percent}% 들었어요", "{percent}% done"),
    "admin.recent_users": ("새로 가입한 사람", "New people"),
    "admin.recent_courses": ("최근에 바뀐 강의", "Courses changed last"),
    "admin.recent_courses_none": ("아직 강의가 없어요.", "There are no courses yet."),
}
