"""Documents as hypothesis draws them: every type of question, audiences, wordings, and rules that may lead anywhere."""

from hypothesis import strategies as st

from feedback.surveys.document import Act, Document, Type, read

ROLES = ("economic", "technical", "end_user")
TEXT = st.text(alphabet="abcіїы <&", max_size=8)
RECALLED = st.sampled_from(
    ["{answer:q0} a", "b {answer:q1|c}?", "{fact:act|x & y}", "{salutation}, a", "{q0}", "{a b}"]
)
TEXTS = st.dictionaries(st.sampled_from(["uk", "en"]), TEXT | RECALLED, max_size=2)
SCALES = [Type.NPS, Type.CSAT, Type.CES, Type.RATING]


def conditions(ids: list[str]) -> st.SearchStrategy:
    """Return conditions over these questions and facts of the person; some compare what can never be equal."""
    values = st.one_of(st.integers(-1, 11), st.sampled_from(["a", "b", "other", "2026-01-01"]), st.booleans())
    plain = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "has"])
    compared = st.builds(
        lambda name, op, value: {"answer": name, "op": op, "value": value}, st.sampled_from(ids), plain, values
    )
    known = st.builds(
        lambda name, op: {"answer": name, "op": op}, st.sampled_from(ids), st.sampled_from(["answered", "unanswered"])
    )
    about = st.builds(lambda role: {"fact": "role", "op": "=", "value": role}, st.sampled_from(ROLES))
    listed = st.builds(lambda roles: {"fact": "role", "op": "in", "value": roles}, st.lists(st.sampled_from(ROLES)))
    return st.recursive(
        st.one_of(compared, known, about, listed),
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=4,
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document of up to six questions."""
    ids = [f"q{at}" for at in range(draw(st.integers(1, 6)))]
    questions = [
        {
            "id": id_,
            "type": draw(st.sampled_from([str(one) for one in Type])),
            "title": draw(TEXTS),
            "required": draw(st.booleans()),
            "has_other": draw(st.booleans()),
            "starts_page": draw(st.booleans()),
            "choices": [{"id": name, "text": draw(TEXTS)} for name in ("a", "b", "c")[: draw(st.integers(0, 3))]],
            "rows": [{"id": "r1"}, {"id": "r2"}][: draw(st.integers(0, 2))],
            "audience": {"roles": draw(st.lists(st.sampled_from(ROLES), max_size=2, unique=True))},
            "wordings": draw(
                st.lists(
                    st.builds(
                        lambda of, group, title: {"of": of, "group": group, "title": title},
                        st.sampled_from(ids), st.sampled_from(["low", "middle", "high"]), TEXTS,
                    ),
                    max_size=2,
                )
            ),
        }
        for id_ in ids
    ]  # fmt: skip
    rule = st.builds(
        lambda when, act, question, to: {"when": when, "act": act, "question": question, "to": to},
        conditions(ids), st.sampled_from(list(Act)), st.sampled_from(ids), st.sampled_from(ids),
    )  # fmt: skip
    return read({"languages": ["uk", "en"], "questions": questions, "rules": draw(st.lists(rule, max_size=6))})


ONE_ANSWER = st.one_of(
    st.integers(-2, 12),
    st.booleans(),
    st.floats(),
    st.none(),
    st.sampled_from(["a", "b", "other", "3", "yes", "2026-02-30", "2026-02-28", "x" * 2001, "\0", " "]),
    st.lists(st.sampled_from(["a", "b", "c", "other", "zzz"]), max_size=4),
    st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), st.sampled_from(["a", "b", "zzz"]), max_size=3),
)
RAW = st.dictionaries(
    st.one_of(st.sampled_from([f"q{at}" for at in range(6)]), st.sampled_from(["q0.other", "q1.other", "strange"])),
    ONE_ANSWER,
    max_size=8,
)
