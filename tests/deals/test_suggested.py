"""What a message suggests for the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deals.suggested import NOTES, suggested


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("Demo with Hooli today, €1.2M, see https://www.hooli.co.uk/x", "acme|Hooli|hooli.co.uk|1200000"),
        ("ann@gmail.com at Acme Communications met the CTO of acme.example", "acme|||"),
        ("lunch", "acme|||"),
        ("Workshop for Bank of Crete & Sons on Monday, budget 80k", "acme|Bank of Crete & Sons||80000"),
    ],
)
def test_names_domains_and_amounts_are_suggested(message: str, value: str) -> None:
    assert suggested(message, "acme", "Acme Communications", "acme.example") == f"{value}|{message}"


@given(st.text(max_size=800))
def test_any_message_makes_a_value_of_five_parts(message: str) -> None:
    partner, _customer, _domain, _amount, notes = suggested(message, "acme", "Acme", None).split("|", 4)
    assert partner == "acme"
    assert len(notes) <= NOTES
