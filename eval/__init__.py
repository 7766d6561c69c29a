"""Proof that answers are right, and an alarm when they are not: questions, scorers, peers, report, benchmark."""
