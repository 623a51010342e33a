"""What code prints, kept up to a limit: a flood must not eat the memory."""

from __future__ import annotations

import io
from typing import Any


class Output(io.TextIOBase):
    """Takes all that is written, and keeps so many bytes of it."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, most: int):
        super().__init__()
        self._parts: list = []
        self._room = most
        self.was_cut = False

    def writable(self) -> bool:
        return True

    def write(self, text: Any) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._room > 0:
            data = text[: self._room].encode("utf-8", "replace")
            kept = data[: self._room]
            self.was_cut = self.was_cut or len(kept) < len(data) or len(text) > self._room
            self._room -= len(kept)
            self._parts.append(kept)
            if len(self._parts) > 1000:
                self._parts = [b"".join(self._parts)]
        elif text:
            self.was_cut = True
        return len(text)

    def close(self) -> None:
        """Stays open: code that closes its output has printed nothing wrong."""

    def text(self) -> str:
        return b"".join(self._parts).decode("utf-8", "ignore")
