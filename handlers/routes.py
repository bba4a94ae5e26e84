"""Every button, form and search field: which handler answers it, who may use it, and whether it writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.deals import decide, form, submit
from handlers.documents import Outcome
from handlers.feedback import COMMENT, comment, rate
from handlers.home import home
from handlers.portfolio_csv import EXPORT, export
from handlers.prompts import prompts
from handlers.request import Role
from handlers.reviews import mark_held
from handlers.standing import show_evidence
from handlers.work import Task


@dataclass(frozen=True, slots=True)
class Route:
    """`needs` is the least role; a route that `writes` runs in a transaction that commits at its end."""

    handle: Callable[[Task], Outcome]
    needs: Role = Role.viewer
    writes: bool = False


def routes() -> Mapping[str, Route]:
    """The table of routes by name."""
    return {
        "home": Route(home),
        "prompts": Route(prompts),
        "tiers.evidence": Route(show_evidence),
        "partners.search": Route(form.search_partners),
        "countries.search": Route(form.search_countries),
        EXPORT: Route(export),
        "deals.open": Route(form.open_form),
        "deals.submit": Route(submit.submit, writes=True),
        "deals.show": Route(decide.show, Role.approver),
        "deals.approve": Route(decide.approve, Role.approver, writes=True),
        "deals.decline": Route(decide.open_decline, Role.approver),
        "deals.decline_submit": Route(decide.decline, Role.approver, writes=True),
        "reviews.held": Route(mark_held, writes=True),
        "feedback.rate": Route(rate, writes=True),
        COMMENT: Route(comment, writes=True),
    }
