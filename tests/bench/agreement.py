"""How well each number agrees with its worked cases: `python -m tests.bench.agreement`.

Prints a row for each definition, from the same tables of cases as the tests: how many cases pass,
how many numbers and labels were compared, and the largest difference. Ends with 1 when one is off.
"""

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from scipy.special import stdtrit

from lib.domain import before_after, calendar, effect, mood, participation, rhythm, smoother
from lib.domain import questionnaires as q
from tests.domain import (
    test_before_after,
    test_calendar,
    test_effect,
    test_mood,
    test_participation,
    test_questionnaires,
    test_rhythm,
    test_smoother,
)

Compared = Iterable[tuple[Any, Any]]
EXACT = 0.0
# Worked cases carry six decimals; R prints twelve or more.
SIX_DECIMALS, R_DECIMALS = 1e-6, 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """One definition against its cases; `largest` is the largest difference of a number."""

    definition: str
    source: str
    tolerance: float
    cases: int
    passed: int
    compared: int
    largest: float


def agreement(
    definition: str, source: str, cases: Sequence[Compared], *, tolerance: float
) -> Agreement:
    """Compare what was found with what is expected, case by case."""
    passed = compared = 0
    largest = 0.0
    for case in cases:
        apart = [_apart(found, expected) for found, expected in case]
        passed += all(each <= tolerance for each in apart)
        compared += len(apart)
        largest = max([largest, *apart])
    return Agreement(definition, source, tolerance, len(cases), passed, compared, largest)


def every() -> Iterator[Agreement]:
    """Every definition with worked cases."""
    worked = "worked from the definition"
    weeks = test_participation.TABLE["cases"]
    yield agreement("participation", worked, list(map(_weeks, weeks)), tolerance=SIX_DECIMALS)
    yield agreement("rhythm", worked, list(map(_rhythm, weeks)), tolerance=SIX_DECIMALS)
    loop = test_rhythm.LOOP
    yield agreement("rhythm", "uhabits", list(_loop(loop)), tolerance=loop["tolerance"])
    table = test_mood.WORKED
    trends, flags = table["trend"], table["flags"]
    yield agreement(
        "direction of mood", worked, list(map(_trend, trends)), tolerance=table["tolerance"]
    )
    yield agreement(
        "mood lower than usual", worked, list(map(_lower, flags)), tolerance=table["tolerance"]
    )
    yield agreement("line", "R: lm", list(map(_line, test_mood.LINES)), tolerance=R_DECIMALS)
    yield agreement(
        "ranks", "R: cor.test", list(map(_ranks, test_mood.LINES)), tolerance=R_DECIMALS
    )
    yield agreement("ranks", "pyMannKendall", [_long(test_mood.LONG)], tolerance=R_DECIMALS)
    for source, name in (("R", "R: lowess"), ("statsmodels", "statsmodels")):
        lines = [line for line in test_smoother.LINES if line["source"] == source]
        yield agreement("smooth line", name, list(map(_smooth, lines)), tolerance=R_DECIMALS)
    table = test_effect.WORKED
    yield agreement(
        "mood after moving",
        worked,
        list(map(_effect, table["cases"])),
        tolerance=table["tolerance"],
    )
    table = test_effect.PAIRED
    yield agreement(
        "mean change", "R: t.test", list(map(_change, table["cases"])), tolerance=table["tolerance"]
    )
    table = test_before_after.PAIRS
    yield agreement(
        "before and after",
        "SingleCaseES",
        list(map(_nap, table["cases"])),
        tolerance=table["tolerance"],
    )
    scores = test_questionnaires.CASES
    yield agreement("questionnaires", "publications", list(map(_score, scores)), tolerance=EXACT)
    yield agreement(
        "days and weeks",
        "IANA time zones",
        list(map(_instant, test_calendar.INSTANTS)),
        tolerance=EXACT,
    )


def _weeks(case: Mapping[str, Any]) -> Compared:
    facts = test_participation.history(case)  # type: ignore[arg-type]
    names = test_participation.TABLE["columns_of_weeks"]
    today = date.fromisoformat(case["today"])
    first = date.fromisoformat(case["weeks"][0][0])
    found = participation.weeks(*facts, today=today, first=first)
    for week, row in zip(found, case["weeks"], strict=True):
        for name, value in zip(names, row, strict=True):
            yield _plain(getattr(week, name)), value
    total = asdict(participation.summary(participation.weeks(*facts, today=today)))
    for name, value in case["summary"].items():
        yield _plain(total[name]), value


def _rhythm(case: Mapping[str, Any]) -> Compared:
    facts = test_participation.history(case)  # type: ignore[arg-type]
    last = rhythm.series(*facts, today=date.fromisoformat(case["today"]))[-1]
    yield _plain(last.day), case["rhythm_last"][0]
    yield last.score, case["rhythm_last"][1]


