"""The rules of the step suggestion as a document, out of the rules themselves."""

import re
import sys

from lib.domain.advice import NEEDS, RULES, Rule
from lib.domain.advice_settings import SETTINGS, Parameters, Setting, spaced

COMMAND = "python -m lib.domain.advice_document > docs/step-suggestion.md"

_TOP = f"""# Step suggestion

<!-- Made from the code, so a change here is lost. To make it again:
{COMMAND}
-->

What a coach might talk about next, for each step of a route. It supports the talk: the coach
decides, together with the client. It is never sent to a client, stands on no paper, and is out of
sight while coach and client look at the screen together. A larger step *may* be, and never must be.

The rules are tried in this order, and the first that matches wins. `suggest` in
[`lib/domain/advice.py`](../lib/domain/advice.py) goes through the same table. What stands in
**bold** is a setting, here with its usual value.

## Rules

| # | When | Suggestion | Reasons |
|---|---|---|---|
"""
_NEEDS = """
## What a larger step needs

All of these. What is not so yet becomes a reason of the last rule.

| Need | Reason when it is not so |
|---|---|
"""
_AMOUNTS = """
## Smaller and larger

- *Smaller* and *restart smaller* are one rung down the ladder in minutes, of the ordinary size; at
  the lowest rung one day less.
- A step of a minute on one day cannot become smaller. Then the suggestion is *different*, another
  moment or another form, by whichever rule asked for smaller; after a long rest it is *restart
  same*. [CHOICE]
- *Larger may* offers the next rung **or** one day more, never both. A rung above the ceiling of the
  step is not offered, nor an eighth day. Without room there is nothing to offer: that is the last
  need above. [CHOICE]
- A first step in the cautious profile (`first_minutes`) is the share `first_share` of what the
  client thinks is possible, rounded down, at least a minute.

## Where the numbers come from

`advise` in [`lib/domain/advice_inputs.py`](../lib/domain/advice_inputs.py) gathers them for each
step. Effort, feeling, the day after, confidence and the wish are about moving as a whole: nobody is
asked for each step apart, so they count for every step. [CHOICE]

| Number | From |
|---|---|
"""
_FROM = (
    (
        "weeks",
        "`participation.weeks` of that step: the last that are over, evaluable, and of which "
        "something was written down, within the weeks that taking part looks back [CHOICE]",
    ),
    (
        "moments of every 100",
        "done, in each week at most what was asked, out of asked; rounded to whole numbers, so "
        "that 2 of 3 is 67",
    ),
    ("minutes for every 100 agreed", "`dose_ratio_raw` of that week, not capped"),
    ("effort, the day after", "the sessions of the last days, today included"),
    (
        "feeling on the way",
        "the same sessions; on the form it is 0 to 10, and 5 is taken off, so that its middle is "
        "0 [CHOICE]",
    ),
    ("confidence", "the last told in those sessions; of two on one day the lower [CHOICE]"),
    ("wish", "the basis of the route, for some days after it was said [CHOICE]"),
    (
        "days since the last enlargement",
        "the last version in which the step became longer or came on more days",
    ),
    (
        "rest",
        "agreed rest of the step or of the whole route; rests that follow each other are one, and "
        "a single day that was told as rest is none [CHOICE]",
    ),
    ("care signal", "an open care signal of the client"),
    ("worse after effort, profile", "the basis of the route"),
)
_SETTINGS = """
## Settings

A team lead changes them on the page *Afspraken van het team*; each change is a line in the log,
with the old and the new value. The bounds are narrow by intention: no choice switches a safeguard
off. `of_100` is so many of every hundred.

| Setting | Usual | Bounds | In | Why |
|---|---|---|---|---|
"""


def document() -> str:
    """Return the whole of docs/step-suggestion.md."""
    rules = "".join(_row(str(r.number), _said(r.condition), _codes(r), _reasons(r)) for r in RULES)
    needs = "".join(_row(_said(one.condition), f"`{one.reason}`") for one in NEEDS)
    gathered = "".join(_row(*one) for one in _FROM)
    settings = "".join(_setting(one) for one in SETTINGS)
    return _TOP + rules + _NEEDS + needs + _AMOUNTS + gathered + _SETTINGS + settings


def _codes(rule: Rule) -> str:
    return " or ".join(f"`{code}`" for code in rule.codes)


def _reasons(rule: Rule) -> str:
    if rule is RULES[-1]:
        return "each need that is not met"
    return ", ".join(f"`{why}`" for why in rule.reasons)


def _said(condition: str) -> str:
    usual = Parameters()
    return re.sub(r"{(\w+)}", lambda found: f"**{spaced(usual.value(found[1]))}**", condition)


def _setting(one: Setting) -> str:
    why = one.reason + (" [CHOICE]" if one.chosen else "")
    bounds = f"{one.low} to {one.high}"
    return _row(f"`{one.name}`: {one.label}", spaced(one.usual), bounds, one.unit.value, why)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.stdout.write(document())
