"""HTML from Python values, every value escaped."""

from __future__ import annotations

from html import escape

__all__ = ["button", "tag"]


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element around content that is HTML already.

    Attributes are escaped; ``class_`` is "class", other underscores are hyphens, False and None leave one out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{written}>{content}</{name}>"


def button(text: str, class_: str, **attributes: object) -> str:
    """A button with a plain text."""
    return tag("button", escape(text), type="button", class_=class_, **attributes)
