"""Signed links: what was made is read, and everything else is refused in one way."""

import base64
import hashlib
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import tokens
from accounts.organizations.models import StaffInvitation
from accounts.tokens import BadToken, Claim, Kind

KINDS = st.sampled_from(Kind)
NONCES = st.binary(min_size=16, max_size=16)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def raw(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def made(kind: Kind = Kind.STAFF_INVITATION, nonce: bytes = b"n" * 16) -> str:
    return tokens.make(kind=kind, organization_id=uuid.UUID(int=1), row_id=uuid.UUID(int=2), nonce=nonce)


@given(kind=KINDS, organization_id=st.uuids(), row_id=st.uuids(), nonce=NONCES)
def test_what_was_made_is_read(kind, organization_id, row_id, nonce):
    token = tokens.make(kind=kind, organization_id=organization_id, row_id=row_id, nonce=nonce)

    claim = tokens.read(token, kind=kind)

    assert claim == Claim(organization_id, row_id, hashlib.sha256(raw(token)[-16:]).digest())
    assert len(token) == 78
    assert set(token) <= set(ALPHABET)


@given(first=NONCES, second=NONCES)
def test_another_nonce_is_another_digest(first, second):
    digests = {tokens.read(made(nonce=nonce), kind=Kind.STAFF_INVITATION).digest for nonce in (first, second)}

    assert len(digests) == len({first, second})


@given(bit=st.integers(min_value=0, max_value=8 * tokens.LENGTH - 1))
def test_any_flipped_bit_is_noticed_by_the_signature_or_changes_the_digest(bit):
    """The last 16 bytes are compared with the row, in the database: to read them is to change the digest."""
    content = bytearray(raw(made()))
    content[bit // 8] ^= 1 << bit % 8

    if bit // 8 < tokens.HEAD + tokens.MAC1:
        with pytest.raises(BadToken):
            tokens.read(text(content), kind=Kind.STAFF_INVITATION)
    else:
        right = tokens.read(made(), kind=Kind.STAFF_INVITATION)
        changed = tokens.read(text(content), kind=Kind.STAFF_INVITATION)
        assert (changed.organization_id, changed.row_id) == (right.organization_id, right.row_id)
        assert changed.digest != right.digest


@given(place=st.integers(min_value=0, max_value=77), letter=st.sampled_from(ALPHABET + "+/= é\n"))
def test_one_token_has_one_text(place, letter):
    """Base64 has spare bits: two texts of one token would be two keys for limits and logs."""
    token = made()
    other = token[:place] + letter + token[place + 1 :]

    if other != token:
        try:
            changed = tokens.read(other, kind=Kind.STAFF_INVITATION)
        except BadToken:
            return
        assert changed.digest != tokens.read(token, kind=Kind.STAFF_INVITATION).digest


@given(garbage=st.one_of(st.text(), st.text(ALPHABET, min_size=76, max_size=80), st.binary(max_size=100).map(text)))
def test_garbage_is_no_token_and_no_other_error(garbage):
    with pytest.raises(BadToken):
        tokens.read(garbage, kind=Kind.STAFF_INVITATION)


@pytest.mark.parametrize("kind", Kind)
def test_kind_opens_only_its_own_door(kind):
    token = made(kind)

    for other in Kind:
        if other != kind:
            with pytest.raises(BadToken):
                tokens.read(token, kind=other)
    for number in range(256):  # and kinds that do not exist yet, with the signature of this one
        if number != kind:
            content = bytearray(raw(token))
            content[1] = number
            with pytest.raises(BadToken):
                tokens.read(text(content), kind=kind)


def test_token_of_another_key_is_refused(settings):
    token = made()
    settings.SECRET_KEY = "another key"

    with pytest.raises(BadToken):
        tokens.read(token, kind=Kind.STAFF_INVITATION)


def test_token_of_an_older_key_is_read_while_that_key_is_kept(settings):
    token = made()
    claim = tokens.read(token, kind=Kind.STAFF_INVITATION)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]

    assert tokens.read(token, kind=Kind.STAFF_INVITATION) == claim
    assert made() != token  # new ones are signed with the new key


def test_signature_of_the_head_is_not_the_secret_of_the_row():
    content = raw(made())

    assert content[34:42] != content[42:50]


def test_renewed_link_replaces_the_older_one():
    invitation = StaffInvitation(organization_id=uuid.uuid4())

    first = invitation.renew_token(Kind.STAFF_INVITATION)
    second = invitation.renew_token(Kind.STAFF_INVITATION)

    assert first != second
    assert tokens.read(first, kind=Kind.STAFF_INVITATION).digest != invitation.token_digest
    assert tokens.read(second, kind=Kind.STAFF_INVITATION) == Claim(
        invitation.organization_id, invitation.pk, invitation.token_digest
    )


VALUES = st.lists(st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])))


@given(values=VALUES)
def test_what_was_sealed_is_read(values):
    assert tokens.unseal(tokens.seal(values, salt="form"), salt="form") == values


@given(changed=st.text(max_size=300))
def test_any_other_text_is_no_seal(changed):
    sealed = tokens.seal(["named", 7], salt="form")

    for wrong in (changed, sealed + changed[:1], changed[:1] + sealed, changed + sealed[sealed.index(".") :]):
        if wrong != sealed:
            with pytest.raises(BadToken):
                tokens.unseal(wrong, salt="form")


def test_seal_of_another_use_or_key_is_none(settings):
    sealed = tokens.seal([1], salt="form")
    with pytest.raises(BadToken):
        tokens.unseal(sealed, salt="letter")

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert tokens.unseal(sealed, salt="form") == [1]
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadToken):
        tokens.unseal(sealed, salt="form")
