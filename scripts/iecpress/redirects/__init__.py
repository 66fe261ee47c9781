"""A library in, the one table of addresses that lead somewhere else out, and what is wrong with it."""

from iecpress.redirects.servers import rules
from iecpress.redirects.table import (
    Fault,
    Redirect,
    WrongAlias,
    both_forms,
    faults,
    gone,
    live,
    path_of,
    table,
)

__all__ = [
    "Fault",
    "Redirect",
    "WrongAlias",
    "both_forms",
    "faults",
    "gone",
    "live",
    "path_of",
    "rules",
    "table",
]
