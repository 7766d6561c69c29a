"""How fast, how large, and how both grow with the number of policies: ``python -m eval bench``."""
