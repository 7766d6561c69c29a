"""The component suites: each runs one part of the product over the questions and returns plain results."""
