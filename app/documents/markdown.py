"""One Markdown file holds the whole canvas and comes back in."""

from app.documents.markdown_read import Templates, read
from app.documents.markdown_write import write

__all__ = ["Templates", "read", "write"]
