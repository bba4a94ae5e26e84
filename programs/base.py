"""What every part of a definition shares: immutable, unknown keys refused, and a source for every rule."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=64)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600)]


class Model(BaseModel):
    """Parent of every part of a definition."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Called(Model):
    """Anything that people name: `aliases` are the other words they use for it, beside its name and id."""

    aliases: tuple[Words, ...] = ()


class Source(Model):
    """Where a rule is written down. Pages are those printed in the document's own table of contents."""

    document: Words
    page: Annotated[int, Field(ge=1)] | None = None
    section: Words | None = None

    def cite(self) -> str:
        """The source in one line, such as `Partner Guide 2024, p. 5, Program requirements`."""
        page = None if self.page is None else f"p. {self.page}"
        return ", ".join(part for part in (self.document, page, self.section) if part is not None)


class Rule(Model):
    """Anything a document lays down. `note` says where the document contradicts itself or was damaged."""

    source: Source
    note: Words | None = None
