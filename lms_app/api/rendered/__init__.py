"""Pages as complete HTML: who answers, how a document is put together, how it is kept."""

from lms_app.api.rendered.server import RenderedPages

__all__ = ["RenderedPages"]
