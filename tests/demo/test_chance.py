"""Every entity has chances of its own."""

import numpy as np
import polars as pl

from flows.demo.chance import chance_of, picks, some_of


def test_an_entity_s_chances_depend_on_the_seed_and_its_name_alone() -> None:
    first, again = chance_of(7, "feedback"), chance_of(7, "feedback")
    draws = [chance_of(seed, name).random() for seed in (7, 8) for name in ("a", "b")]

    assert first.random(5).tolist() == again.random(5).tolist()
    assert len(set(draws)) == 4


def test_about_a_share_of_the_rows_is_chosen_in_their_order() -> None:
    rows = pl.DataFrame({"n": range(10_000)})
    some = some_of(rows, 0.3, np.random.default_rng(1))

    assert 2800 < some.height < 3200
    assert some["n"].is_sorted()


def test_words_are_picked_by_their_share() -> None:
    words = picks({"often": 3, "seldom": 1}, 4000, np.random.default_rng(1))

    assert 0.7 < (words == "often").mean() < 0.8
    assert picks({"often": 3}, 0, np.random.default_rng(1)).to_list() == []
