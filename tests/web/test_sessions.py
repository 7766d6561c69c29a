"""What Gradio does beside each question is little: a session begins as its own would, and no table is made."""

from __future__ import annotations

from dataclasses import replace

import gradio as gr
import pytest
from gradio.state_holder import SessionState
from gradio_client import Client

from assistant.settings import Settings
from assistant.web.engine import Engine
from assistant.web.feedback_store import FeedbackStore
from assistant.web.page import build_page
from assistant.web.sessions import QuickSessions
from tests.web.fakes import FakeAssistant
from tests.web.serving import Served


@pytest.fixture(scope="module")
def page() -> gr.Blocks:
    engine = Engine(replace(Settings(), database_url="sqlite://"), FakeAssistant)
    return build_page(engine, FeedbackStore("sqlite://"))


@pytest.fixture
def sessions(page: gr.Blocks) -> QuickSessions:
    return QuickSessions(page)


def test_a_session_begins_as_gradios_own_would(page: gr.Blocks, sessions: QuickSessions) -> None:
    own = SessionState(page)
    for name in ("one", "two"):
        session = sessions[name]
        assert vars(session).keys() == vars(own).keys()
        assert session.config_values == own.config_values
        assert session.blocks_config.blocks == own.blocks_config.blocks
        assert session.blocks_config.fns == own.blocks_config.fns
        assert (session.state_data, session._state_ttl, session.is_closed) == ({}, {}, False)


def test_what_happens_in_a_session_stays_there(page: gr.Blocks, sessions: QuickSessions) -> None:
    one, two = sessions["one"], sessions["two"]
    state = next(key for key, block in page.blocks.items() if isinstance(block, gr.State))
    box = next(key for key, block in page.blocks.items() if isinstance(block, gr.Textbox))
    one[state] = ["asked"]
    one._update_value_in_config(box, "typed")
    one[box] = gr.Textbox("changed", render=False)
    one.is_closed = True
    own = SessionState(page)
    for other in (two, sessions["three"]):
        assert other.config_values == own.config_values
        assert other.blocks_config.blocks == own.blocks_config.blocks
        assert (other.state_data, other.is_closed) == ({}, False)
    assert sessions["one"] is one
    assert one[state] == ["asked"]


def test_the_page_is_served_with_them(real: Served) -> None:
    assert isinstance(real.page.app.state_holder, QuickSessions)
    assert real.page.state_holder is real.page.app.state_holder


def test_no_table_is_made_of_the_questions_so_far(real: Served) -> None:
    Client(real.url, verbose=False).predict(clause="11", api_name="/look_up_clause")
    assert real.page._queue.events_recorded > 0
    assert real.page._queue.cached_event_analytics_summary == {"functions": {}}
