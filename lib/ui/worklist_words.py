"""The words of a row of the worklist: why, what could be done now, and where its rows are."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from lib.domain import mood
from lib.domain.advice import Why
from lib.domain.basis import Channel, Silence, SilenceAgreement
from lib.domain.measurements import MEASURE_WORDS
from lib.domain.questionnaires import Measure
from lib.domain.signals import KIND_WORDS, Fact, Kind, Number, Tally
from lib.domain.words import msg
from lib.ui import sentences
from lib.ui.text import day, moment_in_words, number, t, tn

ICONS = {
    Kind.RETURNED: ":material/waving_hand:",
    Kind.VERY_LOW_MOOD: ":material/favorite:",
    Kind.LOWER_MOOD: ":material/favorite:",
    Kind.SILENT: ":material/chat_bubble:",
    Kind.NOT_WRITTEN: ":material/edit_note:",
    Kind.WORSE_NEXT_DAY: ":material/bedtime:",
    Kind.TOO_MUCH: ":material/speed:",
    Kind.STEP_MISFIT: ":material/footprint:",
    Kind.REST_ENDS: ":material/bedtime:",
    Kind.TO_DISCUSS: ":material/checklist:",
    Kind.NO_ROUTE: ":material/footprint:",
    Kind.NO_NEXT_DATE: ":material/event:",
}
# Where the rows behind a reason are, and what could be done now.
BEHIND = {
    Kind.RETURNED: "coach/progress",
    Kind.VERY_LOW_MOOD: "coach/progress",
    Kind.LOWER_MOOD: "coach/progress",
    Kind.SILENT: "coach/sessions",
    Kind.NOT_WRITTEN: "coach/session_entry",
    Kind.WORSE_NEXT_DAY: "coach/sessions",
    Kind.TOO_MUCH: "coach/route",
    Kind.STEP_MISFIT: "coach/route",
    Kind.REST_ENDS: "coach/route",
    Kind.TO_DISCUSS: "coach/measures",
    Kind.NO_ROUTE: "coach/route",
    Kind.NO_NEXT_DATE: "coach/client_details",
}
BEHIND_WORDS = {
    "coach/progress": msg("See the progress"),
    "coach/sessions": msg("See the sessions"),
    "coach/session_entry": msg("Write it down"),
    "coach/route": msg("See the route"),
    "coach/measures": msg("See the questionnaire"),
    "coach/client_details": msg("Plan a next date"),
}
_NOW = {
    Kind.RETURNED: msg("A good moment to say that you noticed."),
    Kind.VERY_LOW_MOOD: msg(
        "Get in touch within two working days and ask how it is. Worried? The help lines stand in "
        "the menu."
    ),
    Kind.LOWER_MOOD: msg("Get in touch within two working days and ask what has changed."),
    Kind.NOT_WRITTEN: msg("Write it down, also when it did not take place."),
    Kind.WORSE_NEXT_DAY: msg("Ask how long it lasted. A smaller step may fit."),
    Kind.TOO_MUCH: msg("Ask what makes it so much: sometimes moving has become a must."),
    Kind.STEP_MISFIT: msg("The step does not fit yet. Make it smaller or different together."),
    Kind.REST_ENDS: msg("Agree on a small first step for after the rest."),
    Kind.TO_DISCUSS: msg("Look at it together the next time you meet."),
    Kind.NO_ROUTE: msg("A first small step can be chosen together."),
    Kind.NO_NEXT_DATE: msg("Agree on a next date, or note why there is none."),
}


def short(kind: Kind) -> str:
    """Return the name of a kind of row."""
    return t(KIND_WORDS[kind])


def why(fact: Fact) -> str:
    """Return why a client waits, in one sentence with its numbers."""
    return _WHY[fact.kind](fact.numbers)


def what_now(fact: Fact, coach: str) -> str:
    """Return what could be done now, in one sentence; for silence, what the client agreed.

    `coach` is the name of who guides them.
    """
    if fact.kind is Kind.SILENT:
        return sentences.silence(_agreement(fact.numbers), coach)
    return t(_NOW[fact.kind])


def tally(of: Tally) -> str:
    """Return how often a kind of row helped, in counts: never a share without them."""
    parts = [t("useful {count}×", count=of.useful), t("not useful {count}×", count=of.not_useful)]
    if of.unsaid:
        parts.append(t("done without saying {count}×", count=of.unsaid))
    if of.mended:
        parts.append(t("solved by itself {count}×", count=of.mended))
    return " · ".join(parts)


def _agreement(numbers: Mapping[str, Number]) -> SilenceAgreement | None:
    kind = numbers.get("agreed")
    if not kind:
        return None
    days, channel = numbers.get("days"), numbers.get("channel")
    return SilenceAgreement(
        kind=Silence(str(kind)),
        days=int(days) if isinstance(days, (int, float)) else None,
        who=str(numbers.get("who") or ""),
        channel=Channel(str(channel)) if channel else None,
        words=str(numbers.get("words") or ""),
    )


def _day(value: Number) -> str:
    return day(date.fromisoformat(str(value)))


def _count(value: Number) -> int:
    return int(value) if isinstance(value, (int, float)) else 0


def _number(value: Number) -> str:
    return number(float(value), 1) if isinstance(value, (int, float)) else "–"


def _returned(numbers: Mapping[str, Number]) -> str:
    return t("Taking part again since {day}, after a quiet time.", day=_day(numbers["day"]))


def _very_low(numbers: Mapping[str, Number]) -> str:
    return t(
        "The last {count} days with a rating were {low} or lower, the latest on {day}.",
        count=_count(numbers["n"]),
        low=number(mood.VERY_LOW_VALUE),
        day=_day(numbers["day"]),
    )


def _lower(numbers: Mapping[str, Number]) -> str:
    return t(
        "Mood of the last week {recent} on average ({n_recent} days), usually {usual} "
        "({n_usual} days).",
        recent=_number(numbers["recent"]),
        n_recent=_count(numbers["n_recent"]),
        usual=_number(numbers["usual"]),
        n_usual=_count(numbers["n_usual"]),
    )


def _silent(numbers: Mapping[str, Number]) -> str:
    if numbers.get("day") is None:
        return t("Nothing has been heard since the route began.")
    return t("Last heard of on {day}.", day=_day(numbers["day"]))


def _not_written(numbers: Mapping[str, Number]) -> str:
    moment = datetime.fromisoformat(str(numbers["moment"]))
    return t("Of the appointment of {moment} nothing stands here.", moment=moment_in_words(moment))


def _worse(numbers: Mapping[str, Number]) -> str:
    return t(
        "On {day} you heard that the day after the session before was worse.",
        day=_day(numbers["day"]),
    )


def _too_much(numbers: Mapping[str, Number]) -> str:
    return t(
        "“{activity}”: at least {times} times the agreed minutes, {weeks} weeks in a row.",
        activity=str(numbers["activity"]),
        times=_number(numbers["times"]),
        weeks=_count(numbers["weeks"]),
    )


def _misfit(numbers: Mapping[str, Number]) -> str:
    activity, said = str(numbers["activity"]), str(numbers["why"])
    if said == Why.HEAVY:
        return t(
            "“{activity}”: effort {effort} of 10 in the middle of {count} ratings.",
            activity=activity,
            effort=_number(numbers["effort"]),
            count=_count(numbers["effort_n"]),
        )
    if said == Why.FEELS_LOW:
        return t(
            "“{activity}”: on the way it feels {feeling} of 10 in the middle of {count} ratings.",
            activity=activity,
            feeling=_number(numbers["feeling"]),
            count=_count(numbers["feeling_n"]),
        )
    return t(
        "“{activity}” was done {done} of {asked} agreed times in {weeks} weeks.",
        activity=activity,
        done=_count(numbers["done"]),
        asked=_count(numbers["asked"]),
        weeks=_count(numbers["weeks"]),
    )


def _rest_ends(numbers: Mapping[str, Number]) -> str:
    return t("The agreed rest lasts until {day}.", day=_day(numbers["day"]))


def _to_discuss(numbers: Mapping[str, Number]) -> str:
    return t(
        "{measure}, filled in on {day}, was not looked at together yet.",
        measure=t(MEASURE_WORDS[Measure(str(numbers["measure"]))]),
        day=_day(numbers["day"]),
    )


def _no_route(_: Mapping[str, Number]) -> str:
    return t("No step has been agreed yet.")


def _no_next_date(numbers: Mapping[str, Number]) -> str:
    if numbers.get("day") is None:
        return t("No session yet, and no first date is written down.")
    return t("Last session on {day}, and no next date is written down.", day=_day(numbers["day"]))


_WHY: Mapping[Kind, Callable[[Mapping[str, Number]], str]] = {
    Kind.RETURNED: _returned,
    Kind.VERY_LOW_MOOD: _very_low,
    Kind.LOWER_MOOD: _lower,
    Kind.SILENT: _silent,
    Kind.NOT_WRITTEN: _not_written,
    Kind.WORSE_NEXT_DAY: _worse,
    Kind.TOO_MUCH: _too_much,
    Kind.STEP_MISFIT: _misfit,
    Kind.REST_ENDS: _rest_ends,
    Kind.TO_DISCUSS: _to_discuss,
    Kind.NO_ROUTE: _no_route,
    Kind.NO_NEXT_DATE: _no_next_date,
}


def waiting_since(opened_on: date) -> str:
    """Return since when a row stands in the list."""
    return t("since {day}", day=day(opened_on))


def more(count: int) -> str:
    """Return how many rows stand below those that are shown."""
    return tn("{count} more", "{count} more", count)
