"""What can be asked, in a few lines."""

from handlers.documents import Button, Buttons, Fact, Facts, Note, Reply, text

COMMANDS = {
    "/partner tier PARTNER": "the recorded tier, the tier met today, the way to the next one",
    "/partner gap PARTNER [TIER]": "what is missing for the next tier, or for the one you name",
    "/partner brief PARTNER": "everything that matters on one page",
    "/partner revenue PARTNER [PERIOD]": "counted revenue, and what did not count",
    "/partner people PARTNER": "certified and trained people",
    "/partner benefits PARTNER or TIER": "what is included, by invitation, invited; or name one benefit",
    "/partner requirements TIER": "what a tier asks",
    "/partner agreements PARTNER": "what is signed, missing, expired",
    "/partner registrations [PARTNER] [STATE]": "deal registrations; DR-1001 for one of them",
    "/partner pipeline [PARTNER]": "open opportunities",
    "/partner meetings PARTNER": "next and last pipeline review, QBR, executive meeting",
    "/partner steps PARTNER": "where a launch stands",
    "/partner manager PARTNER": "who looks after a partner",
    "/partner compare PARTNER and PARTNER": "side by side",
    "/partner which partners …": "ready to advance, at risk, near gold, lacking revenue, inactive, overdue QBR, mine",
    "/partner what if PARTNER …": "the tier after changes: certifies two more, closes 80k",
    "/partner register [PARTNER] [CUSTOMER]": "register a deal in a form",
    "/partner report [PERIOD] [for PARTNER]": "deal registrations in figures: filed, decided, late, hours to decide",
    "/partner calendar [PARTNER, PERIOD or all]": "meetings and the messages about them, a quarter ahead",
    "/partner schedule PARTNER": "schedule a pipeline review, QBR or executive meeting in a form",
    "/partner commitments PARTNER": "what both sides promised and is still open",
    "/partner cadence PARTNER": "how often a partner is reviewed, and why; another rhythm with a reason",
    "/partner pack PARTNER": "the pack for the next pipeline review; qbr brief, executive sheet for the other meetings",
    "/partner subscribe": "have a digest posted to this channel; subscriptions lists them",
    "/partner reminders": "your own zone, morning, quiet hours, most messages a day, digest, and where they come",
    "/partner preview as PARTNER …": "what the partner's own people would be told",
    "/partner bind PARTNER": "let a partner's people ask about themselves in this channel (admins); bindings, release",
    "/partner staff": "who has which role, who stands in for whom (admins)",
    "/partner outbox": "messages that could not be delivered (admins)",
    "/partner home": "your partners, what waits, and the reviews ahead",
    "/partner help": "this list",
}


def help_reply(example: str) -> Reply:
    """The commands, and that plain words work too; `example` is the name of a partner to try."""
    question = f"what tier is {example}, and what's missing for silver"
    commands = tuple(Fact(command, text(words)) for command, words in COMMANDS.items())
    buttons = (
        Button("Try a question", "ask", question),
        Button("My partners at risk", "ask", "which of my partners are at risk"),
        Button("Register a deal", "deals.open"),
    )
    follow = "Write as you would to a colleague; in the same thread, “and for gold?” or “what about Globex?” is enough."
    return Reply(
        "Ask about your partners in plain words, or use one of these commands.",
        (Facts(commands), Note(text(follow)), Buttons(buttons)),
    )


def small_talk(said: str, name: str, example: str) -> Reply:
    """A greeting or thanks returned in one line, with something to ask next."""
    first = (
        "You are welcome." if said == "thanks" else f"Hello {name}, what would you like to know about your partners?"
    )
    buttons = (
        Button(f"Brief me on {example}", "ask", f"brief me on {example}"),
        Button("My partners at risk", "ask", "which of my partners are at risk"),
        Button("What can I ask?", "ask", "help"),
    )
    return Reply(first, (Buttons(buttons),))
