"""Years, and the parts of a year that have a name: "FY24", "Q2", "second half", "May 2023", "the 3rd of May".

Names that are ordinary words or first names too ("may", "march", "Jan") are months only where a day, a year, a
preposition, a capital letter or a noun of the business shows it.
"""

from dataclasses import dataclass

from handlers.understanding.calendar_spans import Unit, Yearly, is_year
from handlers.understanding.calendar_words import MONTHS, ORDINALS, UNITS, Tokens, century

BACK = frozenset("last previous prior past preceding".split())
HERE = frozenset("this current".split())
AHEAD = frozenset("next coming upcoming".split())

_AMBIGUOUS = frozenset("may march april june august jan mar apr jun aug sep dec".split())
_BEFORE_PERIOD = BACK | frozenset(
    """
    in during for since of until till through thru before after by from between this current next coming upcoming vs
    versus early late mid end start throughout
    """.split()
)
_SURE = frozenset("in during since until".split())
_VERB_AFTER = frozenset("have be not need".split())
_AFTER_MODAL = _VERB_AFTER | frozenset(
    """
    i we you he she it they want also well still never get take require help ask see go come use include already only
    just qualify reach lose change become make do know add
    """.split()
)
_BUSINESS = frozenset(
    """
    revenue deals numbers sales pipeline figures results bookings opportunities registrations total totals meeting
    meetings qbr qbrs review reviews revenues target quota
    """.split()
)
_MONEY = frozenset("usd eur gbp dollars euros pounds bucks k m million thousand mil grand percent".split())
_COUNTED = _MONEY | frozenset("more people persons users seats licenses additional others".split())
_COUNTED_SMALL = _COUNTED | frozenset(
    "deal deals opportunity opportunities registration registrations partner partners certified new pm am".split()
)
_YEAR_BEFORE = frozenset("in during since of until till through thru before after by from between year".split())
_YEAR_WORDS = frozenset("fiscal calendar".split())
_RELATIVE_YEAR = {**dict.fromkeys(BACK - {"past"}, -1), **dict.fromkeys(HERE, 0), **dict.fromkeys(AHEAD, 1)}
_BARE_YEARS_AWAY = 15


@dataclass(frozen=True, slots=True)
class Named:
    """A part of the year, or None where no year has it ("Feb 30", "Q5"); `year` is the one that is said with it."""

    end: int
    part: Yearly | None
    year: int | None = None


def counted(tokens: Tokens, at: int) -> bool:
    """Whether the word at a position makes a small number before it a count."""
    return tokens.word(at) in _COUNTED_SMALL or tokens.word(at) in UNITS


