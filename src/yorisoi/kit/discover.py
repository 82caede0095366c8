"""Find the plugs of a plural folder: one module a thing, found and not listed."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules(package: ModuleType) -> tuple[ModuleType, ...]:
    """Import every public module directly inside ``package`` and return them in order of name.

    A module whose name begins with an underscore is a private helper and is left out.

    Raises:
        TypeError: ``package`` is a plain module and can hold nothing.
        ImportError: one of the modules does not import; it is not passed over in silence.
    """
    if not hasattr(package, "__path__"):
        raise TypeError(f"{package.__name__} is not a package")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{package.__name__}.{name}") for name in names)
