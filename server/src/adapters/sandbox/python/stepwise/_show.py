"""Values in one line, whatever they are: printing may be long, slow or broken."""

from __future__ import annotations

from typing import Any, NamedTuple

from sympy import Basic, MatrixBase, Rational, sstr

#: Parts of an expression that are printed.
_MOST_PARTS = 20_000
_MOST_DIGITS = 4000


class Shown(NamedTuple):
    text: str
    cut: bool


def show(value: Any, most: int) -> Shown:
    """What a notebook shows of a value. A value that cannot be printed is described."""
    try:
        text = _text(value)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        text = f"<{_class_name(value)}, which cannot be printed: {_class_name(error)}>"
    if not isinstance(text, str):
        text = f"<{_class_name(value)}>"
    return cut_bytes(text, most)


def _text(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > _MOST_DIGITS * 3:
        return f"<int with about {int(value.bit_length() * 0.30103) + 1} digits>"
    if isinstance(value, Basic):
        if _is_large(value):
            return f"<{_class_name(value)} with more than {_MOST_PARTS} parts>"
        return sstr(value)
    if isinstance(value, MatrixBase):
        return f"Matrix({sstr(value.tolist())})" if value.rows * value.cols <= _MOST_PARTS else f"<Matrix, {value.rows} by {value.cols}>"
    return repr(value)


def _is_large(value: Basic) -> bool:
    pending, count = [value], 0
    while pending:
        node = pending.pop()
        count += 1
        if count > _MOST_PARTS:
            return True
        pending.extend(getattr(node, "args", ()))
    return False


def _class_name(value: Any) -> str:
    return str(type(value).__name__)[:100]


def cut_bytes(text: str, most: int) -> Shown:
    """At most that many bytes of UTF-8."""
    if len(text) * 4 <= most:
        return Shown(text.encode("utf-8", "replace").decode("utf-8"), False)
    data = text[: most + 1].encode("utf-8", "replace")
    return Shown(data[:most].decode("utf-8", "ignore"), len(data) > most)


def value_shown(value: Any) -> str:
    """A value of a counterexample: exact where it is short, else ten digits."""
    if isinstance(value, Rational):
        text = sstr(value)
        return text if len(text) <= 40 else sstr(value.evalf(10))
    if isinstance(value, Basic) and value.is_number:
        text = sstr(value) if value.count_ops() < 20 else ""
        if text and len(text) <= 40 and not value.is_Float and "CRootOf" not in text:
            return text
        number = value.evalf(10)
        return sstr(number)
    return sstr(value)
