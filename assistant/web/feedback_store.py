"""What users think of replies, in any database that SQLAlchemy reaches; personal data is masked first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, String, Text, create_engine, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from assistant.errors import AssistantError
from assistant.web.masking import mask

__all__ = ["Feedback", "FeedbackStore", "Rating"]

Rating = str
"""How a reply was judged: "up" or "down"."""


class _Base(DeclarativeBase):
    pass


class _Row(_Base):
    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    rating: Mapped[str] = mapped_column(String(8))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    turns: Mapped[list[str]] = mapped_column(JSON)
    reply: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    citations: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement of one reply.

    reply_id: unique to this one reply; turns: what the user said, the judged question last;
    reasons: why it was bad, in Chinese; citations: as ``Answer.to_json`` gives them.
    """

    reply_id: str
    rating: Rating
    turns: Sequence[str]
    reply: str
    status: str
    citations: Sequence[Mapping[str, Any]] = ()
    reasons: Sequence[str] = ()
    comment: str = ""
    created: datetime = field(default_factory=lambda: datetime.now(UTC))


class FeedbackStore:
    """The table of feedback. The last judgement of a reply replaces an earlier one."""

    def __init__(self, url: str) -> None:
        """Open the database at this SQLAlchemy URL and make the table. AssistantError where that fails."""
        try:
            self._engine: Engine = create_engine(url)
            if self._engine.dialect.name == "sqlite" and self._engine.url.database not in (None, "", ":memory:"):
                Path(str(self._engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
            _Base.metadata.create_all(self._engine)
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise AssistantError(f"反馈数据库打不开（POLICY_DATABASE_URL）：{error}") from error

    def put(self, feedback: Feedback) -> None:
        """Store a judgement with all personal data masked. AssistantError where the database refuses."""
        row = _Row(
            reply_id=feedback.reply_id,
            created=feedback.created,
            rating=feedback.rating,
            reasons=list(feedback.reasons),
            comment=mask(feedback.comment),
            turns=[mask(turn) for turn in feedback.turns],
            reply=mask(feedback.reply),
            status=feedback.status,
            citations=[dict(citation) for citation in feedback.citations],
        )
        with self._writing() as session:
            session.execute(delete(_Row).where(_Row.reply_id == feedback.reply_id))
            session.add(row)

    def withdraw(self, reply_id: str) -> None:
        """Forget the judgement of this reply, if there is one. AssistantError where the database refuses."""
        with self._writing() as session:
            session.execute(delete(_Row).where(_Row.reply_id == reply_id))

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise AssistantError(f"反馈存不进数据库：{error}") from error

    def all(self) -> Iterator[Feedback]:
        """Every judgement, oldest first."""
        with Session(self._engine) as session:
            for row in session.scalars(select(_Row).order_by(_Row.id)):
                yield Feedback(
                    reply_id=row.reply_id,
                    rating=row.rating,
                    turns=row.turns,
                    reply=row.reply,
                    status=row.status,
                    citations=row.citations,
                    reasons=row.reasons,
                    comment=row.comment,
                    created=row.created,
                )
