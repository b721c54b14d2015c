"""Looking together: one calm screen on which the client taps their own numbers."""

import streamlit as st

from lib.domain.sessions import SCALES, Preparation
from lib.domain.words import msg
from lib.ui import memory
from lib.ui.desk import Desk
from lib.ui.text import plain, t

UNKNOWN = "unknown"
# The ends of each scale in words; the faces between them need none.
_ENDS = {
    "willingness": (msg("no inclination at all"), msg("a great deal")),
    "expected": (msg("very heavy"), msg("very light")),
    "mood_before": (msg("very heavy"), msg("very light")),
    "mood_during": (msg("very heavy"), msg("very light")),
    "mood_after": (msg("very heavy"), msg("very light")),
    "effort": (msg("it took nothing"), msg("it took everything")),
    "confidence": (msg("not sure at all"), msg("quite sure")),
}
QUESTIONS = {
    "willingness": msg("Beforehand: how much did you feel like it?"),
    "expected": msg("Beforehand: how did you think it would feel?"),
    "mood_before": msg("How did you feel before?"),
    "mood_during": msg("How did you feel on the way?"),
    "mood_after": msg("How do you feel afterwards?"),
    "effort": msg("How much effort did it take?"),
    "confidence": msg("How sure are you that your next step will work out?"),
}
_FACES = (
    "sentiment_very_dissatisfied",
    "sentiment_dissatisfied",
    "sentiment_neutral",
    "sentiment_satisfied",
    "sentiment_very_satisfied",
)
# Effort has no good or bad end, so it has no face.
_WITHOUT_FACE = frozenset({"effort"})


def is_on(name: str) -> bool:
    """True while this form is looked at together."""
    return memory.kept("together", str) == name


def stop(desk: Desk) -> None:
    """Go back to the coach's own form."""
    desk.put_away()
    memory.drop("together")


def start(desk: Desk) -> None:
    """Turn the screen towards the client."""
    desk.put_away()
    memory.keep("together", desk.name)


def offer(desk: Desk) -> None:
    """Offer the button that turns the screen towards the client."""
    st.button(
        t("Look together"),
        icon=":material/group:",
        key=desk.key("look_together"),
        on_click=start,
        args=(desk,),
        help=t("Shows only the questions, large. Your notes and other clients are out of sight."),
    )


def draw(desk: Desk, ready: Preparation) -> None:
    """Draw the questions, large, and nothing else of the dossier."""
    st.title(t("How was it for you?"), anchor=False)
    say_first = t("Tap what fits. Skipping is fine, and you can change it.")
    st.markdown(say_first)
    if ready.last is not None and ready.last.own_words:
        st.markdown(
            t("Last time you said: “{words}”", words="{words}").replace(
                "{words}", plain(ready.last.own_words)
            )
        )
    with st.container(key="together", gap="medium"):
        for name in SCALES:
            _scale(desk, name)
        desk.line("own_words", t("Today in your own words, if you like"))
        desk.line("next_step", t("My next step"))
    st.button(
        t("Done, back to the form"),
        type="primary",
        icon=":material/check:",
        key=desk.key("look_alone"),
        on_click=stop,
        args=(desk,),
    )


def _scale(desk: Desk, name: str) -> None:
    key = f"big_{name}"
    held = desk.fields.get(name)
    low, high = _ENDS[name]
    options = [*range(11), UNKNOWN]
    desk.begin_scale(key, held if isinstance(held, int) and held in range(11) else None)
    chosen = st.segmented_control(
        t(QUESTIONS[name]),
        options,
        key=desk.key(key),
        format_func=lambda one: t("I do not know") if one == UNKNOWN else _face(name, int(one)),
    )
    st.caption(f"0 = {t(low)} · 10 = {t(high)}")
    value = chosen if isinstance(chosen, int) else None
    if value != held:
        desk.fields[name] = value
        tapped = desk.fields.get("together")
        others = [one for one in tapped if one != name] if isinstance(tapped, list) else []
        desk.fields["together"] = [*others, name] if value is not None else others


def _face(name: str, value: int) -> str:
    if name in _WITHOUT_FACE:
        return str(value)
    return f":material/{_FACES[min(value * 5 // 11, 4)]}: {value}"
