"""Words about hand-over and cover: what became of it, and the text a client gets."""

from datetime import datetime

from lib.domain.calendar import local_day
from lib.domain.covers import Cover
from lib.domain.handovers import Handover, State
from lib.ui.text import day, t


def state(one: Handover) -> str:
    """Return what became of an offer, in a sentence."""
    if one.is_open and not one.can_accept:
        return t(
            "{name} cannot take this over any more. Take it back and ask another.",
            name=one.to_coach,
        )
    if one.decided_at is None or one.decided_by is None:
        on = _on(one.asked_at)
        return t("{name} was asked on {day} and has not answered yet.", name=one.to_coach, day=on)
    about = {"name": one.decided_by, "day": _on(one.decided_at)}
    if one.state is State.ACCEPTED:
        return t("{name} took over on {day}.", **about)
    if one.state is State.DECLINED:
        return t("{name} said no on {day}; the client stays where they are.", **about)
    return t("Taken back by {name} on {day}.", **about)


def told(one: Handover | Cover) -> str:
    """Return whether the client knows, in a few words."""
    if one.informed_on is None or one.informed_by is None:
        return t("the client has not been told yet, as far as we know")
    return t("told the client: {name}, {day}", name=one.informed_by, day=day(one.informed_on))


def who_covers(one: Cover) -> str:
    """Return who covers whom until when, in a sentence; without the coach when nobody may know."""
    about = {"coverer": one.coverer, "start": day(one.start), "end": day(one.end)}
    if not one.coach:
        return t("{coverer} covers from {start} up to and including {end}.", **about)
    return t(
        "{coverer} covers for {coach} from {start} up to and including {end}.",
        coach=one.coach,
        **about,
    )


def handover_text(one: Handover, *, sender: str) -> str:
    """Return what a client can be sent about another coach; nothing in it is about health."""
    new = one.to_coach
    if one.state is State.ACCEPTED and one.decided_at is not None:
        begin = t(
            "From {day} on {coach} is your movement coach. You need not begin again: {coach} knows "
            "what we agreed.",
            day=_on(one.decided_at),
            coach=new,
        )
    else:
        begin = t(
            "I would like {coach} to be your movement coach from now on. You need not begin again: "
            "{coach} goes on with what we agreed.",
            coach=new,
        )
    return _letter(one.client_name, begin, who=new, phone=one.to_phone, sender=sender)


def cover_text(one: Cover, *, sender: str) -> str:
    """Return what a client can be sent about who covers; nothing in it is about health."""
    begin = t(
        "From {start} up to and including {end} {coverer} is there for you in place of {coach}. "
        "After that {coach} goes on with you.",
        start=day(one.start),
        end=day(one.end),
        coverer=one.coverer,
        coach=one.coach,
    )
    return _letter(one.client_name, begin, who=one.coverer, phone=one.coverer_phone, sender=sender)


def _letter(client: str, begin: str, *, who: str, phone: str, sender: str) -> str:
    call = (
        t("Do you have a question? You can call {name}: {phone}.", name=who, phone=phone)
        if phone
        else t("Do you have a question? Feel free to ask me.")
    )
    no = t("Does this not suit you? Then say so. We will look for another way together.")
    hello = t("Hello {name},", name=client.split()[0] if client else "")
    return "\n\n".join((hello, begin, f"{call}\n{no}", t("Kind regards,") + f"\n{sender}"))


def _on(moment: datetime) -> str:
    return day(local_day(moment))
