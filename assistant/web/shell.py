"""What surrounds Gradio's page: the document's head and language, static assets, manifest and health.

Gradio takes its language from the browser and fills the head after loading. A public service is
Chinese unless asked otherwise, and large type must not flash in late, so the document is completed
here, on its way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.engine import Engine, EngineState
from assistant.web.i18n import CHINESE, ENGLISH, LANGUAGE_COOKIE, say
from assistant.web.sessions import quick_sessions
from assistant.web.theme import ASSETS, THEME_COLOUR

__all__ = ["app_options"]

_MOUNT = "/page-assets"
_SOCIAL_META = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*/>\s*')
_HEALTH = {EngineState.READY: 200, EngineState.WARMING: 503, EngineState.FAILED: 500}


def app_options(engine: Engine) -> dict[str, object]:
    """Routes, middleware and lifespan for the FastAPI app that Gradio makes (``launch(app_kwargs=...)``)."""
    middleware = [Middleware(_Document, version=_asset_version())]
    return {"routes": _routes(engine), "middleware": middleware, "lifespan": quick_sessions}


def _routes(engine: Engine) -> list[BaseRoute]:
    def health(request: Request) -> Response:
        body = {"status": engine.state.value, "policies": [policy.number for policy in engine.library.policies]}
        return JSONResponse(body | ({"problem": engine.problem} if engine.problem else {}), _HEALTH[engine.state])

    def manifest(request: Request) -> Response:
        language = _language(request.cookies.get(LANGUAGE_COOKIE))
        return JSONResponse(_manifest(engine, language), media_type="application/manifest+json")

    def worker(request: Request) -> Response:
        return FileResponse(ASSETS / "worker.js", media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    return [
        Route("/healthz", health),
        Route("/manifest.json", manifest),
        Route("/worker.js", worker),
        Mount(_MOUNT, StaticFiles(directory=ASSETS)),
    ]


def _manifest(engine: Engine, language: str) -> dict[str, object]:
    name = say(language, "app_title", city=engine.library.default.city)
    icons = [
        {"src": f"{_MOUNT}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    return {
        "name": name,
        "short_name": say(language, "app_short_title"),
        "description": engine.library.default.title,
        "lang": language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f7fa",
        "theme_color": THEME_COLOUR,
        "icons": icons,
    }


def _asset_version() -> str:
    return str(int(max(path.stat().st_mtime for path in ASSETS.iterdir())))


def _language(cookie: str | None) -> str:
    return ENGLISH if cookie == ENGLISH else CHINESE


class _Document:
    """Rewrites the HTML of the page, and its configuration for Python clients; passes everything else through."""

    def __init__(self, app: ASGIApp, version: str) -> None:
        self._app = app
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rewrite = self._rewriting(Request(scope)) if scope["type"] == "http" and scope["method"] == "GET" else None
        await self._app(scope, receive, _HeldResponse(send, rewrite) if rewrite else send)

    def _rewriting(self, request: Request) -> Callable[[str], str] | None:
        if request.url.path == "/":
            language = _language(request.cookies.get(LANGUAGE_COOKIE))
            return lambda html: _complete(html, language, self._version)
        if request.url.path == "/config" and "gradio_client" in request.headers.get("user-agent", ""):
            return _for_python_client
        return None


class _HeldResponse:
    """Keeps a response's start and body back until it is whole, then sends it rewritten."""

    def __init__(self, send: Send, rewrite: Callable[[str], str]) -> None:
        self._send = send
        self._rewrite = rewrite
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._rewrite(self._body.decode()).encode()
        headers = [(name, value) for name, value in self._start["headers"] if name.lower() != b"content-length"]
        await self._send({**self._start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


def _complete(html: str, language: str, version: str) -> str:
    html = _SOCIAL_META.sub("", html).replace('lang="en"', f'lang="{language}"', 1)
    return html.replace('<meta charset="utf-8" />', _head(language, version), 1)


def _for_python_client(config: str) -> str:
    """Name the protocol under which the client takes only files for files.

    Told of sse_v3, gradio_client 2.7.2 takes any object with a text "path" for one, so an answer too; both
    protocols read alike.
    """
    return config.replace('"protocol":"sse_v3"', '"protocol":"sse_v2.1"', 1)


def _head(language: str, version: str) -> str:
    return f"""<meta charset="utf-8" />
<meta name="theme-color" content="{THEME_COLOUR}" />
<meta name="description" content="{escape(say(language, "app_description"))}" />
<link rel="apple-touch-icon" href="{_MOUNT}/icon-192.png" />
<link rel="stylesheet" href="{_MOUNT}/style.css?v={version}" />
<script>Object.defineProperty(navigator, "language", {{ get: () => "{language}" }});</script>
<script src="{_MOUNT}/page.js?v={version}"></script>"""
