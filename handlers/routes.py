"""Every button, form and search field: which handler answers it, which permission it needs, and whether it writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from handlers import binding
from handlers.access import Permission
from handlers.deals import closing, conflicts, decide, filing, form, history, overruling, pages, submit, sweep
from handlers.delivery import pages as delivery
from handlers.digests import here, own, subscribing, zones
from handlers.documents import Outcome
from handlers.feedback import COMMENT, comment, rate
from handlers.home import home
from handlers.packs import answers as packs
from handlers.packs.reply import OPEN, PARTNER, PDF, PDF_PARTNER, PPTX
from handlers.portfolio_csv import EXPORT, export
from handlers.prompts import prompts
from handlers.reports import answers as reports
from handlers.reviews import asks, cadence, calendar, changing, commitments, held, reminder, scheduling
from handlers.staff import pages as staff
from handlers.standing import show_evidence
from handlers.welcome import WELCOME, welcome
from handlers.work import Task


@dataclass(frozen=True, slots=True)
class Route:
    """`needs` is the permission; a route that `writes` runs in a transaction that commits at its end.

    Whoever has the permission for partners of their own alone is checked by the handler, against the record. What was
    typed into a form that is not right yet is kept where the route `drafts`. `form` says that pressing its button gives
    a form, or a sentence why not: a surface may have to know that before anybody presses.
    """

    handle: Callable[[Task], Outcome]
    needs: Permission = Permission.see
    writes: bool = False
    drafts: bool = False
    form: bool = False


FROM_MESSAGE: Final = "deals.from_message"
"""A message shortcut: the words of a message, to register a deal from."""


def opening() -> frozenset[str]:
    """Every route that gives a form when somebody presses its button or shortcut."""
    return frozenset({FROM_MESSAGE, *(name for name, route in routes().items() if route.form)})


def routes() -> Mapping[str, Route]:
    """The table of routes by name."""
    return {
        "home": Route(home),
        "prompts": Route(prompts),
        WELCOME: Route(welcome),
        "tiers.evidence": Route(show_evidence),
        "partners.search": Route(form.search_partners, Permission.register),
        "countries.search": Route(form.search_countries, Permission.register),
        EXPORT: Route(export, Permission.export),
        reports.DEALS: Route(reports.deals),
        reports.DEALS_CHART: Route(reports.deals_chart, Permission.export),
        reports.DEALS_CSV: Route(reports.deals_csv, Permission.export),
        **_packs(),
        **_deals(),
        **_reviews(),
        "feedback.rate": Route(rate, Permission.rate, writes=True, form=True),
        COMMENT: Route(comment, Permission.rate, writes=True),
        **_digests(),
        binding.BIND: Route(binding.ask_to_bind, Permission.bind),
        binding.BIND_NOW: Route(binding.bind, Permission.bind, writes=True),
        binding.RELEASE: Route(binding.ask_to_release, Permission.bind),
        binding.RELEASE_NOW: Route(binding.release, Permission.bind, writes=True),
        "channels.list": Route(binding.bindings, Permission.bind),
        delivery.LIST: Route(delivery.undelivered, Permission.operate),
        delivery.RETRY: Route(delivery.retry, Permission.operate, writes=True),
        delivery.DROP: Route(delivery.drop, Permission.operate, writes=True),
        "staff.list": Route(staff.staff_list, Permission.staff),
        staff.EDIT: Route(staff.edit_form, Permission.staff, form=True),
        staff.SAVE: Route(staff.save, Permission.staff, writes=True),
        staff.STAND_IN: Route(staff.stand_in_form, Permission.staff, form=True),
        staff.STAND_IN_SAVE: Route(staff.save_stand_in, Permission.staff, writes=True),
        staff.STAND_IN_END: Route(staff.end, Permission.staff, writes=True),
    }


def _reviews() -> Mapping[str, Route]:
    """What is done with meetings, and what comes of them."""
    runs = Permission.run_reviews
    return {
        reminder.HELD: Route(held.mark_held, runs, writes=True),
        held.REOPEN: Route(held.reopen, runs, writes=True),
        reminder.OUTCOME: Route(held.outcome_form, runs, form=True),
        held.OUTCOME_NOW: Route(held.outcome, runs, writes=True),
        reminder.MOVE: Route(changing.move_form, runs, form=True),
        changing.MOVE_NOW: Route(changing.move, runs, writes=True),
        reminder.SKIP: Route(changing.skip_form, runs, form=True),
        changing.SKIP_NOW: Route(changing.skip, runs, writes=True),
        changing.RESTORE: Route(changing.restore, runs, writes=True),
        reminder.SNOOZE: Route(changing.snooze_form, runs, form=True),
        changing.SNOOZE_NOW: Route(changing.snooze, runs, writes=True),
        reminder.SCHEDULE_NOW: Route(changing.schedule_now, runs, writes=True),
        reminder.SCHEDULE: Route(changing.schedule_form, runs, form=True),
        changing.SCHEDULE_ON: Route(changing.schedule, runs, writes=True),
        reminder.PLAN: Route(scheduling.plan_form, runs, form=True),
        scheduling.PLAN_NOW: Route(scheduling.plan, runs, writes=True),
        commitments.LIST: Route(commitments.listing),
        reminder.ADD_COMMITMENT: Route(commitments.add_form, runs, form=True),
        commitments.ADD_NOW: Route(commitments.add, runs, writes=True),
        asks.DONE: Route(commitments.done, writes=True),
        commitments.DROP: Route(commitments.drop, runs, writes=True),
        cadence.SHOW: Route(cadence.show),
        cadence.EDIT: Route(cadence.edit_form, runs, form=True),
        cadence.SAVE: Route(cadence.save, runs, writes=True),
        cadence.CLEAR: Route(cadence.clear, runs, writes=True),
        calendar.SHOW: Route(calendar.show),
        calendar.AGAIN: Route(calendar.again),
        calendar.ICS: Route(calendar.ics, Permission.export),
        reminder.MEETING_FILE: Route(calendar.meeting_download, Permission.export),
        calendar.CSV: Route(calendar.csv_download, Permission.export),
    }


def _packs() -> Mapping[str, Route]:
    """What is read and taken home before a meeting."""
    return {
        OPEN: Route(packs.open_pack),
        "packs.pipeline": Route(packs.pipeline_pack),
        "packs.qbr": Route(packs.qbr_brief),
        "packs.executive": Route(packs.executive_sheet),
        PARTNER: Route(packs.partner_view, Permission.preview),
        PDF: Route(packs.pack_pdf, Permission.export),
        PPTX: Route(packs.pack_slides, Permission.export),
        PDF_PARTNER: Route(packs.partner_pdf, Permission.export),
    }


def _digests() -> Mapping[str, Route]:
    """Everybody's own reminders, and the digests of channels."""
    subscribes = Permission.subscribe
    return {
        own.OWN: Route(own.own_form, form=True),
        own.SAVE: Route(own.save, writes=True),
        own.COUNTRIES: Route(own.search_holidays),
        here.HERE: Route(here.here, writes=True),
        zones.SEARCH_ZONES: Route(zones.search_zones),
        subscribing.OPEN: Route(subscribing.open_form, subscribes, form=True),
        subscribing.SAVE: Route(subscribing.save, subscribes, writes=True),
        subscribing.LIST: Route(subscribing.listing, subscribes),
        subscribing.PAUSE: Route(subscribing.pause, subscribes, writes=True),
        subscribing.RESUME: Route(subscribing.resume, subscribes, writes=True),
        subscribing.END: Route(subscribing.end, subscribes, writes=True),
        subscribing.SEARCH_MANAGERS: Route(subscribing.search_managers, subscribes),
    }


