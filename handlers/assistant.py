"""The handlers' one face toward the surfaces: a request goes in, a document comes out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta

from handlers.access import STAFF, Permission
from handlers.answer import Answer, Status, combine
from handlers.asked import Asked
from handlers.asking_back import ASK
from handlers.binding import previewing
from handlers.commands import PREVIEW, as_command, bare
from handlers.current import Versions
from handlers.deals import drafts
from handlers.deals.suggested import partner_in, suggested
from handlers.desk import DeskSettings
from handlers.documents import FieldErrors, Form, Outcome, Reply
from handlers.errors import NotAllowed, NotFound, Repeated, UserError
from handlers.feedback import with_feedback
from handlers.gate import admit, identified, usable
from handlers.kinds.table import SKILLS
from handlers.letters import Letter, refusal, to_partner, to_staff
from handlers.messages import post
from handlers.opening import shown
from handlers.outside.answering import answer_outside, previewed
from handlers.question import Kind, Question
from handlers.questions import Turn, answer_text, refused
from handlers.reader import Reader
from handlers.request import Place, Request, Role
from handlers.roles import staff_book
from handlers.routes import FROM_MESSAGE, Route, routes
from handlers.sharing import SHARE, asked_again, sharable, shared
from handlers.thread import recall, remember
from handlers.understanding.reading import LONGEST_MESSAGE
from handlers.welcome import WELCOME, stranger
from handlers.work import Task
from programs.catalog import Catalog
from programs.errors import RulesError
from store.engine import Store
from store.work import Work

FADED = timedelta(minutes=30)
"""After so long a question in a chat without threads is about itself."""
MOST_KEPT = 500
"""Ids in an answer that is kept."""


class Assistant:
    """Answers requests. Safe to use from several threads; each request is one transaction."""

    def __init__(
        self, store: Store, catalog: Catalog, desk: DeskSettings, written: Callable[[], None] = lambda: None
    ) -> None:
        """`written` is called after each commit that may have put a message into the outbox."""
        self.desk = desk
        self._written = written
        self._store = store
        self._catalog = catalog
        self._reader = Reader(catalog, SKILLS)
        self._routes = routes()
        self._needed = {name: route.needs for name, route in self._routes.items()}
        self._versions = Versions(store, self._reader.reserved)

    def warm(self) -> None:
        """Read the names now, so that the first question does not wait for them."""
        with self._store.read() as work:
            self._versions.current(work)

    def handle(self, request: Request) -> Outcome:
        """Answer words, a pressed button, a submitted form or a search field.

        Raises:
            UserError: the sentence is for the person who asked.
            StoreError: the database cannot be used; the sentence says so.
        """
        request = as_command(request)
        if request.route in ("", ASK):
            return self._ask(request)
        if request.route == SHARE:
            return self._share(request)
        if request.route == PREVIEW:
            return self._preview(request)
        if request.route == FROM_MESSAGE:
            request = self._from_message(request)
        try:
            return self._routed(request)
        except NotAllowed as refused:
            if request.route != WELCOME:
                raise
            return stranger(refused.sentence)

    def _from_message(self, request: Request) -> Request:
        """The request to open the form with what a message says."""
        with _fitting(), self._store.read() as work:
            request = self._admitted(request, work, Permission.register)
            named = partner_in(request.text[:LONGEST_MESSAGE], self._versions.current(work).view.index)
            partner = work.partners.get(named) if named else None
        about = (partner.id, partner.name, partner.domain) if partner else ("", "\n", None)
        return replace(request, route="deals.open", value=suggested(request.text, *about))

    def _routed(self, request: Request) -> Outcome:
        """Have a route's handler do what was pressed, submitted or typed."""
        route = self._routes.get(request.route)
        if route is None:
            raise NotFound("This button or form is from an older version. Ask again to get a fresh one.")
        if route.writes and not request.key:
            raise NotFound("This cannot be done from here. Use the button or the form.")
        with _fitting(), self._transaction(route) as work:
            request = self._admitted(request, work, route.needs, fresh=route.writes)
            if route.writes:
                _claim(work, request)
            outcome = shown(self._usable(route.handle(self._task(request, work)), request), request)
            if isinstance(outcome, FieldErrors):
                work.session.rollback()  # the same form comes again, corrected: its key must still be free
            elif route.writes:
                _meet(work, request)
        self._remember(request, route, outcome)
        if route.writes:
            self._written()
        return outcome

    def _remember(self, request: Request, route: Route, outcome: Outcome) -> None:
        """What was typed into a form that is not right yet, and where somebody of a partner opened one."""
        keeps = route.drafts and isinstance(outcome, FieldErrors)
        if keeps or (isinstance(outcome, Form) and request.actor.role is Role.partner):
            with self._store.write() as work:
                task = self._task(request, work)
                drafts.keep(task) if keeps else drafts.visit(task)
                _meet(work, request)

    def answers(self, request: Request) -> tuple[Answer, ...]:
        """Everything a message asks, with the facts that programs read; a refusal is an answer too."""
        return self.turn(request).answers

    def turn(self, request: Request, before: tuple[Question, ...] = ()) -> Turn:
        """What a message asks and what it gets; `before` are the questions of the message before in its thread."""
        with self._store.read() as work:
            try:
                request = self._admitted(request, work, Permission.see)
                with _fitting():
                    return self._turn(request, work, before)
            except UserError as refusal:
                asked = self._asked(request, work)
                answer = refused(asked, self._reader, refusal.sentence)
                return Turn((answer,), before, self._reader.read(asked))

    def answer_later(self, request: Request, target: str, thread: str | None) -> None:
        """Answer by a message: it and the request's key are written in one transaction, repeats dropped.

        Raises:
            UserError: the portfolio and the program definitions do not fit together.
            StoreError: the database cannot be used; nothing was written.
        """
        place = request.conversation.place
        public = place is not Place.direct and not place.open_to_others
        request = replace(request, text=bare(request.text), public=public)
        with self._store.read() as work:  # worked out first: SQLite has one writer, who must not wait for answers
            letter = self._letter(request, work, target, thread)
        with self._store.write() as work:
            if work.inbound.claim(request.key, request.now, request.actor.workspace):
                task, reply = self._task(request, work), letter.reply
                if letter.turn is not None:
                    reply = with_feedback(task, reply, letter.turn.answers, context=remember(letter.turn.questions))
                post(
                    task,
                    f"answer:{request.actor.workspace}|{request.key}",
                    letter.target,
                    reply,
                    thread=letter.thread,
                    audience=letter.audience,
                    instead=letter.instead,
                )
        self._written()

    def _ask(self, request: Request) -> Outcome:
        with _fitting(), self._store.read() as work:
            request = self._may_ask(request, work)
            if request.actor.partner is not None:
                return self._outside(replace(request, text=_words(request)), work, request.actor.partner)
            answers = self._answers(request, work)
            if [answer.kind for answer in answers] != ["register"] or not answers[0].facts:
                reply = combine(answers)
                return sharable(reply, request, _words(request)) if any(map(_tells, answers)) else reply
        return self._routed(replace(request, route="deals.open", value=_form_value(answers[0])))

    def _share(self, request: Request) -> Reply:
        """The question of the button once more, for everybody."""
        with _fitting(), self._store.read() as work:
            request = self._admitted(request, work, Permission.share)
            answers = self._answers(asked_again(request), work)
            if not any(map(_tells, answers)):
                raise NotFound("There is nothing to share any more. Ask again.")
            return shared(combine(answers), request.actor.name)

    def _letter(self, request: Request, work: Work, target: str, thread: str | None) -> Letter:
        try:
            request = self._may_ask(request, work)
        except NotAllowed as not_allowed:
            if request.actor.role is Role.member and request.conversation.place.open_to_others:
                # Whom to ask among our own people is nothing for those of others.
                return refusal(not_allowed.sentence, f"user:{request.actor.user}", None)
            return refusal(not_allowed.sentence, target, thread)
        if (partner := request.actor.partner) is not None:
            return to_partner(self._outside(request, work, partner), partner, target, thread)
        where = request.conversation
        last = work.asked.latest(request.actor.workspace, where.id, where.thread)
        taken_up = last is not None and not (where.fades and request.now - last.at > FADED)
        with _fitting():
            turn = self._turn(request, work, recall(last.context) if last and taken_up else ())
            return to_staff(request, combine(turn.answers), turn, target, thread)

    def _answers(self, request: Request, work: Work) -> tuple[Answer, ...]:
        return self._turn(request, work, ()).answers

    def _turn(self, request: Request, work: Work, before: tuple[Question, ...]) -> Turn:
        """The answers depend on these and the portfolio alone, so the same question is answered once."""
        asked = self._asked(request, work)
        key = (
            asked.text[:LONGEST_MESSAGE],
            request.as_of,
            request.public,
            request.actor.email,
            request.actor.role,
            before,
        )
        turn: Turn = asked.view.turns.get(key, lambda: self._usable_turn(asked, before), _small)
        return turn

    def _usable_turn(self, asked: Asked, before: tuple[Question, ...]) -> Turn:
        turn = answer_text(asked, self._reader, before)
        shown = tuple(
            replace(each, reply=usable(each.reply, asked.task.request, self._needed)) for each in turn.answers
        )
        return replace(turn, answers=shown)

    def _admitted(self, request: Request, work: Work, *permissions: Permission, fresh: bool = False) -> Request:
        """The request of an actor who has one of the permissions.

        `fresh` looks at the rows of this transaction, not at kept ones.
        """
        current = self._versions.current(work)
        book = staff_book(work) if fresh else current.staff
        request = drafts.where_opened(request, work)
        request = identified(request, book, current.bound, self.desk)
        admit(request, permissions, book, self.desk)
        return request

    def _may_ask(self, request: Request, work: Work) -> Request:
        """The request of somebody who may ask something: staff, or a partner's person about their own partner."""
        return self._admitted(request, work, Permission.see, Permission.see_own_work)

    def _outside(self, request: Request, work: Work, partner: str) -> Reply:
        """The answer for the people of a partner: nothing of the whole store is handed on."""
        own, view = self._versions.current(work).outside(work, partner)
        return answer_outside(Asked(self._task(request, own), request.text, view), self._reader)

    def _preview(self, request: Request) -> Reply:
        """What a partner's people would be told, for staff."""
        with _fitting(), self._store.read() as work:
            request = self._admitted(request, work, Permission.preview)
            partner, question = previewing(self._task(request, work))
            return previewed(self._outside(replace(request, text=question), work, partner.id), partner.name)

    def _usable(self, outcome: Outcome, request: Request) -> Outcome:
        return usable(outcome, request, self._needed) if isinstance(outcome, Reply) else outcome

    def _asked(self, request: Request, work: Work) -> Asked:
        return Asked(self._task(request, work), _words(request), self._versions.current(work).view)

    def _task(self, request: Request, work: Work) -> Task:
        return Task(request, work, self._catalog, self.desk)

    def _transaction(self, route: Route) -> AbstractContextManager[Work]:
        return self._store.write() if route.writes else self._store.read()