def year_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A year in any unmistakable form ("2024", "'24", "FY24", "fiscal 2024"), and the position after it."""
    number = tokens.number(at)
    if tokens.digits(at) == 4 and number is not None and is_year(number):
        return number, at + 1
    if tokens.word(at) == "'" and tokens.digits(at + 1) == 2 and tokens.glued(at + 1):
        short = tokens.number(at + 1)
        return None if short is None else (century(short), at + 2)
    return _marked_year(tokens, at)


def _marked_year(tokens: Tokens, at: int) -> tuple[int, int] | None:
    if tokens.word(at) in ("fy", "cy"):
        at = tokens.skip(at + 1, "-", "'")
        number = tokens.number(at)
        if number is not None and tokens.digits(at) == 2:
            return century(number), at + 1
    else:
        start = tokens.skip(at, "the")
        word = tokens.skip(start, *_YEAR_WORDS)
        at = tokens.skip(word, "year")
        if at == start:
            return None
    number = tokens.number(at)
    return (number, at + 1) if number is not None and is_year(number) and tokens.digits(at) == 4 else None


def relative_year_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """ "last year", "this year", "next year" as a year, and the position after it."""
    by = _RELATIVE_YEAR.get(tokens.word(at))
    beyond = tokens.skip(at + 1, "-", *_YEAR_WORDS)
    if by is None or tokens.word(beyond) not in ("year", "fy"):
        return None
    return tokens.as_of.year + by, beyond + 1


def bare_year_at(tokens: Tokens, at: int, sure: bool) -> tuple[int, int] | None:
    """A year that stands alone; a plain number of four digits only where it is likelier a year than a count."""
    found = year_at(tokens, at)
    if found is None or tokens.digits(at) != 4:
        marked = found is not None and tokens.word(at) != "'"
        return found if marked or sure or tokens.word(at - 1) in _YEAR_BEFORE else None
    year, end = found
    if tokens.word(end) in _COUNTED:
        return None
    likely = abs(year - tokens.as_of.year) <= _BARE_YEARS_AWAY and year % 100 != 0
    before = tokens.word(at - 1) if tokens.word(at - 1) != "the" else tokens.word(at - 2)
    return found if sure or likely or before in _YEAR_BEFORE else None


def named_at(tokens: Tokens, at: int, sure: bool = False) -> Named | None:
    """A named part of the year, with the year where one is said; a month only with evidence, unless `sure`."""
    for read in (_letter_part, _ordinal_part, _day_month):
        found = read(tokens, at)
        if found is not None:
            return found
    return _month(tokens, at, sure)


def _with_year(tokens: Tokens, end: int, part: Yearly | None, short: bool = False) -> Named:
    """The part with the year that follows, directly or after a comma, "of", "in", "-", "/"; `short`: also "Q2 24"."""
    mark = tokens.word(end)
    at = tokens.skip(end, ",", "of", "in", "-", "/")
    if mark == "," and tokens.digits(at) != 4:
        return Named(end, part)
    found = year_at(tokens, at) or (None if mark in ("-", "/") else relative_year_at(tokens, tokens.skip(at, "the")))
    number = tokens.number(at)
    if found is None and number is not None and tokens.digits(at) == 2 and mark not in ("of", "in", "/"):
        tight = mark == "-" and tokens.glued(end) and tokens.glued(at)
        if tight or (short and mark != "-" and not counted(tokens, at + 1)):
            found = century(number), at + 1
    if found is not None:
        return Named(found[1], part, found[0])
    if number is not None and tokens.digits(at) == 4 and mark not in ("-", "/") and tokens.word(at + 1) not in _COUNTED:
        return Named(at + 1, None)
    return Named(end, part)


def _letter_part(tokens: Tokens, at: int) -> Named | None:
    """ "Q2", "2Q24", "H1", "quarter 2", "qtr two"."""
    word, number = tokens.word(at), tokens.number(at + 1)
    if word in ("q", "h") and number is not None and tokens.glued(at + 1) and tokens.digits(at + 1) == 1:
        return _numbered(tokens, at + 2, Unit.quarter if word == "q" else Unit.half, number)
    if word in ("quarter", "qtr"):
        number = (
            number
            if tokens.digits(at + 1) == 1
            else {"one": 1, "two": 2, "three": 3, "four": 4}.get(tokens.word(at + 1))
        )
        if number is not None and not counted(tokens, at + 2):
            return _numbered(tokens, at + 2, Unit.quarter, number)
    number, letter = tokens.number(at), tokens.word(at + 1)
    if number is None or letter not in ("q", "h") or not tokens.glued(at + 1) or tokens.digits(at) != 1:
        return None
    found = _numbered(tokens, at + 2, Unit.quarter if letter == "q" else Unit.half, number)
    return found if found.year is not None or tokens.capital(at + 1) else None


def _numbered(tokens: Tokens, end: int, unit: Unit, number: int) -> Named:
    months = 3 if unit is Unit.quarter else 6
    exists = 1 <= number <= 12 // months
    return _with_year(tokens, end, Yearly((number - 1) * months + 1, months) if exists else None, short=True)


def _ordinal_part(tokens: Tokens, at: int) -> Named | None:
    """ "2nd quarter", "second half"; not the second half of anything but a year."""
    number = 4 if tokens.word(at) == "final" else tokens.ordinal(at)
    beyond = tokens.skip(at + 1, "-", *_YEAR_WORDS)
    unit = UNITS.get(tokens.word(beyond))
    if number is None or unit not in (Unit.quarter, Unit.half) or tokens.word(beyond).endswith(("ers", "lves")):
        return None
    if unit is Unit.half and tokens.word(at) == "final":
        number = 2
    end = beyond + 1
    if unit is Unit.half and tokens.word(tokens.skip(end, "-")) == "year":
        end = tokens.skip(end, "-") + 1
    found = _numbered(tokens, end, unit, number)
    return None if found.end == end and tokens.word(end) == "of" else found


def _day_month(tokens: Tokens, at: int) -> Named | None:
    """ "31 December", "3rd of May", "the first of June"."""
    day = tokens.ordinal(at)
    number = day if day is not None else tokens.number(at)
    beyond = tokens.skip(at + 1, "of", "-")
    name = tokens.word(beyond)
    if number is None or tokens.digits(at) > 2 or number > 31 or name not in MONTHS:
        return None
    if tokens.word(at) in ORDINALS and tokens.word(beyond - 1) != "of":
        return None
    part = Yearly(MONTHS[name], day=number)
    found = _with_year(tokens, tokens.skip(beyond + 1, "."), part if part.exists() else None, short=True)
    plain = day is None and beyond == at + 1 and found.year is None and not tokens.capital(beyond)
    return None if plain and name in ("may", "march", "mar") and tokens.word(found.end) in _AFTER_MODAL else found


def _month(tokens: Tokens, at: int, sure: bool) -> Named | None:
    """ "May", "May 2023", "May 3rd, 2023"."""
    name = tokens.word(at)
    if name not in MONTHS:
        return None
    end = tokens.skip(at + 1, ".") if len(name) <= 4 and tokens.glued(at + 1) else at + 1
    month_of_year = _with_year(tokens, end, Yearly(MONTHS[name]))
    if month_of_year.end > end and month_of_year.year is not None:
        hyphenated = tokens.word(end) == "-" and tokens.digits(month_of_year.end - 1) == 2
        with_day = _month_day(tokens, end + 1, name) if hyphenated else None
        return with_day if with_day and with_day.year is not None else month_of_year
    with_day = _month_day(tokens, end, name)
    if with_day is not None:
        return with_day
    return month_of_year if month_of_year.part is None or _is_month(tokens, at, sure) else None


def _month_day(tokens: Tokens, at: int, name: str) -> Named | None:
    the = tokens.skip(at, "the")
    ordinal = tokens.ordinal(the)
    number = ordinal if ordinal is not None and tokens.word(the) == "" else tokens.number(at)
    if number is None or tokens.digits(the) > 2:
        return None
    if ordinal is None and (counted(tokens, the + 1) or (tokens.glued(the + 1) and tokens.word(the + 1).isalpha())):
        return None
    part = Yearly(MONTHS[name], day=number)
    return _with_year(tokens, the + 1, part if part.exists() else None)


def _is_month(tokens: Tokens, at: int, sure: bool) -> bool:
    """Whether a month's name that stands alone is one."""
    name, before, after = tokens.word(at), tokens.word(at - 1), tokens.word(at + 1)
    if name not in _AMBIGUOUS:
        return True
    lower = not tokens.capital(at)
    if name == "may" and after in (_VERB_AFTER if sure or before in _SURE else _AFTER_MODAL):
        return False
    if name == "may" and lower and before == "this":
        return _clause_ends(tokens, at + 1) or after in _BUSINESS
    if sure or before in _BEFORE_PERIOD or after in _BUSINESS or _beside_month(tokens, at):
        return True
    starts = tokens.get(at - 1) is None or before in (".", "!", "?", ":", ";", "(", '"', "“")
    return not lower and (_clause_ends(tokens, at + 1) if starts else _has_small_letters(tokens))


def _beside_month(tokens: Tokens, at: int) -> bool:
    """Whether a list or range goes on to, or comes from, a month: "april and may", "jan-mar"."""
    marks = ("and", "to", "-", ",", "&", "or", "/", "through")
    ahead = tokens.word(at + 1) in marks and tokens.word(at + 2) in MONTHS
    return ahead or (tokens.word(at - 1) in marks and tokens.word(at - 2) in MONTHS)


def _clause_ends(tokens: Tokens, at: int) -> bool:
    return tokens.get(at) is None or tokens.word(at) in (".", "!", "?", ",", ";", ")", ":")


def _has_small_letters(tokens: Tokens) -> bool:
    return any(letter.islower() for letter in tokens.text[:200])
