"""From the text of a policy to clauses with offsets, titles and departments."""

from assistant.policy.library import Library, load_library, load_policy

__all__ = ["Library", "load_library", "load_policy"]
