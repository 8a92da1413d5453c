"""Look: "Every pair at 4.5:1 or better", in both schemes; WCAG 2.2 asks 3:1 of edges of controls and of focus rings (1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text()
DARK = "@media (prefers-color-scheme: dark)"
STAGES = (
    "submitted",
    "development",
    "refinement",
    "report",
    "decision",
    "pending-implementation",
    "implemented",
    "withdrawn",
    "rejected",
)
SURFACES = ("paper", "quiet")
TEXT = ("ink", "muted", "link", "accent", "accent-strong", "good", "attention", "stop", "stop-strong")

TEXT_PAIRS = [
    *((text, surface) for text in TEXT for surface in SURFACES),
    *((f"stage-{stage}", f"stage-{stage}-tint") for stage in STAGES),
    *((f"stage-{stage}", surface) for stage in STAGES for surface in SURFACES),
    *((tone, f"{tone}-tint") for tone in ("accent", "good", "attention", "stop")),
    *(("ink", f"{tone}-tint") for tone in ("accent", "good", "attention", "stop")),
    *(("muted", f"{tone}-tint") for tone in ("accent", "attention", "stop")),
    ("accent-strong", "accent-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    # A button that cannot be undone, and the number in a done or current step.
    ("on-accent", "stop"),
    ("on-accent", "stop-strong"),
    *(("on-accent", f"stage-{stage}") for stage in STAGES),
    # The skip link and the focused link: ink upon amber.
    ("focus-ink", "focus"),
]
EDGE_PAIRS = [("edge", "paper"), ("edge", "quiet"), ("edge", "attention-tint")]
# Lines that separate and carry no meaning of their own: WCAG asks nothing of them.
DECORATION = {"rule"}


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def scheme(name: str) -> dict[str, str]:
    light, dark = TOKENS.split(DARK)
    return colours(light) if name == "light" else colours(light) | colours(dark)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(pairs, name: str, least: float) -> dict[str, float]:
    palette = scheme(name)
    ratios = {f"{fore} on {back}": contrast(palette[fore], palette[back]) for fore, back in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # the well-known grey that just fails


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_pairs_reach_four_and_a_half(name):
    assert too_faint(TEXT_PAIRS, name, 4.5) == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_edges_reach_three(name):
    assert too_faint(EDGE_PAIRS, name, 3) == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_focus_ring_shows_on_every_surface(name):
    """The ring has two colours so that on each surface at least one of them stands out."""
    palette = scheme(name)
    surfaces = [colour for token, colour in palette.items() if token in SURFACES or token.endswith("-tint")]
    faint = [s for s in surfaces if max(contrast(palette["focus"], s), contrast(palette["focus-ink"], s)) < 3]
    assert (faint, len(surfaces)) == ([], 15)


def test_look_gives_these_values():
    said = {
        "ink": "#17212b",
        "paper": "#ffffff",
        "quiet": "#f4f6f5",
        "rule": "#d5dbd9",
        "accent": "#0b5f5a",
        "link": "#0b5f5a",
        "good": "#1d6b3a",
        "attention": "#8a4b00",
        "stop": "#a3201d",
    }
    light = scheme("light")
    assert {token: light[token] for token in said} == said


def test_dark_answers_every_light_colour_except_the_focus_ring():
    light, dark = (colours(part) for part in TOKENS.split(DARK))
    assert set(light) - set(dark) == {"focus", "focus-ink"}
    assert set(dark) <= set(light)


def test_every_colour_is_measured_in_some_pair():
    measured = {token for pair in TEXT_PAIRS + EDGE_PAIRS for token in pair}
    assert set(scheme("light")) - measured == DECORATION


@pytest.mark.parametrize("part", [0, 1])
def test_the_numbers_bootstrap_needs_are_the_same_colours(part):
    css = TOKENS.split(DARK)[part]
    triples = re.findall(r"--([\w-]+)-rgb: (\d+), (\d+), (\d+);", css)
    as_hex = {token: "#" + "".join(f"{int(n):02x}" for n in numbers) for token, *numbers in triples}
    assert as_hex == {token: colours(css)[token] for token in as_hex}
    assert len(as_hex) == 8


@pytest.mark.parametrize("name", ["site.css", "parts.css", "print.css"])
def test_the_other_sheets_name_no_colour(name):
    css = (Path(__file__).parents[2] / "static" / "css" / name).read_text()
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(\d[^)]*\)", css) == []
