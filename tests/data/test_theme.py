"""The colours can be read, in light and in dark, by every kind of eyes."""

import itertools
import math
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
THEME: dict[str, Any] = tomllib.loads(
    (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
)["theme"]
DOOR = (ROOT / "data/looks/door.css").read_text(encoding="utf-8")
MODES = ("light", "dark")
HUES = ("red", "orange", "yellow", "green", "blue", "violet", "gray")
SURFACES = ("backgroundColor", "secondaryBackgroundColor")
WHITE = "#ffffff"  # Streamlit writes this on the primary colour, whatever the theme.

# Machado, Oliveira and Fernandes (2009), severity 1.0, applied to linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> tuple[float, ...]:
    """Linear red, green and blue, 0 to 1, of a colour written as #rrggbb."""
    assert re.fullmatch(r"#[0-9a-f]{6}", colour), colour
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, 0 to 1."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    """The colour in Oklab (Ottosson 2020) as these eyes see it."""
    rgb = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in EYES[eyes]
    )
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def places(mode: str) -> list[dict[str, str]]:
    """The page and the sidebar of one mode, each with every colour that holds there."""
    page = {key: value for key, value in THEME[mode].items() if isinstance(value, str)}
    return [page, {**page, **THEME[mode]["sidebar"]}]


def door(mode: str) -> dict[str, str]:
    """The named colours of the pages before sign-in."""
    light, dark = DOOR.split("@media (prefers-color-scheme: dark)", maxsplit=1)
    block = (light if mode == "light" else dark).split(":root", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def test_the_measure_of_contrast_agrees_with_the_known_values():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#777777", "#777777") == 1


def test_light_and_dark_set_the_same_options():
    light, dark = THEME["light"], THEME["dark"]
    assert set(light) == set(dark)
    assert set(light["sidebar"]) == set(dark["sidebar"])
    assert {"primaryColor", "textColor", "linkColor", "borderColor", *SURFACES} <= set(light)
    named = {f"{hue}{part}" for hue in HUES for part in ("Color", "BackgroundColor", "TextColor")}
    assert named <= set(light)


@pytest.mark.parametrize("mode", MODES)
def test_text_and_links_can_be_read_on_every_surface(mode):
    for place in places(mode):
        for ink, surface in itertools.product(("textColor", "linkColor"), SURFACES):
            assert contrast(place[ink], place[surface]) >= 4.5, (ink, surface)


@pytest.mark.parametrize("mode", MODES)
def test_white_on_a_primary_button_can_be_read_and_the_button_stands_out(mode):
    for place in places(mode):
        assert contrast(WHITE, place["primaryColor"]) >= 4.5
        for surface in SURFACES:
            assert contrast(place["primaryColor"], place[surface]) >= 3


def test_the_chosen_tab_can_be_read_in_light():
    for place in places("light"):
        assert contrast(place["primaryColor"], place["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("hue", HUES)
def test_a_message_can_be_read_in_its_box_and_on_the_page(mode, hue):
    for place in places(mode):
        ink = place[f"{hue}TextColor"]
        for surface in (f"{hue}BackgroundColor", *SURFACES):
            assert contrast(ink, place[surface]) >= 4.5, surface


@pytest.mark.parametrize("mode", MODES)
def test_code_and_the_heads_of_tables_can_be_read(mode):
    page = places(mode)[0]
    assert contrast(page["codeTextColor"], page["codeBackgroundColor"]) >= 4.5
    assert contrast(page["dataframeHeaderTextColor"], page["dataframeHeaderBackgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_the_edge_of_an_empty_field_can_be_seen(mode):
    for place in places(mode):
        for surface in SURFACES:
            assert contrast(place["borderColor"], place[surface]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_every_chart_colour_stands_out_from_the_page(mode):
    page = places(mode)[0]
    for colour, surface in itertools.product(THEME[mode]["chartCategoricalColors"], SURFACES):
        assert contrast(colour, page[surface]) >= 3, colour


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("mode", MODES)
def test_no_two_chart_colours_come_together(mode, eyes):
    colours = THEME[mode]["chartCategoricalColors"]
    assert len(colours) == 6
    for one, other in itertools.combinations(colours, 2):
        assert math.dist(seen(one, eyes), seen(other, eyes)) >= 0.09, (one, other)


@pytest.mark.parametrize("mode", MODES)
def test_more_moves_steadily_away_from_the_page(mode):
    page = THEME[mode]["backgroundColor"]
    steps = [contrast(colour, page) for colour in THEME[mode]["chartSequentialColors"]]
    assert len(steps) == 10  # Streamlit ignores a list of any other length.
    assert all(before < after for before, after in itertools.pairwise(steps))


@pytest.mark.parametrize("mode", MODES)
def test_both_directions_weigh_the_same(mode):
    page, colours = THEME[mode]["backgroundColor"], THEME[mode]["chartDivergingColors"]
    assert len(colours) == 10
    weight = [contrast(colour, page) for colour in colours]
    assert all(before > after for before, after in itertools.pairwise(weight[:5]))
    assert all(before < after for before, after in itertools.pairwise(weight[5:]))
    for left, right in zip(weight[:5], reversed(weight[5:]), strict=True):
        assert left / right == pytest.approx(1, abs=0.25)


@pytest.mark.parametrize("mode", MODES)
def test_the_pages_before_sign_in_can_be_read(mode):
    colours = door(mode)
    pairs = [
        ("ink", "card"), ("ink", "field"), ("soft", "card"), ("link", "card"), ("go-ink", "go"),
        ("notice-ink", "notice"), ("ink", "notice"), ("problem", "card"), ("demo-ink", "demo"),
    ]  # fmt: skip
    for ink, surface in pairs:
        assert contrast(colours[ink], colours[surface]) >= 4.5, (ink, surface)
    for edge, surface in (("line", "card"), ("line", "field"), ("go", "card"), ("link", "card")):
        assert contrast(colours[edge], colours[surface]) >= 3, (edge, surface)


@pytest.mark.parametrize("mode", MODES)
def test_the_pages_before_sign_in_wear_the_same_colours(mode):
    colours, theme = door(mode), THEME[mode]
    assert colours["ink"] == theme["textColor"]
    assert colours["go"] == theme["primaryColor"]
    assert colours["link"] == theme["linkColor"]
    assert colours["line"] == theme["borderColor"]


def test_fields_and_buttons_are_large_enough_for_a_thumb():
    # Streamlit draws them 2.5 rem high; WCAG 2.2 asks 44 pixels at level AAA.
    assert 2.5 * THEME["baseFontSize"] >= 44
