"""What requests may carry: exact types, nothing beside them, every length bounded."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Line = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=20_000)]
Index = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Flag = Annotated[bool, Field(strict=True)]


class Body(BaseModel):
    """Base of every request body."""

    model_config = ConfigDict(extra="forbid")
