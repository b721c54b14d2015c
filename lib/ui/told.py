"""What was told in a session, as lines for a screen or a paper."""

from collections.abc import Mapping, Sequence

from lib.domain.sessions import (
    ATTENDANCE_WORDS,
    BARRIER_WORDS,
    HELP_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    WHERE_WORDS,
    WITH_WORDS,
    Barrier,
    Help,
    Kept,
    Report,
)
from lib.ui.text import moment, moment_in_words, number, short_day, t


def heading(report: Report) -> str:
    """Return when a session was, how, and whether someone came."""
    return (
        f"{moment_in_words(report.held_at)} · {t(KIND_WORDS[report.kind])} · "
        f"{t(ATTENDANCE_WORDS[report.attendance])}"
    )


def lines(report: Report, activities: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return label and text of all that was filled in, in the order of the form.

    `activities` names the steps of the look back by their keys.
    """
    moods = [
        ("expected", t("expected"), report.expected),
        ("mood_before", t("before"), report.mood_before),
        ("mood_during", t("during"), report.mood_during),
        ("mood_after", t("after"), report.mood_after),
    ]
    circumstances = [
        *([t(WHERE_WORDS[report.place])] if report.place else []),
        *([t(WITH_WORDS[report.company])] if report.company else []),
    ]
    told = [
        f"{short_day(one.day)}: {activities.get(one.step_key, '')} – "
        f"{t(OUTCOME_WORDS[one.outcome])}"
        for one in sorted(report.check_ins, key=lambda one: one.day)
    ]
    worse = {True: t("yes, worse"), False: t("no")}
    found = [
        (t("Where and with whom"), " · ".join(circumstances)),
        (t("Felt like it beforehand, 0–10"), _figure(report, "willingness", report.willingness)),
        (
            t("Mood, 0–10"),
            " · ".join(
                f"{label} {_figure(report, name, value)}"
                for name, label, value in moods
                if value is not None
            ),
        ),
        (t("Effort, 0–10"), _figure(report, "effort", report.effort)),
        (
            t("Worse the day after last time?"),
            "" if report.next_day_worse is None else worse[report.next_day_worse],
        ),
        (t("What made it hard?"), words(report.barriers, BARRIER_WORDS)),
        (t("What helped?"), words(report.helped, HELP_WORDS)),
        (t("Note"), report.note),
        (t("Today in the client's own words"), f"“{report.own_words}”" if report.own_words else ""),
        (t("Agreed next step"), report.next_step),
        (
            t("Sure that the next step will work out, 0–10"),
            _figure(report, "confidence", report.confidence),
        ),
        (t("Look back"), "\n".join(told)),
    ]
    return [(label, text) for label, text in found if text]


def written(kept: Kept) -> str:
    """Return who wrote a version and when, and why it was corrected."""
    said = t("Written by {name} on {moment}.", name=kept.written_by, moment=moment(kept.written_at))
    if kept.correction_reason:
        said += " " + t("Corrected: {reason}", reason=kept.correction_reason)
    if kept.report.together:
        said += " " + t("* tapped by the client, looking together.")
    return said


def _figure(report: Report, name: str, value: int | None) -> str:
    """Return a number, with a mark when the client tapped it."""
    if value is None:
        return ""
    return number(value) + ("*" if name in report.together else "")


def words(told: Sequence[str], known_as: Mapping[Barrier, str] | Mapping[Help, str]) -> str:
    """Return what helped or was hard in one line: standard words by name, others as they are."""
    known = {str(name): t(word) for name, word in known_as.items()}
    return ", ".join(known.get(one, one) for one in told)