def _loop(table: Mapping[str, Any]) -> Iterator[Compared]:
    for frequency, previous, check, expected in table["next_score"]:
        yield [(rhythm.next_score(previous, check, frequency=frequency), expected)]
    # Newest first; today is day 22, the last twenty days are done, some of them rest.
    for name, resting in (("daily_20_done", []), ("daily_with_rest", [17, 12, 11])):
        facts = (
            test_rhythm.agreed(7),
            [participation.Rest(test_rhythm.day(n), test_rhythm.day(n)) for n in resting],
            test_rhythm.done(n for n in range(3, 23) if n not in resting),
        )
        yield [
            (rhythm.score(*facts, today=test_rhythm.day(22 - back)), expected)
            for back, expected in enumerate(table[name])
        ]
    # Done on day 1, rest on day 2, then nothing; the numbers of days 6 and back, rest left out.
    found = rhythm.series(
        test_rhythm.agreed(7),
        [participation.Rest(test_rhythm.day(2), test_rhythm.day(2))],
        test_rhythm.done([1]),
        today=test_rhythm.day(7),
    )
    scores = {one.day: one.score for one in found}
    yield [
        (scores[test_rhythm.day(6 - back)], expected)
        for back, expected in enumerate(table["rest_then_missed"])
        if back != 4
    ]


def _trend(case: Mapping[str, Any]) -> Compared:
    ratings = test_mood.unpacked(case["ratings"])
    found = asdict(mood.trend(ratings, today=date.fromisoformat(case["today"])))
    return [(found[name], value) for name, value in case["expected"].items()]


def _lower(case: Mapping[str, Any]) -> Compared:
    ratings = test_mood.unpacked(case["ratings"])
    for one in case["evaluations"]:
        last = one.get("last_flag")
        found = mood.lower_than_usual(
            ratings,
            day=date.fromisoformat(one["day"]),
            last_flag=date.fromisoformat(last) if last else None,
        )
        yield from ((getattr(found, name), value) for name, value in one["expected"].items())


def _line(case: Mapping[str, Any]) -> Compared:
    found = mood.fitted_line(case["x"], case["y"])
    reach = float(stdtrit(len(case["x"]) - 2, 0.975)) * found.standard_error
    yield from ((getattr(found, n), case[n]) for n in ("slope", "intercept", "standard_error"))
    yield (found.slope - reach, found.slope + reach), case["interval"]


def _ranks(case: Mapping[str, Any]) -> Compared:
    found = mood.ranks(case["y"])
    z = found.s / math.sqrt(found.variance)
    yield found.s, case["s"]
    yield z, case["z_without_continuity"]
    yield math.erfc(abs(z) / math.sqrt(2)), case["p_without_continuity"]


def _long(case: Mapping[str, Any]) -> Compared:
    found = mood.ranks(case["y"])
    yield found.s, case["s"]
    yield found.variance, case["variance"]


def _smooth(case: Mapping[str, Any]) -> Compared:
    return list(zip(smoother.lowess(case["x"], case["y"]), case["fit"], strict=True))


def _effect(case: Mapping[str, Any]) -> Compared:
    movings, ratings = test_effect.unpacked(case)  # type: ignore[arg-type]
    found = effect.effect(movings, ratings, today=test_effect.day(27))
    return [(getattr(found, name), value) for name, value in case["expected"].items()]


def _change(case: Mapping[str, Any]) -> Compared:
    pairs = zip(case["before"], case["after"], strict=True)
    found = effect.mean_change([after - before for before, after in pairs])
    return [(getattr(found, name), case[name]) for name in ("mean", "deviation", "interval")]


def _nap(case: Mapping[str, Any]) -> Compared:
    before, after = case["before"], case["after"]
    share = before_after.nap(before, after)
    yield share, case["nap"]
    found = before_after.score_interval(share, n_before=len(before), n_after=len(after))
    yield found, case["interval"]


def _score(case: Mapping[str, Any]) -> Compared:
    measure = q.Measure(case["measure"])
    found = q.score(measure, case["answers"])
    parts = q.halves(case["answers"]) if measure is q.Measure.PHQ4 else None
    for name, value in case["expected"].items():
        yield getattr(found if hasattr(found, name) else parts, name), value


def _instant(case: tuple[str, str, str, int, str]) -> Compared:
    utc, local, week, weekday, monday = case
    day = calendar.local_day(datetime.fromisoformat(utc))
    yield day, datetime.fromisoformat(local).date()
    yield calendar.iso_week(day), week
    yield day.isoweekday(), weekday
    yield calendar.week_start(day).isoformat(), monday


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _apart(found: Any, expected: Any) -> float:
    """How far two numbers lie apart; anything else is 0 when equal, and else infinitely far."""
    if isinstance(expected, list) and len(found) == len(expected):
        return max((_apart(*both) for both in zip(found, expected, strict=True)), default=0.0)
    if isinstance(expected, float) and found is not None:
        return abs(found - expected)
    return 0.0 if found == expected else math.inf


def main() -> int:
    """Print the table; return 1 when a case is off."""
    rows = list(every())
    say = sys.stdout.write
    say("| Definition | Against | Cases passed | Compared | Largest difference | Tolerance |\n")
    say("|---|---|---:|---:|---:|---:|\n")
    for row in rows:
        say(
            f"| {row.definition} | {row.source} | {row.passed} of {row.cases} | {row.compared} "
            f"| {row.largest:.1e} | {row.tolerance:.0e} |\n"
        )
    return int(any(row.passed < row.cases for row in rows))


if __name__ == "__main__":
    sys.exit(main())
