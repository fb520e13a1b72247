"""Notes and highlights. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
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
