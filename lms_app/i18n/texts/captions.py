"""Captions and chapters: their editors, and why a file is refused. Key -> (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    # Refusals of a file, by line
    "error.captions_encoding": (
        "{line}번째 줄의 글자를 읽을 수 없어요. UTF-8로 저장한 뒤 다시 올려 주세요.",
        "The letters of line {line} cannot be read. Save the file as UTF-8 and try again.",
    ),
    "error.captions_size": (
        "자막 파일은 {maximum}MB까지 올릴 수 있어요. 영상이 아니라 .vtt나 .srt 파일인지 확인해 주세요.",
        "A caption file may have {maximum} MB at most. Make sure that it is a .vtt or .srt file.",
    ),
    "error.captions_none": (
        "자막 줄을 찾지 못했어요. 시간과 자막이 든 .vtt나 .srt 파일을 골라 주세요.",
        "There are no captions in this file. Choose a .vtt or .srt file with times and words.",
    ),
    "error.captions_time": (
        "{line}번째 줄의 시간을 읽을 수 없어요. 00:01:02,500 --> 00:01:04,000처럼 적어 주세요.",
        "The time in line {line} cannot be read. Write it like 00:01:02,500 --> 00:01:04,000.",
    ),
    "error.captions_untimed": (
        "{line}번째 줄 앞에 시간이 없어요. .vtt나 .srt 파일인지 확인해 주세요.",
        "There is no time before line {line}. Make sure that it is a .vtt or .srt file.",
    ),
    "error.captions_many": (
        "{line}번째 줄에서 자막이 {maximum}개를 넘어요. 파일을 나눠 주세요.",
        "From line {line} on there are more than {maximum} captions. Please shorten the file.",
    ),
    "error.captions_long": (
        "{line}번째 줄의 자막이 너무 길어요. 한 번에 {maximum}자까지 보여 줄 수 있어요.",
        "The caption at line {line} is too long. One may have {maximum} characters at most.",
    ),
    "error.captions_characters": (
        "{line}번째 줄의 자막에 쓸 수 없는 글자가 있어요.",
        "The caption at line {line} has characters that cannot be used.",
    ),
    # Refusals of edited lines
    "error.captions_language": (
        "목록에 있는 자막 언어를 골라 주세요.",
        "Please choose a language from the list.",
    ),
    "error.captions_many_lines": (
        "자막은 {maximum}줄까지 저장할 수 있어요.",
        "There can be {maximum} captions at most.",
    ),
    "error.captions_line_time": (
        "{line}번째 자막의 시간을 확인해 주세요. 끝은 시작보다 뒤여야 해요.",
        "Please check the time of caption {line}. It must end after it starts.",
    ),
    "error.captions_line_long": (
        "{line}번째 자막이 너무 길어요. {maximum}자까지 쓸 수 있어요.",
        "Caption {line} is too long. It may have {maximum} characters at most.",
    ),
    "error.captions_line_characters": (
        "{line}번째 자막에 쓸 수 없는 글자가 있어요.",
        "Caption {line} has characters that cannot be used.",
    ),
    # The panel
    "captions.title": ("자막", "Captions"),
    "captions.none": (
        "아직 자막이 없어요. .vtt나 .srt 파일을 올리면 학생이 켜고 볼 수 있고 스크립트도 생겨요.",
        "No captions yet. Upload a .vtt or .srt file; students can turn it on and read along.",
    ),
    "captions.language": ("언어", "Language"),
    "captions.upload": ("파일 올리기", "Upload a file"),
    "captions.replace": ("바꾸기", "Replace"),
    "captions.replace_named": ("{language} 자막 바꾸기", "Replace the {language} captions"),
    "captions.download": ("내려받기", "Download"),
    "captions.download_named": ("{language} 자막 내려받기", "Download the {language} captions"),
    "captions.delete": ("삭제", "Delete"),
    "captions.delete_named": ("{language} 자막 삭제", "Delete the {language} captions"),
    "captions.delete_ask": (
        "{language} 자막을 삭제할까요? 되돌릴 수 없어요.",
        "Delete the {language} captions? This cannot be undone.",
    ),
    "captions.keep": ("그대로 두기", "Keep"),
    "captions.count": ("{count}줄", "{count} lines"),
    "captions.hint": (
        ".vtt · .srt, {maximum}MB까지. 글자 인코딩은 알아서 맞춰요.",
        ".vtt or .srt, {maximum} MB at most, in any encoding.",
    ),
    "captions.taken": (
        "{language} 자막 {count}줄을 넣었어요.",
        "{count} lines of {language} captions are in place.",
    ),
    "captions.repaired": ("고친 곳: {what}.", "Mended: {what}."),
    "captions.repair_overlaps": ("겹친 시간 {count}", "overlapping times ({count})"),
    "captions.repair_ends": ("없던 끝 시간 {count}", "missing ends ({count})"),
    "captions.repair_order": ("뒤바뀐 순서 {count}", "lines out of order ({count})"),
    "captions.repair_empty": ("빈 줄 {count}", "empty lines ({count})"),
    # The editor of lines
    "captions.edit": ("화면 보며 고치기", "Edit with the video"),
    "captions.edit_named": (
        "{language} 자막 화면 보며 고치기",
        "Edit with the video: {language} captions",
    ),
    "captions.close_editor": ("편집기 닫기", "Close the editor"),
    "captions.start_video": (
        "위 영상을 재생하면 지금 시각을 자막 시간으로 넣을 수 있어요.",
        "Play the video above to set times to where it stands.",
    ),
    "captions.at": ("지금 {time}", "Now at {time}"),
    "captions.now": ("지금", "Now"),
    "captions.go_to": ("{number}번째 자막으로 가기", "Go to caption {number}"),
    "captions.start_of": ("{number}번째 자막 시작", "Start of caption {number}"),
    "captions.end_of": ("{number}번째 자막 끝", "End of caption {number}"),
    "captions.start_now": (
        "{number}번째 자막 시작을 지금 시각으로",
        "Set the start of caption {number} to now",
    ),
    "captions.end_now": (
        "{number}번째 자막 끝을 지금 시각으로",
        "Set the end of caption {number} to now",
    ),
    "captions.remove_line": ("{number}번째 자막 지우기", "Remove caption {number}"),
    "captions.text_of": ("{number}번째 자막", "Caption {number}"),
    "captions.add_line": ("줄 추가", "Add a line"),
    "captions.earlier": ("이전", "Earlier"),
    "captions.further": ("다음", "Later"),
    "rows.changed_text": (
        "다른 곳에서 먼저 바꿨어요. 어느 쪽을 남길지 골라 주세요.",
        "This was changed somewhere else. Choose which to keep.",
    ),
    "rows.take_theirs": ("바뀐 내용 불러오기", "Load theirs"),
    "rows.keep_mine": ("여기서 고친 대로 저장", "Save mine"),
    "rows.loading": ("불러오는 중", "Loading"),
    "rows.saved": ("저장됨", "Saved"),
    "rows.saving": ("저장하는 중", "Saving"),
    "rows.unsaved": ("아직 저장 전", "Not saved yet"),
    "rows.failed": ("저장 안 됨", "Not saved"),
    "rows.wrong": ("시간을 확인해 주세요", "Check the times"),
    "rows.changed": ("저장 안 됨", "Not saved"),
    "rows.unsent": (
        "서버에 닿지 못했어요. 인터넷 연결을 확인한 뒤 다시 시도해 주세요.",
        "The server could not be reached. Check your connection and try again.",
    ),
    # Chapters
    "chapters.title": ("챕터", "Chapters"),
    "chapters.none": (
        "영상을 재생하다가 새 이야기가 시작되는 곳에서 추가해 보세요. 재생 막대가 나뉘어 보여요.",
        "Play the video and add one where something new begins. They divide the scrubber.",
    ),
    "chapters.add": ("챕터 추가", "Add a chapter"),
    "chapters.add_now": ("현재 시각 {time} 추가", "Add at {time}"),
    "chapters.time_of": ("{number}번째 챕터 시작", "Start of chapter {number}"),
    "chapters.name_of": ("{number}번째 챕터 이름", "Name of chapter {number}"),
    "chapters.name": ("챕터 이름", "Name of the chapter"),
    "chapters.remove": ("{number}번째 챕터 지우기", "Remove chapter {number}"),
    "chapters.same_second": (
        "{number}번째 챕터와 같은 초에 시작하는 챕터가 있어요.",
        "Another chapter starts at the same second as chapter {number}.",
    ),
    "error.chapters_many": (
        "챕터는 {maximum}개까지 만들 수 있어요.",
        "There can be {maximum} chapters at most.",
    ),
    "error.chapter_time": (
        "{line}번째 챕터의 시각이 영상 밖이에요.",
        "Chapter {line} starts outside of the video.",
    ),
    "error.chapter_twice": (
        "{line}번째 챕터와 같은 초에 시작하는 챕터가 있어요.",
        "Another chapter starts at the same second as chapter {line}.",
    ),
    "error.chapter_title": (
        "{line}번째 챕터 이름을 확인해 주세요. 1자에서 {maximum}자까지 쓸 수 있어요.",
        "Please check the name of chapter {line}: 1 to {maximum} characters.",
    ),
    # In the player
    "player.chapters": ("챕터: {chapter}", "Chapter: {chapter}"),
    "player.seek_value_chapter": (
        "전체 {total} 중 {time}, {chapter}",
        "{time} of {total}, {chapter}",
    ),
}
