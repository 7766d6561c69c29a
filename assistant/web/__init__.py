"""The web application: chat, clause look-up, calculator, quality report and feedback.

Only this package and app.py know Gradio, and only the modules that draw a screen import it: the store
of feedback serves the command line too.
"""
