"""A program that wants its work done while everything it talks to comes and goes: it asks again until it is answered."""

import base64
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
from running_product import EMAIL, PASSWORD

PATIENCE_SECONDS = 300.0
ASK_AGAIN_SECONDS = 0.2
TRIED_AGAIN = frozenset({423, 429, 460, 500, 502, 503, 504, 507})

TUS = {"Tus-Resumable": "1.0.0"}


class PatientClient:
    """One thread's way in. `trouble` counts, for all who share it, what had to be asked again and why."""

    def __init__(self, api: str, trouble: Counter[str]) -> None:
        self._http = httpx.Client(base_url=api, timeout=20)
        self._trouble = trouble

    def ask(self, method: str, path: str, *, accepts: frozenset[int] = frozenset(), **more: Any) -> httpx.Response:
        """The answer: one that is no sign of trouble. A lost answer is asked for again, so the request may be done twice."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            assert time.monotonic() < deadline, f"no answer to {method} {path}: {self._trouble}"
            try:
                answer = self._http.request(method, path, **more)
            except httpx.TransportError as error:
                self._trouble[type(error).__name__] += 1
                time.sleep(ASK_AGAIN_SECONDS)
                continue
            if answer.status_code == 401:
                self._sign_in()
            elif answer.status_code in TRIED_AGAIN:
                self._trouble[_code(answer)] += 1
                time.sleep(ASK_AGAIN_SECONDS)
            else:
                assert answer.is_success or answer.status_code in accepts, f"{method} {path}: {answer.text}"
                return answer

    def read(self, path: str) -> Any:
        """What stands there, as JSON."""
        return self.ask("GET", path).json()

    def upload(self, name: str, content: bytes, piece: int, **metadata: str) -> str:
        """Send a recording piece by piece, going on where the API is after whatever happened; the meeting's id."""
        mark = secrets.token_hex(8)
        told = {"filename": name, "mark": mark, **metadata}
        announced = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        path = self._begin({**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": announced}, mark)
        while (offset := self._offset(path)) < len(content):
            headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            try:
                answer = self._http.patch(path, headers=headers, content=content[offset : offset + piece])
                if not answer.is_success:
                    self._trouble[_code(answer)] += 1
            except httpx.TransportError as error:
                self._trouble[type(error).__name__] += 1
        return path.rpartition("/")[2]

    def listen(self, meeting_id: str) -> None:
        """Hear a meeting's live news until a run ends, or the line does."""
        try:
            with self._http.stream("GET", f"/meetings/{meeting_id}/events", timeout=PATIENCE_SECONDS) as news:
                for line in news.iter_lines():
                    if '"COMPLETED"' in line:
                        return
        except httpx.TransportError as error:
            self._trouble[type(error).__name__] += 1

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Until it holds."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"waited in vain: {what}; {self._trouble}"
            time.sleep(ASK_AGAIN_SECONDS)

    def _begin(self, headers: dict[str, str], mark: str) -> str:
        """Where to send. An answer that was lost is found again by its mark: nothing is begun twice."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for begun in self.read("/uploads")["items"]:
                if begun["mark"] == mark:
                    return f"/uploads/{begun['id']}"
            try:
                answer = self._http.post("/uploads", headers=headers)
            except httpx.TransportError as error:
                self._trouble[type(error).__name__] += 1
                continue
            if answer.is_success:
                return urlsplit(answer.headers["location"]).path.removeprefix("/api/v1")
            self._trouble[_code(answer)] += 1
        raise AssertionError(f"no upload could be begun: {self._trouble}")

    def _offset(self, path: str) -> int:
        return int(self.ask("HEAD", path, headers=TUS).headers["upload-offset"])

    def _sign_in(self) -> None:
        try:
            answer = self._http.post("/auth/token", data={"username": EMAIL, "password": PASSWORD})
        except httpx.TransportError as error:
            self._trouble[type(error).__name__] += 1
            return
        if answer.is_success:
            self._http.cookies.clear()
            self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        else:
            self._trouble[_code(answer)] += 1
            time.sleep(ASK_AGAIN_SECONDS)


class Threads:
    """Threads of one block: the first failure of any is raised where they are joined."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []

    def start(self, work: Callable[[], None]) -> None:
        """One more."""

        def watched() -> None:
            try:
                work()
            except BaseException as failure:  # raised by `join`
                self._failures.append(failure)

        thread = threading.Thread(target=watched, daemon=True)
        thread.start()
        self._threads.append(thread)

    @property
    def failed(self) -> bool:
        """Whether one has failed."""
        return bool(self._failures)

    def join(self) -> None:
        """Wait for all."""
        for thread in self._threads:
            while thread.is_alive() and not self._failures:
                thread.join(0.2)
        if self._failures:
            raise self._failures[0]


def _code(answer: httpx.Response) -> str:
    try:
        return f"{answer.status_code} {answer.json()['code']}"
    except (ValueError, KeyError):
        return str(answer.status_code)
