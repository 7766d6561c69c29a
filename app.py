"""The web application: ``python app.py [--host H] [--port P] [--mcp]``.

The page opens while the models are still loading in the background; /healthz tells when it can answer.
"""

from __future__ import annotations

import argparse
import sys

from assistant.errors import AssistantError, InputError
from assistant.settings import Settings
from assistant.web.engine import Engine


def main() -> int:
    """Serve the page until interrupted; returns the exit code."""
    options = _parser().parse_args()
    try:
        settings = Settings.from_environment()
        _say("正在读取政策…")
        engine = Engine(settings)
        engine.start(_say)
        _say("正在加载模型，同时准备网页…")
        _serve(engine, options)
    except InputError as error:
        print(str(error), file=sys.stderr)
        return 2
    except (AssistantError, OSError) as error:
        print(f"无法启动：{error}", file=sys.stderr)
        return 1
    return 0


def _serve(engine: Engine, options: argparse.Namespace) -> None:
    from assistant.web.api import answer_mcp_in_json
    from assistant.web.feedback_store import FeedbackStore
    from assistant.web.page import build_page, launch_options

    page = build_page(engine, FeedbackStore(engine.settings.database_url))
    _, url, _ = page.launch(
        **launch_options(engine),
        server_name=options.host,
        server_port=options.port,
        mcp_server=options.mcp,
        quiet=True,
        prevent_thread_lock=True,
    )
    _say(f"网页已打开：{url}")
    if options.mcp:
        answer_mcp_in_json(page)
        _say(f"MCP 服务：{url}gradio_api/mcp/")
    page.block_thread()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python app.py", description="政策问答网页")
    parser.add_argument("--host", help="监听地址（默认 127.0.0.1，或环境变量 GRADIO_SERVER_NAME）")
    parser.add_argument("--port", type=int, help="端口（默认 7860，或环境变量 GRADIO_SERVER_PORT；被占用时顺延）")
    parser.add_argument("--mcp", action="store_true", help="同时提供 MCP 工具和资源")
    return parser


def _say(message: str) -> None:
    print(message, flush=True)


if __name__ == "__main__":
    sys.exit(main())
