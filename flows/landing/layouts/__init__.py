"""One module for each export that landing can read; ``generic`` reads any table.

Every module of this folder that has a ``LAYOUT`` is one: adding a layout is adding a
file.
"""

from importlib import import_module
from pkgutil import iter_modules

from flows.landing.layouts.layout import Layout

__all__ = ["LAYOUTS"]


def _found() -> dict[str, Layout]:
    modules = [
        import_module(f"{__name__}.{found.name}")
        for found in sorted(iter_modules(__path__), key=lambda found: found.name)
    ]
    layouts: list[Layout] = [
        module.LAYOUT for module in modules if hasattr(module, "LAYOUT")
    ]
    return {layout.name: layout for layout in layouts}


LAYOUTS: dict[str, Layout] = _found()
