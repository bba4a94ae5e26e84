"""What every part of a definition shares: immutable, and unknown keys are refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", max_length=64)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=600)]


class Model(BaseModel):
    """Parent of every part of a definition."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
