"""What one interaction works with: the request, the open unit of work, the programs and the desk's settings."""

from dataclasses import dataclass

from handlers.desk import DeskSettings
from handlers.errors import NotFound
from handlers.request import Request
from programs.catalog import Catalog
from store.records import Partner
from store.work import Work


@dataclass(frozen=True, slots=True)
class Task:
    """Handed to every handler; `work` commits only when the route writes."""

    request: Request
    work: Work
    catalog: Catalog
    desk: DeskSettings

    def partner(self, partner: str) -> Partner:
        """The partner of this id.

        Raises:
            NotFound: it is not in the portfolio (any more).
        """
        found = self.work.partners.get(partner)
        if found is None:
            raise NotFound("This partner is no longer in the portfolio. Ask again with the partner's name.")
        return found
