"""`gazette top` against a server that answers as a bot does."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import gazette
from bot.cli import top
from bot.errors import GazetteError
from bot.metrics import Metrics

Run = Callable[..., tuple[int, str, str]]


@dataclass
class Bot:
    """Answers by path; what is left out is not found."""

    port: int = 0
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: int = 0
    ends_after: int = 1000


@pytest.fixture
def bot() -> Iterator[Bot]:
    state = Bot()
    state.answers = {
        "/readyz": (200, b'{"ready": true, "faults": {}}'),
        "/metrics": (200, Metrics().text()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked += 1
            status, body = state.answers.get(self.path, (404, b""))
            self.send_response(500 if state.asked > state.ends_after else status)
            kind = "application/json" if self.path == "/readyz" else "text/plain"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield state
        server.shutdown()
        thread.join()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gazette", "top", *arguments])
        with pytest.raises(SystemExit) as ended:
            gazette.main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return ran


def test_a_running_bot_is_shown(run: Run, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_WEB_HOST", "0.0.0.0")  # noqa: S104 - it is only asked
    monkeypatch.setenv("GAZETTE_WEB_PORT", str(bot.port))
    code, out, _ = run("--once")
    assert code == 0
    assert f"http://127.0.0.1:{bot.port} is ready" in out
    assert "memory, MB" in out


def test_a_bot_that_is_not_ready_is_shown_with_the_reasons(
    run: Run, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.answers["/readyz"] = (503, b'{"ready": false, "faults": {"feeds": "sleeps"}}')
    monkeypatch.setenv("GAZETTE_WEB_PORT", str(bot.port))
    code, out, _ = run("--once")
    assert code == 0
    assert "feeds: sleeps" in out


def test_without_a_port_it_says_what_to_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAZETTE_WEB_PORT", raising=False)
    code, _, err = run("--once")
    assert code == 1
    assert "GAZETTE_WEB_PORT" in err


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/readyz", (200, b"no json")),
        ("/readyz", (200, b"{}")),
        ("/readyz", (200, b"[]")),
        ("/metrics", (404, b"")),
        ("/metrics", (200, b"<html>")),
    ],
)
def test_what_is_no_bot_of_ours_is_told_in_words(
    run: Run, bot: Bot, monkeypatch: pytest.MonkeyPatch, path: str, answer: tuple[int, bytes]
) -> None:
    bot.answers[path] = answer
    monkeypatch.setenv("GAZETTE_WEB_PORT", str(bot.port))
    code, _, err = run("--once")
    assert code == 1
    assert f"No bot answers at http://127.0.0.1:{bot.port}" in err


async def test_the_page_goes_on_until_the_bot_is_gone(bot: Bot) -> None:
    bot.ends_after = 7
    with pytest.raises(GazetteError) as caught:
        await top._live(f"http://127.0.0.1:{bot.port}", 0.0)
    assert caught.value.key == "top.unreachable"
    assert bot.asked == 8


def test_ctrl_c_ends_it_in_silence(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(work: object) -> None:
        work.close()  # type: ignore[attr-defined]  # a coroutine that nobody will run
        raise KeyboardInterrupt

    monkeypatch.setenv("GAZETTE_WEB_PORT", str(bot.port))
    monkeypatch.setattr(asyncio, "run", interrupted)
    top.top(once=False, every=2.0)
