"""The one partner that somebody's words name: nobody is guessed where several fit."""

from handlers.errors import NotFound
from handlers.work import Task

MOST_FITTING = 20
MOST_NAMED = 5


def one_partner(task: Task, words: str) -> str | None:
    """The id of the one partner that goes by these words: its id, name or alias, or the only one that begins so.

    None for nobody. An id as it is written, such as a button carries, is that partner's.

    Raises:
        NotFound: several do; the sentence names them.
    """
    if task.work.partners.get(words) is not None:
        return words
    folded = " ".join(words.split()).casefold()
    found = task.work.partners.search(folded, MOST_FITTING) if folded else ()
    exact = [each for each in found if folded in called(each.id, each.name, each.aliases)]
    fits = exact or [each for each in found if _begins(folded, called(each.id, each.name, each.aliases))]
    if len(fits) > 1:
        several = ", ".join(sorted(each.name for each in fits)[:MOST_NAMED])
        raise NotFound(f"Several partners fit “{words}”: {several}. Write the whole name.")
    return fits[0].id if fits else None


def called(id: str, name: str, aliases: tuple[str, ...]) -> set[str]:
    """All that a partner goes by, without case."""
    return {each.casefold() for each in (id, name, *aliases)}


def _begins(words: str, names: set[str]) -> bool:
    """Whether whole words are the beginning of what somebody is called."""
    return any(f"{each} ".startswith(f"{words} ") for each in names)
