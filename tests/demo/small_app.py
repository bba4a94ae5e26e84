"""The played workspace's partner in its own tests: an app on real Bolt that uses every part of it, and no Tierline.

It says what the emulator must be able to show, also what Tierline itself does not use today. Tierline in the played
workspace is tested in `test_running.py` and, with a browser, in `test_browser.py`.
"""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltRequest, Respond
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.demo.ids import IDS
from bot.render import blockkit
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    ChoiceGroup,
    Confirm,
    Fact,
    Facts,
    Feedback,
    Field,
    Form,
    Heading,
    Input,
    Note,
    Options,
    Paragraph,
    Person,
    Progress,
    Reply,
    Style,
    Table,
    bold,
    text,
)

SECRET = "demo-signing-secret"
TOKEN = "xoxb-demo"

PARTNERS = (Choice("acme", "Acme"), Choice("globex", "Globex", "Silver"), Choice("initech", "Initech"))

ANSWER = Reply(
    "Acme is Bronze and 2 of 4 requirements short of Silver.",
    (
        Heading("Acme on the way to Silver"),
        Progress("Certified technical people", 0.5, False, "2 of 4 people, 2 short"),
        Progress("Trained sales people", 1.0, True, "5 of 4 people"),
        Progress("Revenue", 0.62, False, "$155,000.00 of $250,000.00, $95,000.00 short"),
        Table(
            "Opportunities that count",
            ("Opportunity", "Closed", "Amount"),
            (("OPP-7", "2026-03-02", "$75,000.00"), ("OPP-9", "2026-05-11", "$80,000.00")),
        ),
        Facts((Fact("Program", text("Twilio Segment 2024")), Fact("Manager", text(Person(IDS.pam, "Pam Ortiz"))))),
        Note(text("Rule: Partner program guide, section 3. As of ", bold("today"), ".")),
        Buttons((Button("Show the evidence", "tiers.evidence", "acme"), Button("Share here", "tiers.share", "acme"))),
    ),
)

FORM = Form(
    "deals.submit",
    "Register a deal",
    "Register",
    (
        Field("partner", "Partner", Input.search, search="partners.search", placeholder="Type a name"),
        Field("customer", "Customer", Input.line, hint="The company that buys", limit=80),
        Field("products", "Products", Input.choices, groups=(ChoiceGroup("Data", (Choice("cdp", "CDP"),)),)),
        Field("kind", "Kind", Input.choice, choices=(Choice("new", "New business"), Choice("more", "Expansion"))),
        Field("close", "Expected close", Input.day, required=False),
        Field("amount", "Amount in USD", Input.line, placeholder="75,000"),
        Field("notes", "Notes", Input.paragraph, required=False),
    ),
    intro=text("The deal desk answers within two working days."),
)


def request_card(values: Mapping[str, Any]) -> Reply:
    """What the deal desk sees of a registration."""
    confirm = Confirm("Approve DR-1001?", "Acme gets the deal protected for 90 days.", "Approve")
    decline = Button(
        "Decline", "deals.decline", "DR-1001", Style.danger, Confirm("Decline?", "Acme is told.", "Decline")
    )
    return Reply(
        f"DR-1001: {values['customer']}, waiting for a decision",
        (
            Facts((Fact("Customer", text(str(values["customer"]))), Fact("Amount", text(f"${values['amount']}")))),
            Buttons((Button("Approve", "deals.approve", "DR-1001", Style.primary, confirm), decline)),
        ),
    )


def small_app(base_url: str) -> Starlette:
    """The app as an ASGI application whose Web API is at `base_url`."""
    client = WebClient(TOKEN, base_url=base_url)
    app = App(client=client, signing_secret=SECRET, process_before_response=True)
    _listen(app)

    async def receive(request: Request) -> Response:
        body = (await request.body()).decode()
        headers = {name: [value] for name, value in request.headers.items()}
        answer = await run_in_threadpool(app.dispatch, BoltRequest(body=body, headers=headers))
        kind = answer.first_headers().get("content-type", "text/plain")
        return Response(answer.body, answer.status, media_type=kind)

    async def ready(_: Request) -> Response:
        return PlainTextResponse("ready")

    return Starlette(routes=[Route("/slack/events", receive, methods=["POST"]), Route("/ready", ready)])


def _listen(app: App) -> None:
    @app.command("/partner")
    def answer(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if command["text"].startswith("register"):
            client.views_open(trigger_id=command["trigger_id"], view=blockkit.view(FORM))
            ack()
        elif command["text"] == "break":
            raise RuntimeError("broken on purpose")
        else:
            ack(response_type="ephemeral", **blockkit.message(ANSWER))

    @app.shortcut("register_deal")
    def open_form(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=blockkit.view(FORM))
        ack()

    @app.options("partners.search")
    def search(ack: Ack, options: dict[str, Any]) -> None:
        typed = options["value"].lower()
        ack(blockkit.options(Options(tuple(each for each in PARTNERS if typed in each.label.lower()))))

    @app.view("deals.submit")
    def submit(ack: Ack, view: dict[str, Any], client: WebClient) -> None:
        values = blockkit.values(view["state"]["values"])
        if not str(values["amount"]).replace(",", "").isdigit():
            ack(response_action="errors", errors={"amount": "An amount in figures, such as 75,000."})
            return
        client.chat_postMessage(channel=IDS.deal_desk, **blockkit.message(request_card(values)))
        ack()

    @app.action({"action_id": "deals.approve#1"})
    def approve(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        done = Reply("DR-1001 is approved", (Note(text("By ", Person(body["user"]["id"], "Dana"), ".")),))
        message = blockkit.message(done)
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], **message)
        ack()

    @app.action({"action_id": "feedback.rate#1"})
    def thank(ack: Ack, respond: Respond, action: dict[str, Any]) -> None:
        ack()
        respond(f"Thank you for {action['value']}", replace_original=False)

    @app.action({"action_id": "tiers.share#2"})
    def share(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=body["channel"]["id"], **blockkit.message(ANSWER))
        ack()

    _listen_for_events(app)


def _listen_for_events(app: App) -> None:
    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        if event["tab"] == "messages":
            prompts = [{"title": "Where does Acme stand?", "message": "tier Acme"}]
            client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)
        else:
            client.views_publish(user_id=event["user"], view=blockkit.home(ANSWER))

    @app.event("message")
    def hear(event: dict[str, Any], client: WebClient) -> None:
        said = Reply("I heard you", (Paragraph(text(event["text"])), Feedback("1")))
        client.chat_postMessage(channel=event["channel"], thread_ts=event.get("thread_ts"), **blockkit.message(said))

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], **blockkit.message(ANSWER))
