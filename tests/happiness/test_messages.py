"""The catalogue: everything that people read is collected, and nothing is half-translated."""

from babel.messages.catalog import Catalog

from happiness.management.commands import messages


def test_texts_of_code_and_templates_are_collected():
    texts = messages.collect()

    assert texts.get("Happiness manager") is not None  # code
    assert texts.get("Choose a password") is not None
    assert len(texts) > 100  # templates


def test_faults_are_found(monkeypatch):
    texts, catalog = Catalog(), Catalog(locale="uk", fuzzy=False)
    for source in ("missing", "fuzzy", "lost %(name)s", "invented", "good %(name)s"):
        texts.add(source)
    texts.add(("one day", "%(days)s days"))
    catalog.add("fuzzy", "неточно", flags=["fuzzy"])
    catalog.add("lost %(name)s", "загублено")
    catalog.add("invented", "вигадано %(name)s")
    catalog.add("good %(name)s", "добре %(name)s")
    catalog.add(("one day", "%(days)s days"), ("день", "%(days)s дні", ""))
    catalog.add("gone", "пішло")
    monkeypatch.setattr(messages, "read_catalog", lambda _language: catalog)

    found = list(messages.faults("uk", texts))

    assert found == [
        "missing: 'missing'",
        "fuzzy: 'fuzzy'",
        "placeholders differ: 'lost %(name)s'",
        "placeholders differ: 'invented'",
        "missing: ('one day', '%(days)s days')",
        "no longer used: 'gone'",
    ]
