"""Notes, highlights, and what is searched and marked in a transcript. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # Beside a lesson
    "notes.tab": ("노트", "Notes"),
    "notes.add": ("노트 쓰기", "Write a note"),
    "notes.all": ("모든 노트", "All notes"),
    "notes.none": ("이 강에는 아직 노트가 없어요", "No notes in this lesson yet"),
    "notes.none_text": (
        "N을 누르면 지금 이 장면에 노트를 남겨요. 스크립트의 말을 선택해 하이라이트할 수도 있어요.",
        "Press N to write one at this very moment, or select words in the transcript.",
    ),
    "notes.unread": (
        "노트를 불러오지 못했어요. 연결되면 다시 불러올게요. 지금 쓰는 노트는 이 기기에 보관돼요.",
        "Your notes could not be loaded. We will try again; what you write stays on this device.",
    ),
    "notes.gone": ("노트를 지웠어요", "Note deleted"),
    "notes.undo": ("되돌리기", "Undo"),
    "notes.field": ("노트 내용", "Your note"),
    "notes.placeholder": ("여기에 적어 보세요", "Write it down"),
    "notes.hint": ("마크다운을 쓸 수 있어요", "Markdown works"),
    "notes.done": ("다 썼어요", "Done"),
    "notes.edit": ("고치기", "Edit"),
    "notes.write": ("덧붙이기", "Add your words"),
    "notes.delete": ("지우기", "Delete"),
    "notes.saving": ("저장하는 중", "Saving"),
    "notes.saved": ("저장됨", "Saved"),
    "notes.away": (
        "아직 저장하지 못해 이 기기에 보관했어요",
        "Not saved yet; kept on this device",
    ),
    "notes.lost": (
        "아직 저장하지 못했어요. 이 창을 닫지 마세요",
        "Not saved yet. Keep this page open",
    ),
    "notes.undeleted": ("지우지 못했어요", "Could not be deleted"),
    "notes.seek": ("{time}으로 가기", "Go to {time}"),
    "keys.note": ("지금 장면에 노트 쓰기", "Write a note here"),
    # In the transcript
    "script.search": ("스크립트에서 찾기", "Find in transcript"),
    "script.found_of": ("{count}개 중 {at}번째", "{at} of {count}"),
    "script.found_none": ("없어요", "None"),
    "script.pick_bar": ("하이라이트와 노트", "Highlight or note"),
    "script.pick": (
        "{time} 문장을 하이라이트하거나 노트하기",
        "Highlight or note the line at {time}",
    ),
    "script.highlight": ("하이라이트", "Highlight"),
    # All of them, in my courses
    "notebook.search": ("노트에서 찾기", "Search your notes"),
    "notebook.course": ("강의", "Course"),
    "notebook.every_course": ("모든 강의", "All courses"),
    "notebook.export": ("내보내기", "Export"),
    "notebook.more": ("더 보기", "Show more"),
    "notebook.ask": ("정말 지울까요?", "Delete for good?"),
    "notebook.none": ("아직 노트가 없어요", "No notes yet"),
    "notebook.none_text": (
        "강을 보다가 N을 누르면 그 장면에 노트를 남겨요. 쓴 노트는 모두 여기에 모여요.",
        "Press N while you watch to write one at that very moment. They all gather here.",
    ),
    "notebook.unfound": ("찾는 노트가 없어요", "No note like that"),
    "notebook.unfound_text": (
        "다른 말로 찾거나 모든 강의에서 찾아보세요.",
        "Try other words, or look in all courses.",
    ),
    # The file
    "notes.export_title": ("내 노트", "My notes"),
    "notes.export_file": ("여백 노트.md", "margin-notes.md"),
    "notes.export_none": ("아직 노트가 없어요.", "There are no notes yet."),
    "notes.lesson_gone": ("지금은 없는 강", "A lesson that is no longer there"),
    "error.note_empty": ("노트에 적은 말이 없어요.", "There is nothing in this note."),
    "error.note_changed": (
        "이 노트를 다른 곳에서 먼저 고쳤어요.",
        "This note was changed elsewhere first.",
    ),
    "error.notes_full": (
        "강 하나에는 노트를 500개까지 둘 수 있어요. 안 쓰는 노트를 지우면 다시 쓸 수 있어요.",
        "A lesson holds up to 500 notes. Delete some to write new ones.",
    ),
}
