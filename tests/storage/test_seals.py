"""Seals: nobody reads what was sealed without the key, nor for another owner."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from lib.storage import seals

OWNER = ("ines", "bob")
WORDS = {"note": "Bob liep tot de brug", "mood_after": 7, "helped": ["muziek"], "at": None}


@pytest.fixture(autouse=True)
def _own_ring(_same_key: None) -> Iterator[None]:
    """Each test may change the ring; afterwards the others seal with a key again."""
    seals.use((seals.new_key(),))
    yield
    seals.use((seals.new_key(),))


def test_what_is_sealed_comes_back_for_its_owner() -> None:
    assert seals.unseal(seals.seal(WORDS, owner=OWNER), owner=OWNER) == WORDS


def test_nothing_of_the_words_or_the_owner_can_be_read_in_a_seal() -> None:
    # Long words: three letters turn up in a seal by chance.
    sealed = seals.seal(
        {"aantekening": "wandelingetje langs de brug"}, owner=("ines-dragstra", "bob-twijnstra")
    )
    for open_text in (sealed, urlsafe_b64decode(sealed)):
        for word in ("aantekening", "wandelingetje", "dragstra", "twijnstra"):
            assert word.encode() not in open_text


def test_the_same_words_are_never_sealed_the_same_way_twice() -> None:
    assert len({seals.seal(WORDS, owner=OWNER) for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "other",
    [
        ("marek", "bob"),
        ("ines", "anna"),
        ("bob", "ines"),
        ("ines",),
        ("ines", "bob", ""),
        ("inesbob",),
        (),
    ],
)
def test_a_seal_does_not_open_for_another_owner(other: tuple[str, ...]) -> None:
    with pytest.raises(seals.Unreadable):
        seals.unseal(seals.seal(WORDS, owner=OWNER), owner=other)


def test_without_its_key_a_seal_stays_closed() -> None:
    sealed = seals.seal(WORDS, owner=OWNER)
    seals.use((seals.new_key(),))
    with pytest.raises(seals.Unreadable):
        seals.unseal(sealed, owner=OWNER)


def test_after_a_new_key_in_front_the_old_seals_still_open() -> None:
    old, new = seals.new_key(), seals.new_key()
    seals.use((old,))
    sealed = seals.seal(WORDS, owner=OWNER)
    seals.use((new, old))
    assert seals.unseal(sealed, owner=OWNER) == WORDS
    newer = seals.seal(WORDS, owner=OWNER)
    seals.use((new,))
    assert seals.unseal(newer, owner=OWNER) == WORDS
    with pytest.raises(seals.Unreadable):
        seals.unseal(sealed, owner=OWNER)


@pytest.mark.parametrize("place", [0, 1, 10, 30, -1, -20])
def test_a_changed_byte_closes_a_seal(place: int) -> None:
    sealed = bytearray(urlsafe_b64decode(seals.seal(WORDS, owner=OWNER)))
    sealed[place] ^= 1
    with pytest.raises(seals.Unreadable):
        seals.unseal(urlsafe_b64encode(bytes(sealed)), owner=OWNER)


@pytest.mark.parametrize("rubbish", [b"", b"x", b"\x00\xff" * 40, b'[["ines","bob"],{}]'])
def test_what_is_no_seal_at_all_is_unreadable(rubbish: bytes) -> None:
    with pytest.raises(seals.Unreadable):
        seals.unseal(rubbish, owner=OWNER)


@pytest.mark.parametrize("content", [["a list"], "words", 3, None])
def test_a_seal_that_holds_no_fields_is_unreadable(content: Any) -> None:
    key = seals.new_key()
    seals.use((key,))
    sealed = Fernet(key).encrypt(json.dumps([list(OWNER), content]).encode())
    with pytest.raises(seals.Unreadable):
        seals.unseal(sealed, owner=OWNER)


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("",),
        ("kort",),
        ("a" * 44, "kort"),
        ("é" * 44,),
        ("a" * 45,),
    ],
)
def test_a_key_that_is_none_is_refused_and_the_former_keys_stay(keys: tuple[str, ...]) -> None:
    sealed = seals.seal(WORDS, owner=OWNER)
    with pytest.raises(ValueError, match=r".") as refused:
        seals.use(keys)
    assert seals.unseal(sealed, owner=OWNER) == WORDS
    assert all(key not in str(refused.value) for key in keys if key)


def test_every_new_key_is_another() -> None:
    keys = {seals.new_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(urlsafe_b64decode(key)) for key in keys} == {32}


@given(
    st.dictionaries(
        st.text(max_size=10),
        st.text(max_size=50) | st.integers() | st.booleans() | st.none() | st.lists(st.text()),
    )
)
def test_whatever_is_sealed_comes_back(content: dict[str, Any]) -> None:
    assert seals.unseal(seals.seal(content, owner=OWNER), owner=OWNER) == content


def test_sealed_anew_it_says_the_same_and_needs_the_first_key_alone() -> None:
    old, new = seals.new_key(), seals.new_key()
    seals.use((old,))
    sealed = seals.seal(WORDS, owner=OWNER)
    seals.use((new, old))
    assert seals.needs_older_key(sealed)
    anew = seals.seal_anew(sealed)
    assert not seals.needs_older_key(anew)
    seals.use((new,))
    assert seals.unseal(anew, owner=OWNER) == WORDS
    with pytest.raises(seals.Unreadable):
        seals.seal_anew(sealed)
