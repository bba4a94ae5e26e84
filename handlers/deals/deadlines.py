"""When the deal desk's answer to a registration is due, and since when one is late."""

from datetime import date, timedelta

from handlers.deals.form import ANSWER_IN_WORKING_DAYS
from handlers.deals.guards import workdays_after
from handlers.workdays import Workdays, workdays_of
from store.records import Registration


class Deadlines:
    """The days on which answers are due at a desk in one country; each day of submitting is worked out once."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._workdays: Workdays | None = None
        self._due: dict[date, date] = {}

    def due(self, registration: Registration) -> date | None:
        """The day written down, else the one that follows from submitting; None when that day is not known."""
        if registration.answer_due_on is not None or registration.submitted_on is None:
            return registration.answer_due_on
        return self._after(registration.submitted_on)

    def last_late(self, day: date) -> date:
        """The latest day of submitting whose answer was due before `day`."""
        submitted = day - timedelta(days=1)
        while self._after(submitted) >= day:
            submitted -= timedelta(days=1)
        return submitted

    def _after(self, submitted_on: date) -> date:
        if submitted_on not in self._due:
            self._workdays = self._workdays or workdays_of(self._country)
            self._due[submitted_on] = workdays_after(submitted_on, ANSWER_IN_WORKING_DAYS, self._workdays)
        return self._due[submitted_on]


def later_by(due: date, first: date, last: date, country: str) -> date:
    """A due day moved on by the working days from `first` (excluded) through `last` (included)."""
    workdays = workdays_of(country)
    day = workdays.after(first)
    while day <= last:
        due, day = workdays.after(due), workdays.after(day)
    return due
