"""Parts of the route page: what people typed is text, and nothing is agreed by accident."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.ui.text import speak

PIXEL = "![x](http://evil.example/p.png)"


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    speak("nl")
    yield
    speak("nl")


def with_phases() -> None:
    import streamlit as st

    from lib.ui import route_form, route_parts
    from tests.domain.test_changes import version

    now = version(1, phases=("![x](http://evil.example/p.png)", "rust **vinden**"), phase=0)
    bench = route_form.Bench("b" * 32, now, 1, anew=st.rerun)
    route_parts.phases(bench, tuple)


def test_the_name_of_a_phase_is_only_text_on_its_button() -> None:
    page = AppTest.from_function(with_phases, default_timeout=20).run()
    assert not page.exception
    names = [one.content for one in page.button_group[0].proto.options]
    assert len(names) == 2
    assert all(PIXEL not in name and "**" not in name for name in names)
    assert "vinden" in names[1]


def asked_for_rest() -> None:
    import streamlit as st

    from lib.ui import route_form
    from lib.ui.fields import Form
    from tests.cast import TODAY, step

    asked = route_form.rest(Form("rest"), [step()], today=TODAY)
    st.text(f"{asked['start']} {asked['end']}")


def test_a_rest_of_which_no_length_is_chosen_is_not_an_open_one() -> None:
    page = AppTest.from_function(asked_for_rest, default_timeout=20).run()
    assert not page.exception
    assert page.text[0].value == "2026-03-18 2026-03-24"
    page.button_group[0].set_value("open").run()
    assert page.text[0].value == "2026-03-18 None"
    page.button_group[0].set_value(None).run()
    assert page.text[0].value == "None None"


def the_compass() -> None:
    from datetime import date

    from lib.domain.basis import Basis
    from lib.domain.people import Client
    from lib.ui import compass

    client = Client("b" * 32, "Bob", "", "p", "Ines", "t", "Noord", date(2026, 1, 5), None, 1)
    compass.above_route(client, Basis(what_for="het bos in\n\n  met *Annie*"), [])


def test_what_it_is_for_is_bold_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # there is no page to lead to here
    page = AppTest.from_function(the_compass, default_timeout=20).run()
    assert not page.exception
    assert page.markdown[0].value.splitlines()[1:] == ["**het bos in**  ", "**met \\*Annie\\***"]


def saved_above() -> None:
    import streamlit as st

    from lib.ui.at_the_end import AtTheEnd
    from lib.ui.fields import Form

    at_the_end = AtTheEnd()
    form = Form("above")
    words = form.line("words", "above")
    if st.button("save"):
        kept = st.session_state.setdefault("kept", [])
        at_the_end.keep(form, lambda: kept.append(words), "said")
    if st.session_state.get("interrupted"):
        st.stop()  # as a tap elsewhere does
    st.text("below")
    at_the_end.run()


def test_what_is_saved_is_saved_also_when_the_page_is_not_drawn_to_its_end() -> None:
    page = AppTest.from_function(saved_above, default_timeout=20).run()
    page.session_state["interrupted"] = True
    page.text_input[0].set_value("een rondje")
    page.button[0].click().run()
    assert page.session_state["kept"] == ["een rondje"]
    page.session_state["interrupted"] = False
    page.run()
    page.text_input[0].set_value("nog een")
    page.button[0].click().run()
    assert page.session_state["kept"] == ["een rondje", "nog een"]
    assert page.text_input[0].value == ""
    assert [one.value for one in page.text] == ["below"]


def due_to_look_back() -> None:
    from datetime import date

    import streamlit as st

    from lib.domain.caseload import Record
    from lib.domain.people import Client
    from lib.domain.routes import LookBack, Verdict
    from lib.ui import route_parts
    from tests.cast import NOW, TODAY
    from tests.domain.test_changes import version

    hoped = version(1, date(2026, 1, 12), hope="minder een berg", look_again_on=TODAY)
    ended = TODAY if st.session_state.get("ended") else None
    client = Client("b" * 32, "Bob", "", "p", "Ines", "t", "Noord", date(2026, 1, 5), ended, 1)
    record = Record(client, (hoped,), (), (), (), (), None)
    told = [LookBack(1, Verdict.YES, "ja", "Marek", NOW)] if st.session_state.get("told") else []
    list(route_parts.look_backs(record, told, today=TODAY))


def test_words_of_a_look_back_that_somebody_else_was_first_with_are_given_back() -> None:
    page = AppTest.from_function(due_to_look_back, default_timeout=20).run()
    assert not page.exception
    page.text_input[0].set_value("een *berg* minder")
    page.session_state["told"] = True
    page.button[0].click().run()
    assert [one.value for one in page.info] == [
        "Op versie 1 is intussen al teruggekeken. Wat je schreef, is niet opgeslagen:"
    ]
    assert page.markdown[-1].value == "een \\*berg\\* minder"
    assert len(page.text_input) == 0


def test_after_the_end_of_guidance_nobody_is_asked_to_look_back() -> None:
    page = AppTest.from_function(due_to_look_back, default_timeout=20)
    page.session_state["ended"] = True
    page.run()
    assert not page.exception
    assert len(page.text_input) + len(page.button) == 0
