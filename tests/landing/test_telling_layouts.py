import pytest

from flows.errors import HomeError
from flows.landing.contracts import CONTRACTS
from flows.landing.layouts import LAYOUTS
from flows.landing.telling_layouts import entities_of, layout_lines, layouts_lines


def test_every_layout_is_listed_with_a_sentence() -> None:
    told = [line for line in layouts_lines() if not line.startswith(" ")]

    for name in LAYOUTS:
        (line,) = [line for line in told if line.split()[0] == name]
        assert len(line.removeprefix(name).strip()) > 20


@pytest.mark.parametrize("name", sorted(set(LAYOUTS) - {"generic"}))
def test_a_vendors_layout_makes_entities_of_known_headers(name: str) -> None:
    told = list(layout_lines(name))
    (headers,) = (at for at, line in enumerate(told) if line.startswith("Headers, "))

    assert entities_of(LAYOUTS[name])
    assert len(told) > headers + 5
    assert any("order_id" in line or "customer_id" in line for line in told[headers:])


def test_a_header_is_told_with_the_columns_that_are_made_of_it() -> None:
    told = [line.split() for line in layout_lines("square_items")]

    assert ["Item", "product_id,", "product_name"] in told
    assert ["Details"] in told


def test_the_generic_layout_tells_every_entitys_columns() -> None:
    told = list(layout_lines("generic"))

    for contract in CONTRACTS.values():
        place = told.index(contract.entity)
        for name in contract.required:
            assert any(line.split()[:2] == ["*", name] for line in told[place:]), (
                f"{contract.entity}.{name}"
            )


def test_a_layout_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(HomeError, match=r"there are .*generic"):
        list(layout_lines("shopfy_orders"))
