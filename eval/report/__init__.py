"""The report of a run: the same blocks as Markdown and as one self-contained HTML page."""