def _deals() -> Mapping[str, Route]:
    """What is done with deal registrations: `register` for whoever files them, `decide` and `overrule` for the desk."""
    register, decides, overrules = Permission.register, Permission.decide, Permission.overrule
    return {
        "deals.open": Route(pages.open_form, register, form=True),
        pages.CHECK: Route(pages.check_first, register, writes=True, drafts=True),
        pages.SUBMIT: Route(submit.submit, register, writes=True, drafts=True),
        pages.KEEP: Route(pages.keep_draft, register, writes=True),
        "deals.amend": Route(filing.amend_form, register, form=True),
        filing.AMEND_SUBMIT: Route(filing.amend, register, writes=True),
        decide.ANSWER: Route(filing.answer_form, register, form=True),
        filing.ANSWER_SUBMIT: Route(filing.answer, register, writes=True),
        "deals.withdraw": Route(filing.withdraw, register, writes=True),
        "deals.extend": Route(filing.extend_form, register, form=True),
        filing.EXTEND_SUBMIT: Route(filing.extend, register, writes=True),
        "deals.appeal": Route(filing.appeal_form, register, form=True),
        filing.APPEAL_SUBMIT: Route(filing.appeal, register, writes=True),
        "deals.win": Route(closing.win_form, register, form=True),
        closing.WIN_SUBMIT: Route(closing.win, register, writes=True),
        "deals.lose": Route(closing.lose_form, register, form=True),
        closing.LOSE_SUBMIT: Route(closing.lose, register, writes=True),
        "deals.reinstate": Route(closing.reinstate, register, writes=True),
        sweep.SWEEP: Route(sweep.sweep, Permission.credit),
        sweep.ATTACH: Route(sweep.attach, Permission.credit, writes=True),
        sweep.DROP: Route(sweep.drop, Permission.credit, writes=True),
        "deals.history": Route(history.history),
        "deals.timeline": Route(history.history, register),
        "deals.show": Route(decide.show, decides),
        "deals.take": Route(decide.take, decides, writes=True),
        "deals.ask": Route(decide.ask_form, decides, form=True),
        decide.ASK_SUBMIT: Route(decide.ask, decides, writes=True),
        "deals.looked": Route(conflicts.looked_at, decides, writes=True),
        "deals.resolve": Route(conflicts.resolve_form, decides, form=True),
        conflicts.RESOLVE_NOW: Route(conflicts.resolve, decides, writes=True),
        "deals.hold": Route(conflicts.hold, decides, writes=True),
        "deals.approve": Route(decide.approve, decides, writes=True),
        "deals.split": Route(decide.split_form, decides, form=True),
        decide.SPLIT_SUBMIT: Route(decide.split, decides, writes=True),
        "deals.decline": Route(decide.open_decline, decides, form=True),
        decide.DECLINE_SUBMIT: Route(decide.decline, decides, writes=True),
        "deals.revoke": Route(overruling.revoke_form, overrules, form=True),
        overruling.REVOKE_SUBMIT: Route(overruling.revoke, overrules, writes=True),
        "deals.rule": Route(overruling.rule_form, overrules, form=True),
        overruling.RULE_SUBMIT: Route(overruling.rule, overrules, writes=True),
    }
