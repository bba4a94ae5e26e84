"""Time zones as people choose them."""

from typing import Final
from zoneinfo import available_timezones

from handlers.deals.form import MOST_OPTIONS
from handlers.documents import Choice, Options
from handlers.work import Task

SEARCH_ZONES: Final = "zones.search"
_NOT_A_PLACE: Final = ("Etc/", "SystemV/", "posix/", "right/")


def search_zones(task: Task) -> Options:
    """Zones whose city begins with, else whose name contains, the characters typed so far."""
    typed = task.request.value.strip().casefold().replace(" ", "_")
    names = zone_names()
    begins = [each for each in names if each.rpartition("/")[2].casefold().startswith(typed)]
    contains = [each for each in names if typed in each.casefold() and each not in begins]
    return Options(tuple(zone_choice(each) for each in (begins + contains)[:MOST_OPTIONS]))


def zone_choice(name: str) -> Choice:
    """A zone as an option: `America/New York`."""
    return Choice(name, name.replace("_", " "))


def zone_names() -> tuple[str, ...]:
    """The IANA names of places, and UTC, in order."""
    places = (each for each in available_timezones() if "/" in each and not each.startswith(_NOT_A_PLACE))
    return ("UTC", *sorted(places))


def is_zone(name: str) -> bool:
    """Whether a name that came from outside is a zone's."""
    return name in zone_names()
