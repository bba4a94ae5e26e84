"""The handlers' one face toward the surfaces: a request goes in, a document comes out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from threading import Lock

from handlers.answer import Answer, Status, combine
from handlers.asked import Asked
from handlers.asking_back import ASK
from handlers.deals.form import open_form
from handlers.desk import DeskSettings
from handlers.documents import FieldErrors, Form, Outcome, Reply
from handlers.errors import Conflict, NotAllowed, NotFound, UserError
from handlers.feedback import with_feedback
from handlers.kinds.table import SKILLS
from handlers.messages import post
from handlers.portfolio_view import PortfolioView
from handlers.question import Kind, Question
from handlers.questions import Turn, answer_text, refused
from handlers.reader import Reader
from handlers.request import Place, Request, Role
from handlers.routes import Route, routes
from handlers.sharing import SHARE, asked_again, sharable, shared
from handlers.thread import recall, remember
from handlers.understanding.reading import LONGEST_MESSAGE
from handlers.work import Task
from programs.catalog import Catalog
from programs.errors import RulesError
from store.engine import Store
from store.work import Work

MOST_KEPT = 500
"""Ids in an answer that is kept."""
RANKS = {Role.outsider: 0, Role.unverified: 0, Role.viewer: 1, Role.approver: 2}


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
        self._view: PortfolioView | None = None
        self._lock = Lock()

    def warm(self) -> None:
        """Read the names now, so that the first question does not wait for them."""
        with self._store.read() as work:
            self._current_view(work)

    def handle(self, request: Request) -> Outcome:
        """Answer words, a pressed button, a submitted form or a search field.

        Raises:
            UserError: the sentence is for the person who asked.
            StoreError: the database cannot be used; the sentence says so.
        """
        if request.route in ("", ASK):
            return self._ask(request)
        if request.route == SHARE:
            return self._share(request)
        route = self._routes.get(request.route)
        if route is None:
            raise NotFound("This button or form is from an older version. Ask again to get a fresh one.")
        if route.writes and not request.key:
            raise NotFound("This cannot be done from here. Use the button or the form.")
        _allow(request, route.needs)
        with _fitting(), self._transaction(route) as work:
            if route.writes:
                _claim(work, request)
            outcome = route.handle(self._task(request, work))
            if isinstance(outcome, FieldErrors):
                work.session.rollback()  # the same form comes again, corrected: its key must still be free
        if route.writes:
            self._written()
        return outcome

    def answers(self, request: Request) -> tuple[Answer, ...]:
        """Everything a message asks, with the facts that programs read; a refusal is an answer too."""
        return self.turn(request).answers

    def turn(self, request: Request, before: tuple[Question, ...] = ()) -> Turn:
        """What a message asks and what it gets; `before` are the questions of the message before in its thread."""
        with self._store.read() as work:
            try:
                _allow(request, Role.viewer)
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
        request = replace(request, public=request.conversation.place is not Place.direct)
        with self._store.read() as work:  # worked out first: SQLite has one writer, who must not wait for answers
            reply, turn = self._reply(request, work)
        with self._store.write() as work:
            if work.inbound.claim(request.key, request.now, request.actor.workspace):
                task = self._task(request, work)
                if turn is not None:
                    reply = with_feedback(task, reply, turn.answers, context=remember(turn.questions))
                post(task, f"answer:{request.actor.workspace}|{request.key}", target, reply, thread=thread)
        self._written()

    def _ask(self, request: Request) -> Reply | Form:
        _allow(request, Role.viewer)
        with _fitting(), self._store.read() as work:
            answers = self._answers(request, work)
            if [answer.kind for answer in answers] == ["register"] and answers[0].facts:
                filled = replace(request, value=_form_value(answers[0]))
                return open_form(self._task(filled, work))
            words = request.value if request.route == ASK else request.text
            reply = combine(answers)
            return sharable(reply, request, words) if any(map(_tells, answers)) else reply

    def _share(self, request: Request) -> Reply:
        """The question of the button once more, for everybody."""
        _allow(request, Role.viewer)
        with _fitting(), self._store.read() as work:
            answers = self._answers(asked_again(request), work)
            if not any(map(_tells, answers)):
                raise NotFound("There is nothing to share any more. Ask again.")
            return shared(combine(answers), request.actor.name)

    def _reply(self, request: Request, work: Work) -> tuple[Reply, Turn | None]:
        try:
            _allow(request, Role.viewer)
            _among_ourselves(request)
        except NotAllowed as refusal:
            return Reply(refusal.sentence), None
        where = request.conversation
        last = work.asked.latest(request.actor.workspace, where.id, where.thread)
        with _fitting():
            turn = self._turn(request, work, recall(last.context) if last else ())
            return combine(turn.answers), turn

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
        turn: Turn = asked.view.turns.get(key, lambda: answer_text(asked, self._reader, before), _small)
        return turn

    def _asked(self, request: Request, work: Work) -> Asked:
        text = request.value if request.route == ASK else request.text
        return Asked(self._task(request, work), text, self._current_view(work))

    def _task(self, request: Request, work: Work) -> Task:
        return Task(request, work, self._catalog, self.desk)

    def _transaction(self, route: Route) -> AbstractContextManager[Work]:
        return self._store.write() if route.writes else self._store.read()

    def _current_view(self, work: Work) -> PortfolioView:
        """The view of the portfolio as it stands; built anew only after a change."""
        # The version is read before the first statement of `work` takes its snapshot. A change in between makes a view
        # newer than its version says, and the next request builds it anew; the other way round, old facts would stay.
        version = self._store.portfolio_version()
        view = self._view
        if view is not None and view.version == version:
            return view
        with self._lock:
            if self._view is None or self._view.version != version:
                self._view = PortfolioView(version, work.partners, self._reader.reserved, self._view)
            return self._view


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


def _allow(request: Request, needs: Role) -> None:
    """Deny by default: people of another company get nothing, some routes need more than being staff."""
    role = request.actor.role
    if role is Role.outsider:
        raise NotAllowed("I answer the vendor's own staff only. Ask your partner manager, who can tell you.")
    if role is Role.unverified:
        raise NotAllowed("I cannot check who you are just now: Slack did not tell me. Try again in a minute.")
    if RANKS[role] < RANKS[needs]:
        raise NotAllowed("Only the deal desk's approvers can do this. Ask one of them, or an admin to add you.")


def _among_ourselves(request: Request) -> None:
    """An answer by message is read by everybody in the conversation; where others may be, it says no figures."""
    if request.conversation.place is Place.shared:
        raise NotAllowed(
            "People of another company may read along here. Ask me in a direct message, or with /partner: "
            "only you see that answer."
        )


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
        raise Conflict("This was received before. Nothing was done twice.")


def _form_value(answer: Answer) -> str:
    """The form's value for what a message already said: the partner and the customer."""
    return f"{answer.facts['partner'] or ''}|{answer.facts['customer'] or ''}"
