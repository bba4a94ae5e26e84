"""The played Teams' partner in its own tests: a bot on plain HTTP that uses every part of it, and no Tierline.

It checks the token of every activity with a library of its own, as Microsoft's SDK would.
"""

import asyncio
from typing import Any

import httpx
import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.teams.ids import APP
from bot.demo.teams.signing import ISSUER

TOKEN = "connector-token"
PARTNERS = ("Acme Communications", "Globex", "Initech", "Northwind Traders")

Json = dict[str, Any]


def card(*body: Json, actions: tuple[Json, ...] = ()) -> Json:
    """An adaptive card as an attachment."""
    content = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": list(actions)}
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}


def words(text: str, **more: Any) -> Json:
    """A line of a card."""
    return {"type": "TextBlock", "text": text, "wrap": True} | more


OPEN = {"msteams": {"type": "task/fetch"}, "route": "deals.register"}
ANSWER = card(
    words("Acme on the way to Silver", size="Large", weight="Bolder", style="heading"),
    words("Acme is **Bronze**, since {{DATE(2026-03-06T10:00:00Z, SHORT)}}."),
    {
        "type": "FactSet",
        "facts": [
            {"title": "Certified people", "value": "2 of 4"},
            {"title": "Revenue", "value": "$155,000 of $250,000"},
        ],
    },
    {
        "type": "Table",
        "columns": [{"width": 2}, {"width": 1}],
        "rows": [
            {"type": "TableRow", "cells": [{"type": "TableCell", "items": [words(each)]} for each in row]}
            for row in (("Opportunity", "Amount"), ("OPP-7", "$75,000.00"), ("OPP-9", "$80,000.00"))
        ],
    },
    words("The rule: guide, section 3.", id="rule", isVisible=False, isSubtle=True, size="Small"),
    actions=(
        {"type": "Action.Execute", "title": "Approve", "verb": "deals.approve", "data": {"value": "DR-1001"}},
        {"type": "Action.Submit", "title": "Register a deal", "data": OPEN},
        {"type": "Action.ToggleVisibility", "title": "Show the rule", "targetElements": ["rule"]},
        {"type": "Action.Submit", "title": "Share here", "data": {"route": "tiers.share"}},
        {"type": "Action.Execute", "title": "Break", "verb": "break", "data": {}},
        {
            "type": "Action.ShowCard",
            "title": "Comment",
            "card": {
                "type": "AdaptiveCard",
                "body": [{"type": "Input.Text", "id": "comment", "label": "Comment", "isRequired": True}],
                "actions": [{"type": "Action.Execute", "title": "Send comment", "verb": "comment", "data": {}}],
            },
        },
    ),
)


def form(values: Json, errors: Json) -> Json:
    """A dialog with every kind of input that a form of Tierline has."""
    complaint = [words(str(errors["amount"]), color="Attention", size="Small")] if errors else []
    found = [
        {"title": each, "value": each[:4].lower()} for each in PARTNERS if each[:4].lower() == values.get("partner")
    ]
    body = (
        {
            "type": "Input.ChoiceSet",
            "id": "partner",
            "label": "Partner",
            "style": "filtered",
            "isRequired": True,
            "errorMessage": "Name a partner.",
            "choices": found,
            "choices.data": {"type": "Data.Query", "dataset": "partners.search#t1"},
            "value": values.get("partner", ""),
            "placeholder": "Type a name",
        },
        {
            "type": "Input.Text",
            "id": "customer",
            "label": "Customer",
            "isRequired": True,
            "errorMessage": "Who buys?",
            "value": values.get("customer", ""),
        },
        {"type": "Input.Text", "id": "amount", "label": "Amount", "value": values.get("amount", "")},
        *complaint,
        {"type": "Input.Date", "id": "close", "label": "Expected close", "value": values.get("close", "")},
        {"type": "Input.Number", "id": "seats", "label": "Seats", "min": 1},
        {
            "type": "Input.ChoiceSet",
            "id": "products",
            "label": "Products",
            "isMultiSelect": True,
            "choices": [{"title": "CDP", "value": "cdp"}, {"title": "Engage", "value": "engage"}],
            "value": values.get("products", ""),
        },
    )
    send = {"type": "Action.Submit", "title": "Register", "data": {"form": "t1"}}
    return {
        "task": {
            "type": "continue",
            "value": {"title": "Register a deal", "height": "medium", "card": card(*body, actions=(send,))},
        }
    }


