"""Hypothesis strategies: any document a handler could return, with the worst words a person could have typed."""

from datetime import date

from hypothesis import strategies as st

from handlers.documents import (
    Button,
    Buttons,
    Choice,
    ChoiceGroup,
    Confirm,
    Day,
    Divider,
    Fact,
    Facts,
    Feedback,
    Field,
    Form,
    Heading,
    Input,
    Instant,
    Note,
    Paragraph,
    Person,
    Plain,
    Progress,
    Reply,
    Style,
    Table,
)

HOSTILE = st.sampled_from(
    [
        "<!channel>",
        "<!here|here>",
        "<@U012AB3CD>",
        "<#C012AB3CD>",
        "<https://evil.example|https://good.example>",
        "*bold* _it_ ~no~ `code`",
        "> quoted & <b>",
        ":tada: @channel",
        "<at>Pam Ortiz</at>",
        "{{DATE(2026-11-24T10:00:00Z, COMPACT)}} ${name}",
        "[good](https://evil.example) ![x](https://evil.example/p.png)",
        "- item",
        "1. item",
        "# title",
        "<img src=x onerror=alert(1)> &lt;b&gt;",
        "\x00\u202etxt.exe\ud83d",
        "Ünïcödé 株式会社",
        "12,345.67 USD",
        "a\nb\n\nc",
        " ",
        "",
    ]
)
GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
USERS = ("U012AB3CD", "W012AB3CD", "<!channel>", "u1", GUID)
words = st.lists(HOSTILE | st.text(max_size=30), max_size=3).map(" ".join)
long_words = words | st.builds(lambda word, times: f"{word} " * times, words, st.integers(0, 400))
ids = st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10})?", fullmatch=True)
spans = st.one_of(
    st.builds(Plain, long_words, st.booleans()),
    st.builds(Day, st.dates(min_value=date(1990, 1, 1))),
    st.builds(Instant, st.integers(0, 2**33), words),
    st.builds(
        Person, st.sampled_from(["U012AB3CD", "W012AB3CD", "<!channel>", "u1", GUID]), words | st.just("Pam Ortiz")
    ),
)
texts = st.lists(spans, max_size=4).map(tuple)
confirms = st.builds(Confirm, words, words, words, words)
buttons = st.builds(Button, words, ids, ids | st.just(""), st.sampled_from(Style), st.none() | confirms)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(0, 22))
    columns = draw(st.lists(words, min_size=width, max_size=width))
    row = st.lists(words, min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(row, max_size=3)) * draw(st.integers(1, 60))
    return Table(draw(words), tuple(columns), tuple(rows))


parts = st.one_of(
    st.builds(Heading, long_words),
    st.builds(Paragraph, texts),
    st.builds(Facts, st.lists(st.builds(Fact, words, texts), max_size=12).map(tuple)),
    st.builds(Progress, words, st.floats(), st.booleans(), words),
    st.builds(Note, texts),
    st.just(Divider()),
    st.builds(Feedback, st.from_regex(r"[0-9]{1,9}", fullmatch=True)),
    st.builds(Buttons, st.lists(buttons, max_size=30).map(tuple)),
    tables(),
)
replies = st.builds(Reply, long_words, st.lists(parts, max_size=12).map(tuple))


def _field(name: str) -> st.SearchStrategy[Field]:
    choices = st.lists(st.builds(Choice, ids, words, words), min_size=1, max_size=130, unique_by=lambda c: c.value)
    base = {"name": st.just(name), "label": words, "hint": words, "placeholder": words, "required": st.booleans()}
    flat = choices.map(tuple)
    groups = st.lists(st.builds(ChoiceGroup, words, choices.map(lambda c: tuple(c[:100]))), min_size=1, max_size=3)
    picks = st.sampled_from([Input.choice, Input.choices])
    return st.one_of(
        st.builds(
            Field,
            **base,
            input=st.sampled_from([Input.line, Input.paragraph]),
            limit=st.none() | st.integers(1, 5000),
            initial=st.none() | long_words,
        ),
        st.builds(Field, **base, input=st.just(Input.day), initial=st.none() | st.dates().map(date.isoformat)),
        st.builds(Field, **base, input=picks, choices=flat, initial=st.none() | ids),
        st.builds(Field, **base, input=picks, groups=groups.map(tuple)),
        st.builds(
            Field,
            **base,
            input=st.just(Input.search),
            search=ids,
            initial=st.none() | st.builds(Choice, ids, words),
        ),
    )


names = st.lists(ids, min_size=1, max_size=6, unique=True)
fields = names.flatmap(lambda chosen: st.tuples(*map(_field, chosen)))
forms = st.builds(
    Form, ids, words, words, fields, intro=texts, state=st.lists(st.tuples(ids, ids), max_size=3).map(tuple)
)
