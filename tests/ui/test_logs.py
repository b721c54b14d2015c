"""The log says what happened and where; no value of anybody gets into it, whoever writes it."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
from streamlit import logger as streamlit_logger

from lib.ui import logs, mishaps

BSN = "123456782"
NAME = "Bob Twijnstra"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """What the program writes, in JSON lines; afterwards everything logs as it did."""
    root = logging.getLogger()
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning)
    kept = (root.handlers[:], root.level, logging.getLogRecordFactory())
    shape, raising = streamlit_logger.setup_formatter, logging.raiseExceptions
    loggers = {
        name: (one.handlers[:], one.propagate, one.level, one.disabled)
        for name, one in logging.root.manager.loggerDict.items()
        if isinstance(one, logging.Logger)
    }
    written = io.StringIO()
    logs.begin(production=True, stream=written)
    yield written
    root.handlers[:], root.level = kept[0], kept[1]
    logging.setLogRecordFactory(kept[2])
    streamlit_logger.setup_formatter, logging.raiseExceptions = shape, raising
    sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
    for name, (handlers, propagate, level, disabled) in loggers.items():
        one = logging.getLogger(name)
        one.handlers[:], one.propagate, one.level, one.disabled = (
            handlers,
            propagate,
            level,
            disabled,
        )


def lines(output: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in output.getvalue().splitlines()]


def failed() -> ValueError:
    try:
        raise ValueError(f"{NAME} {BSN}")
    except ValueError as error:
        return error


def test_a_mishap_has_its_reference_and_the_place_alone(output: io.StringIO) -> None:
    reference = mishaps.note(failed())
    (line,) = lines(output)
    assert set(line) == {"time", "level", "logger", "event", "reference"}
    assert (line["level"], line["logger"], line["reference"]) == ("error", "ministap", reference)
    assert "error=ValueError" in line["event"]
    assert "test_logs.py" in line["event"]
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    "name",
    ["streamlit.web", "uvicorn.error", "sqlalchemy.engine.Engine", "tornado.access", "asyncio"],
)
def test_other_programs_say_no_values_either(output: io.StringIO, name: str) -> None:
    other = logging.getLogger(name)
    other.error("could not keep %s for %s", f"{NAME}", {"bsn": BSN}, exc_info=failed())
    other.error(failed())
    other.error("Task exception was never retrieved\nfuture: <Task %s>" % NAME)  # noqa: UP031
    other.error("%(name)s", {"name": NAME})
    other.error("%d %s", NAME)
    said = [line["event"] for line in lines(output)]
    assert len(said) == 5
    assert said[0].startswith("could not keep … for … error=ValueError at=")
    assert (said[1], said[2]) == ("ValueError", "Task exception was never retrieved")
    assert NAME not in output.getvalue()
    assert BSN not in output.getvalue()


def test_whoever_else_writes_a_record_has_no_error_to_print(output: io.StringIO) -> None:
    elsewhere = io.StringIO()
    other = logging.getLogger(f"other_{id(output)}")
    other.addHandler(logging.StreamHandler(elsewhere))
    other.error("it broke", exc_info=failed(), stack_info=True)
    assert elsewhere.getvalue().startswith("it broke error=ValueError at=")
    assert elsewhere.getvalue().count("\n") == 1


def test_a_logger_that_streamlit_makes_later_writes_the_same_way(output: io.StringIO) -> None:
    later = streamlit_logger.get_logger(f"streamlit.made_later_{id(output)}")
    later.warning("for %s", NAME)
    (line,) = lines(output)
    assert line["event"] == "for …"
    assert later.handlers == []


def test_what_nobody_catches_is_told_by_its_kind(
    output: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise failed()

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, failed(), None)
    warnings.showwarning(f"{NAME} {BSN}", UserWarning, "somewhere.py", 3)
    said = [line["event"].split(" at=")[0] for line in lines(output)]
    assert said == ["in a thread: error=ValueError", "uncaught: error=ValueError", "UserWarning"]
    printed = "".join(capfd.readouterr())
    assert BSN not in printed + output.getvalue()
    assert NAME not in printed + output.getvalue()


def test_addresses_that_were_asked_for_are_not_logged(output: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info('%s - "%s"', "127.0.0.1", "/uitnodiging/abc")
    assert output.getvalue() == ""


def test_at_home_a_line_can_be_read(output: io.StringIO) -> None:
    readable = io.StringIO()
    logs.begin(production=False, stream=readable)
    logging.getLogger("ministap").warning("the disk has %d MB free", 12)
    assert readable.getvalue().endswith("WARNING ministap: the disk has 12 MB free\n")
