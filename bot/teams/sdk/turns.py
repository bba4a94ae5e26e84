"""From a verified activity to the listener: botbuilder's reading of activities and its table of what happens when.

botbuilder's own adapter (CloudAdapterBase) logs in for every turn and answers dialogs and card actions with an error;
here nothing is sent in a turn but the answer to an invoke. What the listener gets is the JSON that Teams sent, because
botbuilder's models lose fields.
"""

import logging
from typing import Any, Final

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.invoke_response import InvokeResponse
from botbuilder.core.teams import TeamsActivityHandler
from botbuilder.schema import Activity, ActivityTypes, ResourceResponse

from bot.teams.listening import ANSWERED, Invoked, Json, Listener, Malformed

_ANSWER: Final = BotAdapter._INVOKE_RESPONSE_KEY
_LONGEST_ID: Final = 1000


class Turns(BotAdapter):  # type: ignore[misc]  # untyped library
    """Runs one turn for each activity. Keeps nothing between two turns; safe for several event loops."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self._listener = listener
        # botbuilder's reader warns of each field that Teams added since it was archived.
        logging.getLogger("msrest.serialization").setLevel(logging.ERROR)

    async def take(self, body: Json) -> Invoked | None:
        """Hand `body` (never changed) to the listener; the answer to an invoke, None for all else.

        Raises:
            Malformed: no activity as Teams sends them.
            Whatever the listener raises.
        """
        context = TurnContext(self, _activity(body))
        await self.run_pipeline(context, _Handler(self._listener, body).on_turn)
        if context.activity.type != ActivityTypes.invoke:
            return None
        answer = context.turn_state.get(_ANSWER)
        if answer is None:
            return Invoked(501)
        return Invoked(int(answer.value.status), answer.value.body)

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Keep the answer to an invoke; everything else goes through the outbox, never through a turn."""
        for activity in activities:
            if activity.type != ActivityTypes.invoke_response:
                raise NotImplementedError("messages are sent by the outbox")
            context.turn_state[_ANSWER] = activity
        return [ResourceResponse(id="") for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        raise NotImplementedError("messages are changed by the outbox")

    async def delete_activity(self, context: TurnContext, reference: Any) -> None:
        raise NotImplementedError("messages are deleted by the outbox")


class _Handler(TeamsActivityHandler):  # type: ignore[misc]  # untyped library
    """One turn: what gets no answer is kept, the invokes that we know are answered, the others are not implemented.

    All the ways in are overridden where botbuilder branches further: its own branches look up members over the network,
    and drop what they have no name for.
    """

    def __init__(self, listener: Listener, body: Json) -> None:
        self._listener = listener
        self._body = body

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_end_of_conversation_activity(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_unrecognized_activity_type(self, turn_context: TurnContext) -> None:
        await self._listener.keep(self._body)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        name = self._body.get("name")
        if name in ANSWERED:
            if not isinstance(self._body.get("value"), dict):
                raise Malformed(f"{name} without a value")
            found = await self._listener.invoke(name, self._body)
            return InvokeResponse(status=found.status, body=found.body)
        try:
            return await super().on_invoke_activity(turn_context)
        except Exception as error:  # the edge: botbuilder reads the value of an invoke nobody implements, and trips
            raise Malformed(type(error).__name__) from None


def _activity(body: Json) -> Activity:
    """botbuilder's reading of an activity, which has to say what it is, and of which conversation.

    Raises:
        Malformed: it does not, or botbuilder cannot read it.
    """
    talk = body.get("conversation")
    ids = (body.get("type"), body.get("serviceUrl"), talk.get("id") if isinstance(talk, dict) else None)
    if not all(isinstance(each, str) and 0 < len(each) <= _LONGEST_ID for each in ids):
        raise Malformed("no type, service or conversation")
    try:
        return Activity().deserialize(body)
    except Exception as error:  # the edge: botbuilder's reader fails in as many ways as there are mistakes
        raise Malformed(type(error).__name__) from None
