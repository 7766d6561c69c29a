"""Answers questions on government policies, with the exact figure and the clause that proves it."""
