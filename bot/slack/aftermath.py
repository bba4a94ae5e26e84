"""What happens after an acknowledgement: a few threads of our own that open forms and deliver answers."""

from collections.abc import Callable
from threading import Event
from typing import Final

from bot.crew import Crew
from bot.problems import log, told
from bot.slack.errors import NETWORK, judge

PATIENCE: Final = 5.0


class Aftermath:
    """Runs short calls to Slack once the acknowledgement is on its way; failures are told in words.

    A trigger id lives for three seconds, so the pool is kept small and free of anything that waits; beyond `most`
    calls that were taken and not finished, further ones are dropped.
    """

    def __init__(self, workers: int = 4, *, most: int = 200) -> None:
        self._crew = Crew(workers, "slack-after")
        self._workers = workers
        self._most = most
        self._over = Event()

    @property
    def idle(self) -> bool:
        """Whether a call would be made at once: what is only nice to have should not stand in anybody's way."""
        return self._crew.load < self._workers

    def soon(self, call: Callable[[], object], tell: Callable[[str], object] | None = None) -> None:
        """Run `call`; when it fails, hand `tell` the sentence for the person. Neither may be needed for correctness."""
        if self._crew.load >= self._most:
            log.warning("Slack is behind: a call to it was dropped")
            return
        try:
            self._crew.submit(self._run, call, tell)
        except RuntimeError:  # closed, which a listener that is still under way cannot know
            log.warning("Stopping: a call to Slack was dropped")

    def close(self, within: float = PATIENCE) -> bool:
        """Take nothing more and wait `within` seconds for what was taken; whether that was enough.

        Afterwards what has not begun is dropped, and what still goes on tells nobody.
        """
        finished = self._crew.finish(within)
        self._over.set()
        if not finished:
            log.warning("Stopping: calls that Slack did not answer in time were given up")
        return finished

    def _run(self, call: Callable[[], object], tell: Callable[[str], object] | None) -> None:
        try:
            call()
        except Exception as error:  # the edge of a thread: nobody above would hear of it
            sentence = _sentence(error)
            # Who lets one call run out of time would let the next one, and each holds a thread.
            if tell is not None and not _timed_out(error) and not self._over.is_set():
                _tell(tell, sentence)


def _tell(tell: Callable[[str], object], sentence: str) -> None:
    try:
        tell(sentence)
    except Exception as error:  # the last resort failed too; what led to it is in the log already
        log.error("Could not tell the person that a step had failed (%s)", type(error).__name__)


def _timed_out(error: Exception) -> bool:
    """Whether Slack did not answer; `urllib` wraps a time-out while connecting."""
    return isinstance(getattr(error, "reason", error), TimeoutError)


def _sentence(error: Exception) -> str:
    """Slack's refusal of a call is expected now and then; it is logged without the payload and told as a retry."""
    if isinstance(error, NETWORK):
        log.warning("Slack did not take a call: %s", judge(error).reason)
        return "Slack did not let me show this in time. Please try once more."
    return told(error)
