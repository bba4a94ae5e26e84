"""Forms in Teams: dialogs that keep what was typed, say what is wrong, and come back as plain values."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.render.adaptive import forms
from bot.teams.bounds import CARD_UNITS, units
from bot.teams.limits import check_card
from handlers.documents import Choice, ChoiceGroup, Field, Form, Input, Options, text
from handlers.request import Value
from scripts.carried import of_teams, squeezed
from tests.render.cards import class_errors, schema_errors
from tests.render.documents import forms as any_form
from tests.render.documents import words

CALM = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PRODUCTS = (Choice("a,b", "A, B"), Choice("50%", "Half"), Choice("%2C", "Code"))
ROLES = (Choice("sourced", "Sourced"), Choice("resold", "Resold", "by them"))
FORM = Form(
    "deals.submit",
    "Register a deal",
    "Submit",
    (
        Field("customer", "Customer", Input.line, placeholder="Legal name", limit=100, hint="See “/partner help”."),
        Field("evidence", "What was done?", Input.paragraph, required=False),
        Field("close_on", "Expected close", Input.day),
        Field(
            "role", "Role", Input.choice, choices=(Choice("sourced", "Sourced"), Choice("resold", "Resold", "by them"))
        ),
        Field("products", "Products", Input.choices, choices=PRODUCTS),
        Field("partner", "Partner", Input.search, search="partners.search", initial=Choice("acme", "Acme, Inc.")),
    ),
    intro=text("The deal desk answers."),
    state=(("draft", "7"),),
)


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["id"]: block for block in card["body"] if block["type"].startswith("Input.")}


def sent(card: dict[str, Any]) -> dict[str, str]:
    """What Teams sends when nothing is touched: the data of the button, and every input that is not empty."""
    values = {name: block["value"] for name, block in inputs(card).items() if "value" in block}
    return {**card["actions"][0]["data"], **values}


@CALM
@given(any_form)
def test_any_form_is_a_card_that_teams_takes(form: Form) -> None:
    drawn = forms.form(form, "token")
    check_card(drawn)
    assert units(drawn) <= CARD_UNITS
    assert schema_errors(drawn) == []
    assert class_errors(drawn) == []


@st.composite
def filled_forms(draw: st.DrawFn) -> tuple[Form, dict[str, Value]]:
    """A form, and what somebody filled in."""
    form = draw(any_form)
    values: dict[str, Value] = {}
    for field in form.fields:
        offered = [choice.value for choice in field.choices] + [c.value for g in field.groups for c in g.choices]
        match field.input:
            case Input.choices:
                values[field.name] = tuple(draw(st.lists(st.sampled_from(offered), max_size=3, unique=True)))
            case Input.choice:
                values[field.name] = draw(st.sampled_from(offered))
            case Input.day:
                values[field.name] = draw(st.dates()).isoformat()
            case Input.search:
                values[field.name] = draw(st.sampled_from(["acme", "a,b", "%", ""]))
            case _:
                values[field.name] = draw(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=40))
    return form, values


@CALM
@given(filled_forms())
def test_what_was_filled_in_comes_back_from_the_form_drawn_again(filled: tuple[Form, dict[str, Value]]) -> None:
    form, values = filled
    drawn = forms.form(form, "token", values, {"": "Try again."})
    check_card(drawn)
    back = forms.values(form, sent(drawn))
    assert {name: _told(value) for name, value in back.items()} == {
        name: _told(value) for name, value in values.items()
    }


def _told(value: Value) -> object:
    """Words of nothing but white space are nothing; the order in which several were chosen does not matter."""
    return set(value) if isinstance(value, tuple) else value if value.strip() else ""


def test_each_field_is_an_input_with_label_hint_and_bounds() -> None:
    drawn = forms.form(FORM, "token")
    found = inputs(drawn)
    assert [block["type"] for block in found.values()] == [
        *("Input.Text", "Input.Text", "Input.Date", "Input.ChoiceSet", "Input.ChoiceSet", "Input.ChoiceSet")
    ]
    customer = found["customer"]
    assert (customer["label"], customer["maxLength"], customer["placeholder"]) == ("Customer", 100, "Legal name")
    assert customer["errorMessage"] == "Please fill in: Customer."
    assert found["evidence"]["isMultiline"]
    assert "isRequired" not in found["evidence"]
    assert found["role"]["choices"][1] == {"title": "Resold (by them)", "value": "resold"}
    assert found["partner"]["choices.data"] == {"type": "Data.Query", "dataset": "partners.search#token"}
    assert found["partner"]["value"] == found["partner"]["choices"][0]["value"]
    assert "See“help”." in of_teams(drawn).words
    assert drawn["actions"] == [
        {"type": "Action.Submit", "title": "Submit", "data": {"form": "token"}, "style": "positive"}
    ]


def test_values_with_commas_survive_among_several() -> None:
    drawn = forms.form(FORM, "token", {"products": ("a,b", "%2C", "50%")})
    assert inputs(drawn)["products"]["value"].count(",") == 2
    assert forms.values(FORM, sent(drawn))["products"] == ("a,b", "%2C", "50%")


def test_what_was_found_by_searching_keeps_its_name_when_the_form_is_drawn_again() -> None:
    (result,) = forms.options(Options((Choice("globex", "Globex, GmbH"),)))["value"]["results"]
    data = {"partner": result["value"]}
    assert forms.values(FORM, data)["partner"] == "globex"
    again = inputs(forms.form(FORM, "token", forms.kept(FORM, data), {"customer": "Write it."}))["partner"]
    assert again["choices"] == [result]
    assert again["value"] == result["value"]


def test_a_field_left_empty_is_empty_and_not_what_it_started_with() -> None:
    assert forms.values(FORM, {}) == {
        "customer": "",
        "evidence": "",
        "close_on": "",
        "role": "",
        "products": (),
        "partner": "",
    }
    assert "value" not in inputs(forms.form(FORM, "token", {"partner": ""}))["partner"]


def test_errors_stand_on_top_and_at_their_fields() -> None:
    drawn = forms.form(FORM, "token", {"customer": "*X*"}, {"customer": "At least two letters.", "close_on": "Choose."})
    assert of_teams({"body": drawn["body"][:1]}).words == squeezed("Nothing was saved yet: 2 fields need another look.")
    place = [block.get("id") for block in drawn["body"]].index("customer")
    said = drawn["body"][place + 1]["inlines"][0]
    assert (said["text"], said["color"]) == ("At least two letters.", "Attention")
    assert drawn["body"][place]["value"] == "*X*"


@pytest.mark.parametrize("name", ["", "gone"])
def test_an_error_of_no_field_stands_on_top(name: str) -> None:
    drawn = forms.form(FORM, "token", {}, {name: "The deal was decided meanwhile; “/partner help”."})
    assert of_teams({"body": drawn["body"][:1]}).words == squeezed(
        "Nothing was saved yet. The deal was decided meanwhile; “help”."
    )


def test_a_choice_that_is_offered_no_more_is_shown_and_passed_on() -> None:
    drawn = forms.form(FORM, "token", {"role": "referral", "products": ("gone,too",)}, {"role": "Choose another."})
    check_card(drawn)
    values = forms.values(FORM, sent(drawn))
    assert (values["role"], values["products"]) == ("referral", ("gone,too",))


def test_too_long_a_text_is_shown_whole() -> None:
    assert inputs(forms.form(FORM, "token", {"customer": "x" * 150}))["customer"]["value"] == "x" * 150


def test_choices_of_a_group_say_its_name() -> None:
    groups = (ChoiceGroup("Segment", (Choice("s", "Engage"),)), ChoiceGroup("", (Choice("o", "Other"),)))
    drawn = forms.form(Form("x.y", "T", "Go", (Field("p", "P", Input.choice, groups=groups),)), "token")
    assert [choice["title"] for choice in inputs(drawn)["p"]["choices"]] == ["Segment · Engage", "Other"]


def test_lists_that_make_a_card_too_large_are_shortened_and_say_so() -> None:
    many = tuple(Choice(f"c{n}", f"Choice {n} " + "x" * 100) for n in range(300))
    drawn = forms.form(Form("x.y", "T", "Go", (Field("p", "P", Input.choice, choices=many, initial="c299"),)), "token")
    check_card(drawn)
    shown = inputs(drawn)["p"]["choices"]
    assert shown[-1]["value"] == "c299"
    assert squeezed(f"… and {300 - len(shown)} more choices that do not fit here.") in of_teams(drawn).words


def test_search_answers_come_in_pages() -> None:
    found = Options(tuple(Choice(f"c{n}", f"Name {n}", "d") for n in range(40)))
    page = forms.options(found, 15, 15)
    assert page["type"] == "application/vnd.microsoft.search.searchResponse"
    assert [each["title"] for each in page["value"]["results"]] == [f"Name {n} (d)" for n in range(15, 30)]
    assert forms.options(found, -5, 0)["value"]["results"] == forms.options(found, 0, 1)["value"]["results"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["customer", "products"]), inner),
    max_leaves=12,
)


@CALM
@given(json_values)
def test_foreign_json_instead_of_inputs_is_passed_over(data: Any) -> None:
    values = forms.values(FORM, data)
    assert list(values) == [field.name for field in FORM.fields]
    assert all(isinstance(value, str) or all(isinstance(each, str) for each in value) for value in values.values())
    check_card(forms.form(FORM, "token", forms.kept(FORM, data), {"": "Again."}))


def test_unknown_fields_are_passed_over() -> None:
    assert "draft" not in forms.values(FORM, {"draft": "8", "customer": "Globex\x00"})
    assert forms.values(FORM, {"customer": "Globex\x00"})["customer"] == "Globex"
