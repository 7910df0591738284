"""Whatever is sent: it is refused with words, or kept as it was typed and escaped wherever it is shown."""

import html as escaping

import pytest

from tests.feedback.responses.conftest import FORM

RANK = {"id": "rank", "type": "ranking", "title": {"uk": "Місця", "ru": "Места", "en": "Places"}, "choices": [
    {"id": one, "text": {"uk": one, "ru": one, "en": one}} for one in ("price", "speed")
]}  # fmt: skip
MULTIPART = '--x\r\nContent-Disposition: form-data; name="recommend"\r\n\r\n9\r\n--x--\r\n'
TEXTS = [
    "<script>alert(1)</script>", "{{7*7}}", "{% debug %}", "${jndi:ldap://x}", "'\"--", "\u202eabc", "a\u200bb",
    "👩\u200d👩\u200d👧", "e" + "\u0301" * 200, '=HYPERLINK("x")', "line\nBcc: x@y.example", "{salutation}",
]  # fmt: skip


@pytest.mark.parametrize(
    "score", ["-1", "11", "5.5", "٩", "1e1", "true", "null", "[]", "NaN", "9223372036854775808", "９", "0x5", "\x009"]
)
def test_score_that_is_none_is_refused(ask, score):
    asked = ask()

    answer = asked.send(recommend=score)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert asked.responses() == []


def test_score_with_spaces_is_the_score(ask):
    asked = ask()

    assert asked.send(recommend="9 ").status_code == 303
    assert [one.nps for one in asked.responses()] == [9]


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_kept_as_typed_and_escaped(ask, text):
    asked = ask()

    assert asked.send(recommend="9", words=text).status_code == 303

    assert [one.answers["words"] for one in asked.responses()] == [text]
    page = asked.page()
    assert escaping.escape(text, quote=True).replace("&quot;", "&quot;") in page
    assert "<script" not in page


def test_nul_and_carriage_returns_are_taken_out(ask):
    asked = ask()

    asked.send(recommend="9", words="one\x00\r\ntwo")

    assert [one.answers["words"] for one in asked.responses()] == ["one\ntwo"]


def test_words_that_are_too_long_are_refused_and_kept(ask):
    asked = ask()
    words = "я" * 2001

    answer = asked.send(recommend="9", words=words)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "вміщується 2000 знаків" in answer.content.decode()


@pytest.mark.parametrize("reason", [["papers", "papers"], ["unknown"], ["papers", "<b>"]])
def test_choice_that_is_not_offered_is_refused(ask, reason):
    asked = ask()

    assert asked.send(recommend="9", reason=reason).status_code == 422
    assert asked.responses() == []


@pytest.mark.parametrize(
    ("places", "status"),
    [
        ({"price": "2", "speed": "1"}, 303),
        ({"price": "1", "speed": "1"}, 422),
        ({"price": "1"}, 422),
        ({"price": "x"}, 422),
    ],
)
def test_ranking_gives_every_place_once(ask, places, status):
    asked = ask(RANK)

    assert asked.send(**{f"rank.{one}": place for one, place in places.items()}).status_code == status
    assert [one.answers for one in asked.responses()] == ([{"rank": ["speed", "price"]}] if status == 303 else [])


@pytest.mark.parametrize("readers", ["everybody", "NAMED", "named\x00", "x" * 5000])
def test_reader_that_is_no_choice_is_refused(ask, readers):
    asked = ask()

    answer = asked.send(recommend="9", _readers=readers)

    assert answer.status_code == 422
    assert asked.responses() == []


def test_fields_of_nobody_are_left_out(ask):
    asked = ask()

    asked.send(recommend="9", utm_source="x", **{"recommend.other": "y", "__proto__": "z"})

    assert [one.answers for one in asked.responses()] == [{"recommend": 9}]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("recommend=9&" + "&".join(f"f{number}=1" for number in range(10_000)), FORM, 400),
        ("recommend=9&words=" + "x" * 3_000_000, FORM, 413),
        ('{"recommend": 9}', "application/json", 422),
        (MULTIPART, "multipart/form-data; boundary=x", 303),
        ("recommend=9", FORM + "; charset=utf-16", 400),
        (b"recommend=9&words=\xcf\xf0\xe8", FORM, 400),
        ("recommend=9&words=%ED%A0%80", FORM, 422),
        ("", FORM, 422),
        (b"\x00\x01\xff", FORM, 400),
    ],
    ids=["fields", "size", "json", "multipart", "encoding", "cp1251", "surrogate", "nothing", "bytes"],
)  # fmt: skip
def test_body_of_no_form_is_refused(ask, body, content_type, status):
    asked = ask()

    answer = asked.browser.post(asked.url, body, content_type=content_type)

    assert answer.status_code == status
    assert "<h" in answer.content.decode() or status == 303
    assert len(asked.responses()) == (status == 303)


@pytest.mark.parametrize(
    "query", ["?s=11", "?s=-1", "?s=%00", "?s=<b>", "?l=%00", "?l=de", "?p=-1", "?p=9e9", "?s=9&s=3", "?p=٣"]
)
def test_address_that_says_nothing_shows_the_page(ask, query):
    asked = ask()

    assert asked.browser.get(asked.url + query).status_code == 200
    assert asked.browser.head(asked.url + query).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(ask, method):
    asked = ask()

    assert getattr(asked.browser, method)(asked.url).status_code == 405
    assert asked.responses() == []
