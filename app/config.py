"""Settings: the only reader of the environment. Every name begins with FACILITATOR_."""

import getpass
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _database() -> str:
    return f"sqlite:///{user_data_path('canvas-facilitator') / 'canvases.db'}"


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user entry
        return "somebody"


class Settings(BaseSettings):
    """What can be set. Only `main` and `cli` read it; everything else is passed what it needs."""

    model_config = SettingsConfigDict(env_prefix="FACILITATOR_", extra="forbid", frozen=True)

    database: str = Field(default_factory=_database, description="Where canvases are kept: a file or a URL.")
    host: str = Field("127.0.0.1", description="The address to listen on; loopback unless you say otherwise.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on.")
    allowed_hosts: list[str] = Field(
        default_factory=list, description="Host names besides loopback under which people reach the service."
    )
    prefix: str = Field("", description="The path under which a proxy shows the service, such as /canvas.")
    person: str = Field(default_factory=_person, description="Your name, where a request or a command gives none.")
    max_reply: int = Field(20_000, gt=0, description="The longest reply, in characters.")
    max_canvas: int = Field(500_000, gt=0, description="The largest canvas with all its words, in characters.")
    turn_seconds: float = Field(120.0, gt=0, description="How long a turn may take.")
    lease_seconds: float = Field(4.0, gt=0, description="After how long a turn without a sign of life is taken over.")
    model: str = Field("", description="The language model that talks and drafts, such as openai/…; none if empty.")
    model_url: str = Field("", description="Where the model is, if not at its provider's usual address.")
    model_key: SecretStr = Field(SecretStr(""), description="The key for it; else the provider's usual variable.")
    model_prices: str = Field(
        "", description="US dollars per million tokens read, read from cache and written: 0.25,0.025,2. Else as known."
    )
    critic: str = Field("", description="The language model that looks at drafts; the same one if empty.")
    critic_url: str = Field("", description="Where the critic's model is, if not at its provider's usual address.")
    critic_key: SecretStr = Field(SecretStr(""), description="The key for the critic's model.")
    critic_prices: str = Field("", description="As model_prices, for the critic's model.")
    model_seconds: float = Field(60.0, gt=0, description="How long a model may take for one answer, all tries counted.")
    canvas_dollars: float | None = Field(None, ge=0, description="What models may cost for one canvas, in US dollars.")
    day_dollars: float | None = Field(None, ge=0, description="What models may cost in one day (UTC), in US dollars.")
    record: Path | None = Field(None, description="A folder where each question to a model is kept with its answer.")
    keep_deleted_days: int = Field(30, ge=0, description="How long a deleted canvas can be taken back.")

    @field_validator("prefix")
    @classmethod
    def _as_path(cls, value: str) -> str:
        return f"/{value.strip('/')}" if value.strip("/") else ""

    @field_validator("database")
    @classmethod
    def _as_url(cls, value: str) -> str:
        return value if "://" in value else f"sqlite:///{Path(value).expanduser().resolve()}"