class SmallBot:
    """Answers activities; `heard` keeps them, `broken` lets it fail."""

    def __init__(self, openid_url: str) -> None:
        self._openid_url = openid_url
        self.heard: list[Json] = []
        self.broken = False
        self._errands: set[asyncio.Task[None]] = set()

    def app(self) -> Starlette:
        """The bot as an ASGI application."""
        return Starlette(routes=[Route("/api/messages", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        activity: Json = await request.json()
        try:
            await self._verify(request.headers.get("authorization", ""), activity)
        except jwt.PyJWTError as error:
            return JSONResponse({"error": str(error)}, 401)
        self.heard.append(activity)
        if self.broken:
            return Response("no such luck", 500)
        if activity["type"] == "invoke":
            return self._invoked(activity)
        if activity["type"] == "message":
            errand = asyncio.create_task(self._answer(activity))
            self._errands.add(errand)
            errand.add_done_callback(self._errands.discard)
        return Response(status_code=200)

    async def _verify(self, header: str, activity: Json) -> None:
        token = header.removeprefix("Bearer ")
        async with httpx.AsyncClient(trust_env=False) as client:
            metadata = (await client.get(self._openid_url)).json()
            keys = (await client.get(metadata["jwks_uri"])).json()
        key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(token, key, ["RS256"], audience=APP, issuer=ISSUER, options={"require": ["exp", "nbf"]})
        if claims["serviceurl"] != activity["serviceUrl"]:
            raise jwt.InvalidTokenError("another connector")

    async def _answer(self, activity: Json) -> None:
        value, text = activity.get("value"), str(activity.get("text") or "")
        if value:
            await self.post(activity, {"text": f"Shared: {value['route']}"})
        elif "tier" in text:
            await self.post(activity, {"type": "typing"})
            await asyncio.sleep(0.3)
            await self.post(activity, {"attachments": [ANSWER], "summary": "Acme is Bronze"})
        elif "edit" in text:
            told = await self.post(activity, {"text": "first words"})
            await self.call("PUT", activity, f"/{told['id']}", {"type": "message", "text": "**second** words"})
        else:
            await self.post(activity, {"text": "I heard you"})

    async def post(self, activity: Json, message: Json) -> Json:
        """Write into the conversation that an activity came from."""
        return await self.call("POST", activity, "", {"type": "message"} | message)

    async def call(self, verb: str, activity: Json, tail: str, body: Json) -> Json:
        """Call the connector about the conversation that an activity came from."""
        place = httpx.URL(activity["serviceUrl"]).join("v3/conversations/")
        address = f"{place}{activity['conversation']['id'].replace(';', '%3B')}/activities{tail}"
        async with httpx.AsyncClient(trust_env=False, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            answer = await client.request(verb, address, json=body)
        found: Json = answer.raise_for_status().json()
        return found

    def _invoked(self, activity: Json) -> Response:
        value = activity["value"]
        match activity["name"]:
            case "adaptiveCard/action":
                return self._executed(value["action"], activity["from"]["name"])
            case "task/fetch":
                return JSONResponse(form({}, {}))
            case "task/submit":
                return self._submitted(value["data"])
            case "application/search":
                fits = [each for each in PARTNERS if value["queryText"].lower() in each.lower()]
                results = {"results": [{"title": each, "value": each.lower()[:4]} for each in fits]}
                kind = "application/vnd.microsoft.search.searchResponse"
                return JSONResponse({"statusCode": 200, "type": kind, "value": results})
        return Response(status_code=501)

    def _executed(self, action: Json, who: str) -> Response:
        if action["verb"] == "break":
            wrong = {"code": "NotAllowed", "message": "Only approvers may do this."}
            return JSONResponse({"statusCode": 403, "type": "application/vnd.microsoft.error", "value": wrong})
        if action["verb"] == "comment":
            kind = "application/vnd.microsoft.activity.message"
            return JSONResponse({"statusCode": 200, "type": kind, "value": f"Noted: {action['data']['comment']}"})
        done = card(words("DR-1001 is approved", weight="Bolder"), words(f"By {who}.", isSubtle=True))
        return JSONResponse({"statusCode": 200, "type": done["contentType"], "value": done["content"]})

    def _submitted(self, data: Json) -> Response:
        if data.get("close"):
            return Response(status_code=200)
        if not str(data.get("amount", "")).replace(",", "").isdigit():
            return JSONResponse(form(data, {"amount": "An amount in figures, such as 75,000."}))
        registered = f"DR-1001 is registered for {data['customer']}."
        if data["customer"] == "Message":
            return JSONResponse({"task": {"type": "message", "value": registered}})
        close = {"type": "Action.Submit", "title": "Done", "data": {"close": True}}
        shown = {"title": "Registered", "card": card(words(registered), actions=(close,))}
        return JSONResponse({"task": {"type": "continue", "value": shown}})
