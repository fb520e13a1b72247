"""The transcoder port on FFmpeg: probe in a jail, one command for the whole ladder, a poster."""

from lms_app.adapters.ffmpeg.transcoder import FfmpegTranscoder

__all__ = ["FfmpegTranscoder"]
