"""The program's own output: what happened and where, never with whose data."""

import json
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

from streamlit import logger as streamlit_logger

from lib.domain.redaction import GONE, redacted

ROOT: Final = str(Path(__file__).resolve().parents[2])
OURS: Final = "ministap"
# A line of another's program is never longer: what follows is most often a value.
_LONGEST: Final = 200
_QUIET: Final = ("sqlalchemy", "alembic", "httpx", "websockets")


def begin(*, production: bool, stream: TextIO | None = None) -> None:
    """Let everything that is logged from now on be redacted, and written by one handler.

    One JSON object a line in production, readable lines otherwise. Every record is cleaned where
    it is made: a filter on a logger would not see what its children pass on.
    """
    logging.setLogRecordFactory(_cleaned)
    # A record that cannot be written would be printed with all its values.
    logging.raiseExceptions = False
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Json() if production else _Readable(_SHAPE))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        _to_root(logging.getLogger(name))
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Streamlit gives each logger that it makes later a handler of its own here.
    streamlit_logger.setup_formatter = _to_root
    logging.getLogger("uvicorn.access").disabled = True  # addresses hold ids and invitations
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_a_thread
    warnings.showwarning = _warned


def places(error: BaseException) -> str:
    """Return the kind of an error and the places in the code it came by, innermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(ROOT)]
    at = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}:{frame.name}"
        for frame in reversed([*ours[-5:], *frames[-1:]])
    )
    return f"error={type(error).__name__} at={at}"


def _cleaned(*args: Any, **named: Any) -> logging.LogRecord:
    """Make a record of words alone: an error or an argument may hold what somebody typed."""
    record = logging.LogRecord(*args, **named)
    error = record.exc_info[1] if record.exc_info else None
    record.msg, record.args = _words(record), ()
    if error is not None:
        record.msg = f"{record.msg} {places(error)}"
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _words(record: logging.LogRecord) -> str:
    ours = record.name.split(".")[0] == OURS
    if isinstance(record.msg, BaseException):
        return type(record.msg).__name__
    template = str(record.msg)
    given: Any = record.args
    if not ours:
        if isinstance(given, Mapping):
            given = {name: _masked(value) for name, value in given.items()}
        else:
            given = tuple(_masked(value) for value in given or ())
    try:
        words = template % given if given else template
    except (TypeError, ValueError, KeyError):
        words = template
    return redacted(words if ours else words.partition("\n")[0][:_LONGEST])


def _masked(value: object) -> object:
    if isinstance(value, BaseException):
        return type(value).__name__
    return value if isinstance(value, int | float) else GONE


def _to_root(logger: logging.Logger) -> None:
    logger.handlers[:] = []
    logger.propagate = True


_SHAPE: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Readable(logging.Formatter):
    """A line for a person at a terminal."""


class _Json(logging.Formatter):
    """A line for a machine that keeps logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one JSON object: time in UTC, level, logger, event, and a reference if any."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        reference = getattr(record, "reference", None)
        if reference:
            said["reference"] = str(reference)
        return json.dumps(said, ensure_ascii=False)


def _uncaught(
    _kind: type[BaseException], error: BaseException, _where: TracebackType | None
) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger(OURS).critical("uncaught: %s", places(error))


def _unraisable(found: Any) -> None:
    if found.exc_value is not None:
        logging.getLogger(OURS).error("left behind: %s", places(found.exc_value))


def _in_a_thread(found: Any) -> None:
    if found.exc_value is not None and not isinstance(found.exc_value, SystemExit):
        logging.getLogger(OURS).error("in a thread: %s", places(found.exc_value))


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Tell the kind of a warning and where: its words may hold values."""
    where = f"{filename.rsplit('/', 1)[-1]}:{lineno}"
    logging.getLogger(OURS).warning("%s at=%s", category.__name__, where)
