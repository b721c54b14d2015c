"""Marks a sentence for translation without translating it here."""


def msg(msgid: str) -> str:
    """Return `msgid` unchanged; the translation tools collect it, the screen translates it."""
    return msgid
