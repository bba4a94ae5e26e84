"""Questions to start a conversation with: about one's own partners where the portfolio knows them, else about any."""

from handlers.documents import Prompt, Prompts
from handlers.work import Task

MOST = 4
LONGEST_TITLE = 60
AT_RISK = Prompt("Which of my partners are at risk?", "which of my partners are at risk")


def prompts(task: Task) -> Prompts:
    """Up to four questions that work as they stand."""
    email = task.request.actor.email
    partners = task.work.partners
    own = partners.of_manager(email, 2) if email else ()
    names = [each.name for each in own or [each for each in partners.search("", 20) if each.active][:1]]
    if not names:
        return Prompts((Prompt("What can I ask?", "help"),))
    first, last = names[0], names[-1]
    items = (
        _prompt(f"Where does {first} stand?", f"what tier is {first}, and what's missing for the next tier"),
        _prompt(f"What is {last} missing for the next tier?", f"what's missing for {last}"),
        _prompt(f"Brief me on {last}", f"brief me on {last}") if not own else AT_RISK,
        Prompt("What can I ask?", "help"),
    )
    return Prompts(items[:MOST])


def _prompt(title: str, message: str) -> Prompt:
    return Prompt(title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…", message)
