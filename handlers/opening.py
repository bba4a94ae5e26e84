"""A form where none can be shown: the button that opens it stands in its place."""

from handlers.documents import Audience, Button, Buttons, Form, Outcome, Reply, Style
from handlers.request import Request


def shown(outcome: Outcome, request: Request) -> Outcome:
    """What a surface can show in answer to `request`: the outcome, or for a form its button, with what was said."""
    if request.forms or not isinstance(outcome, Form):
        return outcome
    button = Button("Open the form", request.route, request.value, Style.primary)
    filled = ", and what you said is filled in" if request.value else ""
    # A form may be about the channel it is opened in. A button that says nothing of anybody stays there.
    readers = Audience.asker if request.value else Audience.conversation
    return Reply(f"{outcome.title}: open the form{filled}.", (Buttons((button,)),), readers)
