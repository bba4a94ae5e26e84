"""What can be asked, in a few lines."""

from handlers.documents import Button, Buttons, Fact, Facts, Reply, text

COMMANDS = {
    "/partner tier PARTNER": "which tier a partner is in, and which it meets today",
    "/partner gap PARTNER [TIER]": "what is missing for the next tier, or for the one you name",
    "/partner register [PARTNER] [CUSTOMER]": "register a deal in a form",
    "/partner help": "this list",
}


def help_reply(example: str) -> Reply:
    """The commands, and that plain words work too; `example` is the name of a partner to try."""
    question = f"what tier is {example}, and what's missing for silver"
    commands = tuple(Fact(command, text(words)) for command, words in COMMANDS.items())
    return Reply(
        "Ask about a partner's tier in plain words, or use one of these commands.",
        (
            Facts(commands),
            Buttons(
                (
                    Button("Try a question", "ask", question),
                    Button("Register a deal", "deals.open"),
                )
            ),
        ),
    )
