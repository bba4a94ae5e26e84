"""Every button, form and search field: which handler answers it, which permission it needs, and whether it writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers import binding
from handlers.access import Permission
from handlers.deals import decide, form, submit
from handlers.documents import Outcome
from handlers.feedback import COMMENT, comment, rate
from handlers.home import home
from handlers.portfolio_csv import EXPORT, export
from handlers.prompts import prompts
from handlers.reviews import mark_held
from handlers.staff import pages as staff
from handlers.standing import show_evidence
from handlers.work import Task


@dataclass(frozen=True, slots=True)
class Route:
    """`needs` is the permission; a route that `writes` runs in a transaction that commits at its end.

    Whoever has the permission for partners of their own alone is checked by the handler, against the record.
    """

    handle: Callable[[Task], Outcome]
    needs: Permission = Permission.see
    writes: bool = False


def routes() -> Mapping[str, Route]:
    """The table of routes by name."""
    return {
        "home": Route(home),
        "prompts": Route(prompts),
        "tiers.evidence": Route(show_evidence),
        "partners.search": Route(form.search_partners, Permission.register),
        "countries.search": Route(form.search_countries, Permission.register),
        EXPORT: Route(export, Permission.export),
        "deals.open": Route(form.open_form, Permission.register),
        "deals.submit": Route(submit.submit, Permission.register, writes=True),
        "deals.show": Route(decide.show, Permission.decide),
        "deals.approve": Route(decide.approve, Permission.decide, writes=True),
        "deals.decline": Route(decide.open_decline, Permission.decide),
        "deals.decline_submit": Route(decide.decline, Permission.decide, writes=True),
        "reviews.held": Route(mark_held, Permission.hold_review, writes=True),
        "feedback.rate": Route(rate, Permission.rate, writes=True),
        COMMENT: Route(comment, Permission.rate, writes=True),
        binding.BIND: Route(binding.ask_to_bind, Permission.bind),
        binding.BIND_NOW: Route(binding.bind, Permission.bind, writes=True),
        binding.RELEASE: Route(binding.ask_to_release, Permission.bind),
        binding.RELEASE_NOW: Route(binding.release, Permission.bind, writes=True),
        "channels.list": Route(binding.bindings, Permission.bind),
        "staff.list": Route(staff.staff_list, Permission.staff),
        staff.EDIT: Route(staff.edit_form, Permission.staff),
        staff.SAVE: Route(staff.save, Permission.staff, writes=True),
        staff.STAND_IN: Route(staff.stand_in_form, Permission.staff),
        staff.STAND_IN_SAVE: Route(staff.save_stand_in, Permission.staff, writes=True),
        staff.STAND_IN_END: Route(staff.end, Permission.staff, writes=True),
    }
