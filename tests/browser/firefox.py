"""Firefox, driven by WebDriver BiDi (W3C) over its own websocket: no driver and no build of another browser."""

import base64
import json
import re
import shutil
import subprocess
import time
import zlib
from contextlib import contextmanager, suppress
from itertools import count

import pytest

NAMES = ("firefox-esr", "firefox")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
SECONDS = 60.0


class Page:
    """One tab. said: texts that the page wrote to its console. asked: addresses that it asked for."""

    def __init__(self, socket):
        self._socket, self._numbers = socket, count(1)
        self.said, self.asked = [], []
        self.browser = self._call("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address, width=1400, height=900):
        """Show a page of that size, and wait until it is loaded."""
        size = {"width": width, "height": height}
        self._call("browsingContext.setViewport", context=self._tab, viewport=size)
        self._call("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def value(self, expression):
        """What an expression is in the page: a text, a number or true and false."""
        found = self._call("script.evaluate", expression=expression, target={"context": self._tab}, awaitPromise=True)
        assert found["type"] == "success", found
        return found["result"].get("value")

    def sheets(self):
        """The page on paper, A4 where its style asks for nothing else: how many sheets."""
        page = {"width": 21.0, "height": 29.7}
        margin = {"top": 1.1, "bottom": 1.2, "left": 1.3, "right": 1.3}
        data = self._call(
            "browsingContext.print", context=self._tab, background=True, page=page, margin=margin, shrinkToFit=False
        )["data"]
        pdf = base64.b64decode(data)
        # Cairo packs its objects, those of pages among them.
        for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
            with suppress(zlib.error):
                pdf += zlib.decompressobj().decompress(packed)
        return len(re.findall(rb"/Type\s*/Page\b", pdf))

    def until(self, expression):
        """Wait until an expression is true."""
        end = time.monotonic() + SECONDS
        while not self.value(expression):
            assert time.monotonic() < end, f"not within {SECONDS:.0f} s: {expression}"
            time.sleep(0.1)

    def _call(self, method, **parameters):
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=SECONDS))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]
            if answer.get("method") == "log.entryAdded":
                self.said.append(answer["params"]["text"])
            elif answer.get("method") == "network.beforeRequestSent":
                self.asked.append(answer["params"]["request"]["url"])


@contextmanager
def firefox(profile):
    """A tab of a headless Firefox with a profile in that folder. Skips by name what is missing."""
    client = pytest.importorskip("websockets.sync.client", reason="websockets is not installed (extra `test`)")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no Firefox: none of {', '.join(NAMES)} is installed")
    command = [found, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with (profile / "said").open("w") as log:
        running = subprocess.Popen(command, stderr=log, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        with client.connect(f"{_address(running, profile / 'said')}/session", max_size=None) as socket:
            yield Page(socket)
    finally:
        running.terminate()
        running.wait(timeout=SECONDS)


def _address(running, log):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and running.poll() is None:
        if said := LISTENING.search(log.read_text(encoding="utf-8", errors="replace")):
            return said[1]
        time.sleep(0.1)
    pytest.skip(f"Firefox did not start: {log.read_text(encoding='utf-8', errors='replace')[-500:]}")
