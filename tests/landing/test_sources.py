import pytest

from flows.errors import HomeError
from flows.landing.sources import check_sources
from flows.settings import Shop, Source


def with_source(shop: Shop, **settings: object) -> Shop:
    source = shop.sources[0].model_copy(update=settings)
    return shop.model_copy(update={"sources": (source,)})


def with_desk(shop: Shop, **named: object) -> Shop:
    """The shop with a helpdesk whose rows name ids of other sources."""
    desk = Source.model_validate(
        {"name": "desk", "kind": "other", "layout": "generic", "entity": "feedback"}
        | {"files": "inbox/desk/*.csv", **named}
    )
    return shop.model_copy(update={"sources": (*shop.sources, desk)})


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"layout": "squarish"}, "sources.till.layout is 'squarish', which does not"),
        ({"entity": "sales"}, "sources.till.entity must say what the rows are"),
        ({"columns": {"total": "T"}}, "sources.till.columns maps total"),
        ({"date_format": "DD/MM/YYYY"}, "sources.till.date_format is 'DD/MM/YYYY'"),
        ({"date_format": ["%Y-%m-%d", "%d"]}, "sources.till.date_format is '%d'"),
        (
            {"date_formats": {"ordered_at": "DD"}},
            "sources.till.date_formats.ordered_at is 'DD', which names no year",
        ),
        (
            {"date_formats": {"ordered_on": "%d/%m/%Y"}},
            "sources.till.date_formats names ordered_on, which is no column of dates",
        ),
        ({"name": "schema"}, "the source name 'schema' is taken"),
    ],
)
def test_settings_that_cannot_be_followed_are_told(
    shop: Shop, settings: dict[str, object], said: str
) -> None:
    with pytest.raises(HomeError, match=r"^shop\.toml: ") as error:
        check_sources(with_source(shop, **settings))
    assert said in str(error.value)


def test_an_unknown_layout_lists_what_there_is(shop: Shop) -> None:
    with pytest.raises(
        HomeError, match=r"there are .*generic, .*square_customers, square_items"
    ):
        check_sources(with_source(shop, layout="squarish"))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (
            {"customers_of": "shpo"},
            "sources.desk.customers_of names 'shpo', but no other source of that name "
            "holds customers; there are ",
        ),
        ({"customers_of": ["members", "desk"]}, "customers_of names 'desk', but no"),
        ({"orders_of": "members"}, "sources.desk.orders_of names 'members', but no"),
    ],
)
def test_a_source_that_has_no_such_ids_is_told(
    shop: Shop, named: dict[str, object], said: str
) -> None:
    with pytest.raises(HomeError, match=r"^shop\.toml: .* Name the one whose") as error:
        check_sources(with_desk(shop, **named))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"entity": "stores", "customers_of": "till"},
            "sources.desk.customers_of says whose customers the rows name, but its "
            "stores name no customers of another source; take the setting out",
        ),
        ({"entity": "interactions", "orders_of": "till"}, "its interactions name no"),
        ({"entity": "orders", "orders_of": "till"}, "its orders name no orders"),
        (
            {"layout": "shopify_orders", "entity": None, "orders_of": "till"},
            "but a shopify_orders export name no orders",
        ),
    ],
)
def test_a_source_whose_rows_name_no_such_ids_is_told(
    shop: Shop, settings: dict[str, object], said: str
) -> None:
    with pytest.raises(HomeError) as error:
        check_sources(with_desk(shop, **settings))
    assert said in str(error.value)


def test_of_two_sources_of_customers_only_one_may_name_the_other(shop: Shop) -> None:
    till, members = shop.sources
    till = till.model_copy(update={"customers_of": ("members",)})
    members = members.model_copy(update={"customers_of": ("till",)})
    with pytest.raises(
        HomeError,
        match=r"till\.customers_of names 'members', which says in turn .* of till\. ",
    ):
        check_sources(shop.model_copy(update={"sources": (till, members)}))


def test_a_fact_may_name_customers_that_are_another_s_in_turn(shop: Shop) -> None:
    till, members = shop.sources
    till = till.model_copy(update={"customers_of": ("members",)})
    named = shop.model_copy(update={"sources": (till, members)})
    check_sources(with_desk(named, customers_of=["members", "till"], orders_of="till"))
