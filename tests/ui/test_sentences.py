"""Numbers in sentences: counts always, uncertainty always, and nothing unknown said as zero."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from lib.domain import mood
from lib.domain.basis import Channel, Silence, SilenceAgreement
from lib.domain.caseload import Reason, Record, Standing, standing
from lib.domain.later_willing import LaterWilling
from lib.domain.participation import DayKind
from lib.domain.people import Client
from lib.domain.returns import Return, over_time
from lib.domain.rhythm import Rhythm
from lib.domain.routes import (
    AgreedRest,
    Company,
    Difference,
    Place,
    Proposer,
    Size,
    SizeOf,
    Step,
    StepDifference,
    StepKind,
    Version,
    differences,
)
from lib.domain.sessions import Outcome
from lib.ui import sentences
from lib.ui.text import speak
from tests.cast import step, told

MONDAY = date(2026, 1, 5)
MADE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CLIENT = Client("b", "Bob Twijnstra", "", "i", "Ines", "n", "Noord", MONDAY, None, 1)
WALK = step("walk", per_week=3)
STRETCH = step("stretch", per_week=7)


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def day(n: int) -> date:
    """The nth day from Monday 5 January 2026."""
    return MONDAY + timedelta(days=n)


def version(*steps: Step, number: int = 1, since: int = 0) -> Version:
    return Version(
        number, day(since), steps, Proposer.CLIENT, "dit past beter", "Ines Dragstra", MADE
    )


def rest(start: int, end: int | None) -> AgreedRest:
    return AgreedRest("r", None, day(start), None if end is None else day(end), "griep")


def on(n: int, *done: int, **changes: Any) -> Standing:
    known: dict[str, Any] = {
        "client": CLIENT,
        "versions": (version(WALK),),
        "rests": (),
        "check_ins": told("walk", Outcome.MINI, *(day(d) for d in done)),
        "day_moods": (),
        "sessions": (),
        "next_appointment": None,
    }
    return standing(Record(**{**known, **changes}), today=day(n))


def in_both(say: Any, *args: Any) -> tuple[str, str]:
    """Return a sentence in Dutch and in English."""
    found = []
    for language in ("nl", "en"):
        speak(language)
        found.append(say(*args))
    speak("nl")
    return found[0], found[1]


# -- taking part ------------------------------------------------------------------------------

TAKING_PART = [
    (
        on(3, versions=()),
        "Er is nog geen hele week waarin iets was afgesproken.",
        "Nothing has been agreed over full weeks yet.",
    ),
    (
        on(3, 0, 2),
        "Deze week tot nu toe: 2 van 3 momenten.",
        "This week so far: 2 of 3 moments.",
    ),
    (
        on(7, 0, 2),
        "Minstens 2 van 3 momenten gedaan in 1 hele week.",
        "At least 2 of 3 moments done in 1 full week.",
    ),
    (
        on(28, 0, 2, 4, 7, 9, 14, 16, 18, 21),
        "Minstens 9 van 12 momenten gedaan in de laatste 4 hele weken.",
        "At least 9 of 12 moments done in the last 4 full weeks.",
    ),
    (
        on(14, 0, 2, 4, 7, 9, 11),
        "6 van 6 momenten gedaan in de laatste 2 hele weken.",
        "6 of 6 moments done in the last 2 full weeks.",
    ),
    (
        on(28, 0, 2, 4, 7, 9, 14, 16, 18),
        "Minstens 8 van 12 momenten gedaan in de laatste 4 hele weken. Van 1 week is niets bekend.",
        "At least 8 of 12 moments done in the last 4 full weeks. Of 1 week nothing is known.",
    ),
    (
        on(28, 0),
        "Minstens 1 van 12 momenten gedaan in de laatste 4 hele weken. "
        "Van 3 weken is niets bekend.",
        "At least 1 of 12 moments done in the last 4 full weeks. Of 3 weeks nothing is known.",
    ),
    (
        on(14, 0, 7, rests=(rest(9, 9),)),
        "Minstens 2 van 6 momenten gedaan in de laatste 2 hele weken, 1 dag rust afgesproken.",
        "At least 2 of 6 moments done in the last 2 full weeks, 1 day of rest agreed.",
    ),
    (
        on(14, 0, 7, rests=(rest(9, 11),)),
        "Minstens 2 van 5 momenten gedaan in de laatste 2 hele weken, 3 dagen rust afgesproken.",
        "At least 2 of 5 moments done in the last 2 full weeks, 3 days of rest agreed.",
    ),
    (
        on(7),
        "Van de laatste hele week is nog niets ingevuld.",
        "Of the last full week nothing has been filled in yet.",
    ),
    (
        on(28),
        "Van de laatste 4 hele weken is nog niets ingevuld.",
        "Of the last 4 full weeks nothing has been filled in yet.",
    ),
]


@pytest.mark.parametrize(("now", "dutch", "english"), TAKING_PART)
def test_taking_part_is_said_with_its_counts(now: Standing, dutch: str, english: str) -> None:
    assert in_both(sentences.taking_part, now) == (dutch, english)


@pytest.mark.parametrize(("now", "dutch", "english"), TAKING_PART)
def test_taking_part_is_never_a_percentage(now: Standing, dutch: str, english: str) -> None:
    for said in (*in_both(sentences.taking_part, now), *in_both(sentences.taking_part_short, now)):
        assert "%" not in said


@pytest.mark.parametrize(
    ("now", "dutch", "english"),
    [
        (on(3, 0), "nog te vroeg om iets te zeggen", "too early to say"),
        (on(28), "nog niet ingevuld", "not filled in yet"),
        (on(7, 0, 2), "minstens 2 van 3 momenten", "at least 2 of 3 moments"),
        (
            on(28, 0, 2, 4, 7, 9, 14, 16, 18, 21),
            "minstens 9 van 12 momenten",
            "at least 9 of 12 moments",
        ),
        (on(7, 0, 2, 4), "3 van 3 momenten", "3 of 3 moments"),
    ],
)
def test_a_row_says_taking_part_in_a_few_words(now: Standing, dutch: str, english: str) -> None:
    assert in_both(sentences.taking_part_short, now) == (dutch, english)


@pytest.mark.parametrize("today", [7, 14, 21, 28, 60])
def test_weeks_of_which_nothing_is_known_never_say_nought(today: int) -> None:
    now = on(today)
    for say in (sentences.taking_part, sentences.taking_part_short):
        for said in in_both(say, now):
            assert not re.search(r"\b0\b", said), said


def test_a_week_in_which_it_did_not_work_out_may_say_nought() -> None:
    now = on(7, check_ins=told("walk", Outcome.NOT_DONE, day(2)))
    assert (
        sentences.taking_part(now) == "Van 3 momenten is er geen als gedaan verteld in 1 hele week."
    )


def test_moments_beyond_the_agreement_never_lift_the_count() -> None:
    assert sentences.taking_part_short(on(7, 0, 1, 2, 3, 4, 5, 6)) == "3 van 3 momenten"


@pytest.mark.parametrize("so_far", [(2, 3), (3, 3), (10, 14)])
def test_the_running_week_is_a_count_so_far(so_far: tuple[int, int]) -> None:
    done, asked = so_far
    assert in_both(sentences.this_week, so_far) == (
        f"Deze week tot nu toe: {done} van {asked} momenten.",
        f"This week so far: {done} of {asked} moments.",
    )


def test_a_running_week_of_which_nothing_is_known_shows_no_zero() -> None:
    assert in_both(sentences.this_week, (0, 3)) == (
        "Deze week zijn er 3 momenten afgesproken.",
        "This week 3 moments are agreed.",
    )


# -- rhythm -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "dutch", "english"),
    [
        (None, "Ritme: nog te vroeg om iets te zeggen.", "Rhythm: too early to say."),
        (Rhythm.BEGIN, "Ritme: begin.", "Rhythm: beginning."),
        (Rhythm.GROWING, "Ritme: groeit.", "Rhythm: growing."),
        (Rhythm.FIRMER, "Ritme: wordt vaster.", "Rhythm: getting firmer."),
        (Rhythm.STEADY, "Ritme: vast ritme.", "Rhythm: a steady rhythm."),
    ],
)
def test_rhythm_is_a_word_and_never_a_number(word: Rhythm | None, dutch: str, english: str) -> None:
    assert in_both(sentences.rhythm, word) == (dutch, english)
    assert not re.search(r"\d", dutch + english)


def test_every_rhythm_has_a_word() -> None:
    assert set(sentences.RHYTHM_WORDS) == set(Rhythm)


# -- mood -------------------------------------------------------------------------------------


def trend(label: mood.Direction, slope: float, low: float, high: float, n: int = 14) -> mood.Trend:
    return mood.Trend(
        n_days=n,
        span_days=60,
        label=label,
        slope_per_week=slope,
        slope_interval_per_week=(low, high),
    )


RISING = trend(mood.Direction.RISING, 0.2, 0.05, 0.35)
FALLING = trend(mood.Direction.FALLING, -0.2, -0.35, -0.05, n=20)
UNCLEAR = trend(mood.Direction.NO_CLEAR_CHANGE, 0.0, -0.14, 0.14)
MOODS = [
    (
        mood.Trend(0, 0, mood.Direction.TOO_FEW),
        "Stemming: nog te weinig metingen voor een richting "
        "(0 dagen; vanaf 12 dagen over 4 weken).",
        "Mood: too few ratings yet to see a direction (0 days; from 12 days over 4 weeks).",
        "nog te weinig metingen (0 dagen)",
        "too few ratings yet (0 days)",
    ),
    (
        mood.Trend(1, 1, mood.Direction.TOO_FEW),
        "Stemming: nog te weinig metingen voor een richting (1 dag; vanaf 12 dagen over 4 weken).",
        "Mood: too few ratings yet to see a direction (1 day; from 12 days over 4 weeks).",
        "nog te weinig metingen (1 dag)",
        "too few ratings yet (1 day)",
    ),
    (
        RISING,
        "Stemming: lijkt gestegen (+0,9 per maand, tussen +0,2 en +1,5; 14 dagen met een cijfer). "
        "Het kan ook toeval zijn.",
        "Mood: seems to have risen (+0.9 a month, between +0.2 and +1.5; 14 days with a rating). "
        "It can still be chance.",
        "lijkt te stijgen (14 dagen)",
        "seems to rise (14 days)",
    ),
    (
        FALLING,
        "Stemming: lijkt gedaald (−0,9 per maand, tussen −1,5 en −0,2; 20 dagen met een cijfer). "
        "Het kan ook toeval zijn.",
        "Mood: seems to have gone down (−0.9 a month, between −1.5 and −0.2; 20 days with a "
        "rating). It can still be chance.",
        "lijkt te dalen (20 dagen)",
        "seems to go down (20 days)",
    ),
    (
        UNCLEAR,
        "Stemming: geen duidelijke verandering (+0 per maand, tussen −0,6 en +0,6; 14 dagen met "
        "een cijfer).",
        "Mood: no clear change (+0 a month, between −0.6 and +0.6; 14 days with a rating).",
        "geen duidelijke verandering (14 dagen)",
        "no clear change (14 days)",
    ),
]


@pytest.mark.parametrize(("found", "dutch", "english", "short", "short_english"), MOODS)
def test_mood_is_said_with_its_count_and_its_uncertainty(
    found: mood.Trend, dutch: str, english: str, short: str, short_english: str
) -> None:
    assert in_both(sentences.mood_trend, found) == (dutch, english)
    assert in_both(sentences.mood_short, found) == (short, short_english)


def test_every_direction_is_said() -> None:
    assert {found.label for found, *_ in MOODS} == set(mood.Direction)


def test_a_direction_is_careful_and_nothing_is_called_stable() -> None:
    for _, dutch, english, short, short_english in MOODS:
        said = f"{dutch} {english} {short} {short_english}".lower()
        assert "stabiel" not in said
        assert "stable" not in said
        assert "%" not in said
    assert "toeval" in sentences.mood_trend(RISING)
    assert "toeval" in sentences.mood_trend(FALLING)


def test_a_worked_trend_of_real_ratings_is_said() -> None:
    values = tuple((day(3 * n), min(10, 1 + n // 2)) for n in range(20))
    said = sentences.mood_trend(on(58, day_moods=values).trend)
    assert said.startswith("Stemming: lijkt gestegen (+")
    assert "20 dagen met een cijfer" in said


# -- reasons ----------------------------------------------------------------------------------

QUIET = on(20, 0)
RESTING = on(20, 0, rests=(rest(15, 24),))
REASONS = [
    (
        Reason.RETURNED,
        QUIET,
        "Doet weer mee na een stille tijd. Fijn.",
        "Taking part again after a quiet time. Good that they are back.",
    ),
    (
        Reason.SILENT,
        QUIET,
        "Voor het laatst iets gehoord op 05-01-2026.",
        "Last heard of on 05-01-2026.",
    ),
    (
        Reason.SILENT,
        on(20),
        "Sinds het begin van de route is er nog niets gehoord.",
        "Nothing has been heard since the route began.",
    ),
    (
        Reason.REST_ENDS,
        RESTING,
        "De afgesproken rust duurt tot en met 29-01-2026.",
        "The agreed rest lasts until 29-01-2026.",
    ),
    (
        Reason.REST_ENDS,
        QUIET,
        "De afgesproken rust loopt bijna af.",
        "The agreed rest ends soon.",
    ),
    (
        Reason.VERY_LOW_MOOD,
        QUIET,
        "De laatste drie cijfers waren 2 of lager.",
        "The last three ratings were 2 or lower.",
    ),
    (
        Reason.LOWER_MOOD,
        QUIET,
        "De stemming van de laatste week ligt lager dan gewoonlijk bij deze cliënt.",
        "Mood of the last week lies lower than this client's usual.",
    ),
    (
        Reason.NO_ROUTE,
        QUIET,
        "Kies samen een eerste kleine stap.",
        "A first small step can be chosen together.",
    ),
    (
        Reason.NO_NEXT_DATE,
        QUIET,
        "Er staat geen volgende afspraak.",
        "No next appointment is written down.",
    ),
    (
        Reason.CARE_SIGNAL,
        QUIET,
        "Iemand van het team maakt zich zorgen om deze cliënt. Ministap doet geen stapsuggestie.",
        "Someone of the team is worried about this client. No step is suggested.",
    ),
]


@pytest.mark.parametrize(("kind", "now", "dutch", "english"), REASONS)
def test_a_reason_is_a_fact_in_one_sentence(
    kind: Reason, now: Standing, dutch: str, english: str
) -> None:
    assert in_both(sentences.reason, kind, now) == (dutch, english)


@pytest.mark.parametrize("kind", Reason)
def test_every_reason_has_a_sentence_and_a_name_in_both_languages(kind: Reason) -> None:
    assert kind in {one for one, *_ in REASONS}
    for say in (lambda: sentences.reason(kind, QUIET), lambda: sentences.reason_short(kind)):
        dutch, english = in_both(say)
        assert dutch
        assert english
        assert dutch != english


# -- what was agreed for silence --------------------------------------------------------------

AGREEMENTS = [
    (
        None,
        "Er is nog niets afgesproken. Na 14 stille dagen noemt Ministap het een reden voor "
        "contact.",
        "Nothing is agreed yet. After 14 quiet days Ministap calls it a reason for contact.",
    ),
    (
        SilenceAgreement(Silence.SOMEONE, 10, "Marek", Channel.CALL, "Hoe is het?"),
        "Afgesproken: na 10 dagen belt Marek. Woorden: “Hoe is het?”",
        "Agreed: after 10 days Marek calls. Words: “Hoe is het?”",
    ),
    (
        SilenceAgreement(Silence.CONTACT, 1, "", Channel.MESSAGE),
        "Afgesproken: na 1 dag stuurt Ines een berichtje.",
        "Agreed: after 1 day Ines sends a message.",
    ),
    (
        # Whoever is the coach by then: a name of before does not stay behind.
        SilenceAgreement(Silence.CONTACT, 21, "Marek", Channel.LETTER),
        "Afgesproken: na 21 dagen stuurt Ines een brief of kaart.",
        "Agreed: after 21 days Ines writes a letter or card.",
    ),
    (
        SilenceAgreement(Silence.SOMEONE, 7, "{who}", Channel.VISIT),
        "Afgesproken: na 7 dagen komt {who} langs.",
        "Agreed: after 7 days {who} comes by.",
    ),
    (
        SilenceAgreement(Silence.LEAVE, words="Ik bel zelf wel."),
        "Afgesproken: met rust laten. Stilte is dan geen reden voor contact. "
        "Woorden: “Ik bel zelf wel.”",
        "Agreed: leave in peace. Silence is then no reason for contact. Words: “Ik bel zelf wel.”",
    ),
]


@pytest.mark.parametrize(("agreed", "dutch", "english"), AGREEMENTS)
def test_what_was_agreed_for_silence_is_one_sentence_and_the_words(
    agreed: SilenceAgreement | None, dutch: str, english: str
) -> None:
    assert in_both(sentences.silence, agreed, "Ines") == (dutch, english)


# -- appointments, and the route in words -----------------------------------------------------


def test_what_has_no_date_is_said() -> None:
    now = on(3)
    assert in_both(sentences.next_time, now) == ("nog geen afspraak", "no next date yet")
    assert in_both(sentences.last_time, now)[1] == "no session yet"


def test_a_date_is_said_as_the_clock_showed_it() -> None:
    when = datetime(2026, 11, 4, 13, 30, tzinfo=UTC)
    now = replace(on(3), next_appointment=when, last_session=when)
    for say in (sentences.next_time, sentences.last_time):
        assert in_both(say, now) == ("wo 4 nov 14:30", "Wed 4 Nov 14:30")


def test_a_route_is_one_line_with_how_often() -> None:
    route = version(WALK, STRETCH)
    assert in_both(sentences.route_in_words, route) == (
        "een walk buiten 3× per week · een stretch buiten elke dag",
        "een walk buiten 3× a week · een stretch buiten every day",
    )
    said = in_both(sentences.route_in_words, route, rest(0, None))
    assert said[1].startswith("rest agreed · een walk")


@pytest.mark.parametrize("route", [None, version()])
def test_no_route_is_said(route: Version | None) -> None:
    assert in_both(sentences.route_in_words, route)[1] == "no route yet"
    assert sentences.route_in_words(route, rest(0, 3)) == sentences.route_in_words(None)


@pytest.mark.parametrize(
    ("per_week", "dutch", "english"),
    [
        (1, "1× per week", "1× a week"),
        (6, "6× per week", "6× a week"),
        (7, "elke dag", "every day"),
    ],
)
def test_how_often_is_a_count_a_week(per_week: int, dutch: str, english: str) -> None:
    assert in_both(sentences.how_often, step(per_week=per_week)) == (dutch, english)


@pytest.mark.parametrize(
    ("changes", "dutch", "english"),
    [
        ({"per_week": 3}, "3× per week, op welke dag je wilt", "3× a week, on any day"),
        ({"per_week": 7}, "elke dag, ergens op de dag", "every day, some time of the day"),
        ({"per_week": 1, "days": (6,)}, "op zo", "on Sun"),
        ({"per_week": 2, "days": (0, 3)}, "op ma en do", "on Mon and Thu"),
    ],
)
def test_when_a_step_is_done_leaves_the_day_free_or_names_it(
    changes: dict[str, Any], dutch: str, english: str
) -> None:
    assert in_both(sentences.when, replace(WALK, **changes)) == (dutch, english)


def test_phases_are_named_with_the_one_of_now() -> None:
    names = ["op adem", "op gang"]
    assert in_both(sentences.phases, names, 1) == (
        "Fasen: op adem, op gang. Nu: “op gang”.",
        "Phases: op adem, op gang. Now: “op gang”.",
    )
    assert in_both(sentences.phases, names, None)[0] == "Fasen: op adem, op gang."
    assert in_both(sentences.phases, [], None)[0] == "zonder fasen"


def test_a_size_is_said_with_its_length() -> None:
    tiny = replace(WALK, mini=SizeOf("tot de deur", 30))
    assert sentences.size(tiny, Size.MINI) == "mini: tot de deur (30 seconden)"
    assert in_both(sentences.size, tiny, Size.AMPLE)[1] == "ample: het blok om (10 minutes)"


# -- what changed -----------------------------------------------------------------------------


def said_of(after: Step) -> str:
    (found,) = differences(version(WALK), (after,))
    return in_both(sentences.difference, found)[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"activity": "ommetje"}, "“een walk buiten”: is now called “ommetje”."),
        ({"per_week": 7}, "“een walk buiten”: 3× a week → every day."),
        ({"mini": SizeOf("tot de deur", 30)}, "“een walk buiten”: mini: 1 minute → 30 seconds."),
        ({"ample": SizeOf("het dorp uit", 600)}, "“een walk buiten”: ample: het dorp uit."),
        ({"place": Place.INDOORS}, "“een walk buiten”: another place or other company."),
        ({"company": Company.TOGETHER}, "“een walk buiten”: another place or other company."),
        ({"kind": StepKind.HELPING}, "“een walk buiten”: helping someone."),
        ({"cue": "de koffie op is"}, "“een walk buiten”: after: “de koffie op is”."),
        ({"ceiling": 600}, "“een walk buiten”: no more than 10 minutes on one day."),
        ({"days": (0, 2, 4)}, "“een walk buiten”: on Mon, Wed and Fri."),
        ({"at": time(10, 0)}, "“een walk buiten”: 3× a week, on any day at 10:00."),
        ({"note": "met jas"}, "“een walk buiten”: another note."),
        (
            {"per_week": 2, "note": "met jas", "ordinary": SizeOf("tot de hoek", 120)},
            "“een walk buiten”: 3× a week → 2× a week; ordinary: 5 minutes → 2 minutes; "
            "another note.",
        ),
    ],
)
def test_a_change_of_a_step_says_what_was_and_what_is(changes: dict[str, Any], said: str) -> None:
    assert said_of(replace(WALK, **changes)) == said


@pytest.mark.parametrize(
    ("one", "dutch", "english"),
    [
        (
            StepDifference(Difference.BEGUN, None, STRETCH),
            "elke dag",
            "Begins with “een stretch buiten”, every day.",
        ),
        (
            StepDifference(Difference.ADDED, None, STRETCH),
            "elke dag",
            "New: “een stretch buiten”, every day.",
        ),
        (
            StepDifference(Difference.REMOVED, WALK, None),
            "“een walk buiten”",
            "“een walk buiten” is no longer on the route.",
        ),
        (
            StepDifference(Difference.REORDERED, None, None),
            "volgorde",
            "The order of the steps changed.",
        ),
    ],
)
def test_every_other_kind_of_difference_is_said(
    one: StepDifference, dutch: str, english: str
) -> None:
    said, said_english = in_both(sentences.difference, one)
    assert said_english == english
    assert dutch in said
    assert said != english


def test_every_kind_of_difference_can_be_said() -> None:
    before = version(WALK, STRETCH)
    dance = step("dance")
    everything = [
        *differences(None, (WALK,)),
        *differences(before, (replace(STRETCH, per_week=1), dance)),
        *differences(before, (STRETCH, WALK)),
    ]
    assert {one.kind for one in everything} == set(Difference)
    for one in everything:
        assert all(in_both(sentences.difference, one))


def test_a_version_says_who_proposed_and_who_wrote_it_down() -> None:
    assert in_both(sentences.made, version(WALK))[1] == (
        "From 05-01-2026 · proposed by: the client · written down by Ines Dragstra"
    )


@pytest.mark.parametrize(
    ("one", "activity", "dutch", "english"),
    [
        (
            rest(0, None),
            "een ommetje",
            "Rust voor “een ommetje” vanaf 05-01-2026, einde open.",
            "Rest for “een ommetje” from 05-01-2026, open end.",
        ),
        (
            rest(0, 9),
            None,
            "Rust voor de hele route van 05-01-2026 tot en met 14-01-2026.",
            "Rest for the whole route from 05-01-2026 until 14-01-2026.",
        ),
    ],
)
def test_a_rest_is_said_with_its_days(
    one: AgreedRest, activity: str | None, dutch: str, english: str
) -> None:
    assert in_both(sentences.rest, one, activity) == (dutch, english)


def test_a_week_is_named_after_its_monday() -> None:
    assert in_both(sentences.week_of, MONDAY) == ("week van ma 5 jan", "week of Mon 5 Jan")


@pytest.mark.parametrize(
    ("newest", "dutch", "english"),
    [
        (None, "ma 5 jan", "Mon 5 Jan"),
        (date(2026, 12, 31), "ma 5 jan", "Mon 5 Jan"),
        (date(2027, 1, 1), "ma 5 jan 2026", "Mon 5 Jan 2026"),
    ],
)
def test_a_day_in_a_table_says_its_year_when_that_is_another_one(
    newest: date | None, dutch: str, english: str
) -> None:
    for language, said in (("nl", dutch), ("en", english)):
        speak(language)
        assert sentences.day_beside(MONDAY, newest=newest) == said


# -- and together -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("today", range(0, 60, 4))
def test_no_sentence_about_a_client_holds_an_open_place_or_a_bare_share(
    language: str, today: int
) -> None:
    speak(language)
    values = tuple((day(n), n % 11) for n in range(0, 40, 3))
    now = on(today, *range(0, 40, 3), day_moods=values, rests=(rest(10, 12), rest(50, 58)))
    said = [
        sentences.taking_part(now),
        sentences.taking_part_short(now),
        sentences.rhythm(now.rhythm),
        sentences.mood_trend(now.trend),
        sentences.mood_short(now.trend),
        sentences.next_time(now),
        sentences.last_time(now),
        sentences.route_in_words(now.route, now.resting),
        *(sentences.reason(kind, now) for kind in now.reasons),
    ]
    for one in said:
        assert one
        assert not re.search(r"[{}%]|None|nan", one), one


# -- days, returns and little willingness -----------------------------------------------------


def kinds(letters: str) -> dict[date, DayKind]:
    """Days from Monday on: d done, n not done, ? not filled in, r rest, - not asked."""
    known = {
        "d": DayKind.DONE,
        "n": DayKind.NOT_DONE,
        "?": DayKind.NOT_FILLED_IN,
        "r": DayKind.REST,
        "-": DayKind.NOT_ASKED,
    }
    return {day(n): known[letter] for n, letter in enumerate(letters)}


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("d", "In 1 week: op 1 dag iets gedaan."),
        ("ddr----d", "De laatste 2 weken: op 3 dagen iets gedaan, rust op 1 dag."),
        (
            "d??n---d",
            "De laatste 2 weken: op minstens 2 dagen iets gedaan. Van 2 dagen is niets bekend.",
        ),
        # Today is not over: it is not unknown yet.
        ("d?", "In 1 week: op 1 dag iets gedaan."),
        ("d??", "In 1 week: op minstens 1 dag iets gedaan. Van 1 dag is niets bekend."),
        ("rrr", "In 1 week: rust op 3 dagen."),
        # Nothing done stands there as no number.
        ("nn--", "In 1 week: over 2 dagen iets verteld."),
        ("????", "Van deze dagen is nog niets ingevuld."),
        ("?", "Van deze dagen is nog niets ingevuld."),
        ("---", "Op deze dagen was niets afgesproken."),
    ],
)
def test_days_are_said_with_what_is_not_known_of_them(letters: str, said: str) -> None:
    assert sentences.days(kinds(letters), today=day(len(letters) - 1)) == said


def test_the_calendar_is_said_with_each_kind_for_who_does_not_see_it() -> None:
    said = sentences.days_alt(kinds("dd?rn-d?"), {day(0), day(3), day(60)}, today=day(7))
    assert said == (
        "De laatste 2 weken: op minstens 3 dagen iets gedaan, rust op 1 dag. Van 1 dag is niets "
        "bekend. Dagen: gedaan: 3; niet gelukt: 1; niet ingevuld: 2; rust: 1; niet gevraagd: 1. "
        "2 dagen met een sessie."
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((16,), "1 keer weer begonnen na een stille tijd. Dat was na 16 stille dagen."),
        (
            (16, 19),
            "2 keer weer begonnen na een stille tijd. De middelste van die tijden duurde "
            "17,5 dagen.",
        ),
        (
            (30, 28, 15, 16),
            "4 keer weer begonnen na een stille tijd. De middelste van die tijden duurde "
            "22 dagen. De laatste keren kwam het weer beginnen eerder.",
        ),
        (
            (15, 16, 15, 16),
            "4 keer weer begonnen na een stille tijd. De middelste van die tijden duurde "
            "15,5 dagen. Dat duurde steeds ongeveer even lang.",
        ),
        (
            (15, 16, 30, 28),
            "4 keer weer begonnen na een stille tijd. De middelste van die tijden duurde "
            "22 dagen. De laatste keren was er meer tijd nodig, en ook toen is weer begonnen.",
        ),
    ],
)
def test_a_return_is_said_in_positive_words(days: tuple[int, ...], said: str) -> None:
    found = over_time([Return(day(100 * n), silent) for n, silent in enumerate(days)])
    assert sentences.came_back(found) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            LaterWilling(14, 9, 9, 7, 1, 1),
            "14 keer was je zin vooraf 3 of lager. 9 keer ging je toch, 5 keer niet. Van 9 keer "
            "weten we hoe het voelde: 7 lichter dan je dacht, 1 gelijk, 1 zwaarder.",
        ),
        (
            LaterWilling(14, 9, 8, 6, 1, 1),
            "14 keer was je zin vooraf 3 of lager. 9 keer ging je toch, 5 keer niet. Van 8 keer "
            "weten we hoe het voelde: 6 lichter dan je dacht, 1 gelijk, 1 zwaarder.",
        ),
        (
            LaterWilling(6, 6, 1, 0, 0, 1),
            "6 keer was je zin vooraf 3 of lager, en ging je toch. Van 1 keer weten we hoe het "
            "voelde: 0 lichter dan je dacht, 0 gelijk, 1 zwaarder.",
        ),
        (
            LaterWilling(6, 6, 0, 0, 0, 0),
            "6 keer was je zin vooraf 3 of lager, en ging je toch. Of het lichter of zwaarder "
            "voelde dan je dacht, weten we niet.",
        ),
        (
            LaterWilling(6, 0, 0, 0, 0, 0),
            "6 keer was je zin vooraf 3 of lager. Die keren ging je niet.",
        ),
        (
            LaterWilling(4, 4, 4, 4, 0, 0),
            "Nog te weinig keren om iets over te zeggen (4 van 6).",
        ),
    ],
)
def test_little_willingness_is_told_in_counts_for_how_many_the_feeling_is_known(
    found: LaterWilling, said: str
) -> None:
    assert sentences.little_willingness(found) == said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_cause_is_claimed_and_nobody_is_counted_away(language: str) -> None:
    speak(language)
    said = [
        sentences.days(kinds("d?nr-"), today=day(5)),
        sentences.came_back(over_time([Return(day(0), 15)])),
        sentences.little_willingness(LaterWilling(14, 9, 9, 7, 1, 1)),
    ]
    for one in said:
        assert not re.search(r"door het|because|bewezen|proven|werkt|works|%", one)
        assert re.search(r"\d", one)
