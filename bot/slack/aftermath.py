"""What happens after an acknowledgement: a few threads of our own that open forms and deliver answers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.slack.errors import NETWORK, judge
from bot.slack.problems import log, told


class Aftermath:
    """Runs short calls to Slack once the acknowledgement is on its way; failures are told in words.

    A trigger id lives for three seconds, so the pool is kept small and free of anything that waits.
    """

    def __init__(self, workers: int = 4) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="slack-after")

    def soon(self, call: Callable[[], object], tell: Callable[[str], object] | None = None) -> None:
        """Run `call`; when it fails, hand `tell` the sentence for the person. Neither may be needed for correctness."""
        self._pool.submit(self._run, call, tell)

    def close(self) -> None:
        """Take nothing more and wait for what was taken."""
        self._pool.shutdown(wait=True)

    def _run(self, call: Callable[[], object], tell: Callable[[str], object] | None) -> None:
        try:
            call()
        except Exception as error:  # the edge of a thread: nobody above would hear of it
            sentence = _sentence(error)
            if tell is None:
                return
            try:
                tell(sentence)
            except Exception:  # the last resort failed too; the log has both
                log.exception("Could not tell the person that a step had failed")


def _sentence(error: Exception) -> str:
    """Slack's refusal of a call is expected now and then; it is logged without the payload and told as a retry."""
    if isinstance(error, NETWORK):
        log.warning("Slack did not take a call: %s", judge(error).reason)
        return "Slack did not let me show this in time. Please try once more."
    return told(error)