@contextmanager
def _fitting() -> Iterator[None]:
    """A changed definition may lack a tier or program that the portfolio records: said in words, it is nobody's bug."""
    try:
        yield
    except RulesError as error:
        raise UserError(
            f"The portfolio and the program definitions do not fit together: {error.sentence} "
            "Tell your admin; `tierline doctor` lists what does not fit."
        ) from error


def _words(request: Request) -> str:
    """What was asked: typed, or carried by a button that asks."""
    return request.value if request.route == ASK else request.text


def _small(turn: Turn) -> bool:
    """Whether a turn is worth keeping: a list of thousands would take the room of a hundred other answers."""
    return all(
        not isinstance(ids, list) or len(ids) <= MOST_KEPT for each in turn.answers for ids in each.facts.values()
    )


def _tells(answer: Answer) -> bool:
    """Whether an answer says something that others may want to read."""
    return answer.status is Status.answered and answer.kind not in (Kind.help, Kind.out_of_scope, Kind.register)


def _claim(work: Work, request: Request) -> None:
    if request.key and not work.inbound.claim(request.key, request.now, request.actor.workspace):
        raise Repeated("This was received before. Nothing was done twice.")


def _meet(work: Work, request: Request) -> None:
    """Keep by which address somebody who signs a change is known.

    Last in its transaction: handlers hold a partner first and the version of the portfolio after it, so no two wait for
    each other.
    """
    actor = request.actor
    if actor.email and actor.role in STAFF:
        work.accounts.seen(actor.workspace, actor.user, actor.email)


def _form_value(answer: Answer) -> str:
    """The form's value for what a message already said: the partner and the customer."""
    return f"{answer.facts['partner'] or ''}|{answer.facts['customer'] or ''}"
