import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.settings import Shop
from flows.transform.dbt_rules import rules_of_dbt
from flows.transform.rules import RULES, audience_names
from flows.transform.seeds import settings_faults
from flows.transform.tables import PROJECT, column_types

SHOP = Shop(name="Corner", timezone="UTC", country="GB", currency="GBP", sources=())
Faults = Callable[..., list[str]]
SHIPPED = {path.name: path.read_text() for path in (PROJECT / "seeds").glob("*.csv")}
CELLS = list(itertools.product("54321", "54321"))

# (table, what stands there, what is put in its place, what is told)
WRONG = [
    (
        "identity_limits",
        "changed_ids_share,0.02",
        "changed_ids_share,2",
        "line 2: value is '2', but what begins with most must be a whole number",
    ),
    (
        "identity_limits",
        "most_records_untold,200",
        "most_records_untold,0.5",
        "line 4: value is '0.5', but what begins with most must be a whole number",
    ),
    (
        "identity_limits",
        "linked_share_change,0.10",
        "# linked_share_change,0.10",
        "line 5: name is '# linked_share_change', but",
    ),
    (
        "golden_priorities",
        "priority\n",
        "priority\nshoe_size,web,1\n",
        "line 2: attribute_group is 'shoe_size', but it must be one of",
    ),
    (
        "golden_priorities",
        "priority\n",
        "priority\nemail,web,0\n",
        "line 2: priority is '0', but it must be a whole number, 1 or more",
    ),
    (
        "golden_priorities",
        "priority\n",
        "priority\nemail,web,1\nemail,web,2\n",
        "line 3: .*an earlier line has the same attribute_group and source_name",
    ),
    (
        "campaigns",
        "1,0.10",
        "1,1",
        "line 2: holdout_share is '1', but it must be a share",
    ),
    (
        "campaigns",
        "1,0.10",
        "1,-0.1",
        "line 2: holdout_share is '-0.1', but it must be",
    ),
    ("campaigns", "1,0.10", "1,10%", "line 2: holdout_share is '10%', but .* a number"),
    ("campaigns", ",300,", ",-1,", "line 2: cool_down_days is '-1', but .* 0 or more"),
    ("campaigns", ",300,", ",1.5,", "line 2: cool_down_days is '1.5', but .* whole"),
    ("campaigns", ",300,", ",,", "line 2: cool_down_days is empty, but it must be"),
    ("campaigns", ",300,0,", ",300,1.5,", "line 2: least_confidence is '1.5', but it"),
    (
        "campaigns",
        ",300,0,",
        ",300,,",
        "line 2: least_confidence is empty, but it must",
    ),
    ("campaigns", "0,true", "0,是", "line 2: is_active is '是', but .*true or"),
    (
        "campaigns",
        "birthday,birthday",
        "birthday,brithday",
        "line 2: audience is 'brithday', but there is no such audience",
    ),
    (
        "campaigns",
        "birthday,birthday",
        "../up,birthday",
        "line 2: campaign is '../up', but it names a folder",
    ),
    (
        "campaigns",
        "win_back,win_back",
        "birthday,win_back",
        "line 5: campaign is 'birthday', but an earlier line has the same campaign",
    ),
    (
        "campaign_channels",
        "birthday,email",
        "birthday,wechat",
        "line 2: channel is 'wechat', but it must be one of email, sms",
    ),
    (
        "campaign_channels",
        "birthday,email",
        "birthdays,email",
        r"line 2: campaign is 'birthdays', but campaigns\.csv has no such campaign",
    ),
    (
        "campaign_channels",
        "birthday,sms,2",
        "birthday,sms,1",
        "line 3: channel_order is '1', but an earlier line has the same campaign and",
    ),
    (
        "campaign_channels",
        "birthday,email,1\nbirthday,sms,2\n",
        "",
        r"campaigns\.csv as shipped, line 2: campaign is 'birthday', but it has no "
        r"channel.*Copy dbt_project/seeds/campaigns\.csv to .*settings and mend it",
    ),
    (
        "lifecycle_stages",
        "at_risk_days,120",
        "at_risk_days,80",
        "line 4: value is '80', but at_risk_days must be at least new_days",
    ),
    (
        "lifecycle_stages",
        "at_risk_days,120",
        "at_risk_days,365",
        "line 5: value is '365', but dormant_days must be more than at_risk_days",
    ),
    (
        "lifecycle_stages",
        "lost_days,730",
        "lost_days,365",
        "line 6: value is '365', but lost_days must be more than dormant_days",
    ),
    (
        "lifecycle_stages",
        "loyal_purchase_count,4",
        "loyal_purchase_count,1",
        "line 3: value is '1', but loyal_purchase_count must be more than 1",
    ),
    (
        "lifecycle_stages",
        "lost_days",
        "gone_days",
        "has no line for lost_days, but every threshold must be set",
    ),
    (
        "value_tiers",
        "low,1",
        "low,0.9",
        "line 7: top_share is '0.9', but the last tier",
    ),
    ("value_tiers", "low,1", "low,1.1", "line 7: top_share is '1.1', but .* at most 1"),
    (
        "value_tiers",
        "gold,0.05",
        "gold,0.01",
        "line 3: top_share is '0.01', but an ear",
    ),
    ("value_tiers", "gold,", "platinum,", "line 3: value_tier is 'platinum', but an e"),
    (
        "age_groups",
        "under_18,0,",
        "under_18,1,",
        "has no line for a group from 0, but every age must be in a group",
    ),
    ("age_groups", "18_24,18,", "18_24,0,", "line 3: from_age is '0', but an earlier"),
    ("flag_words", "testing,test", "test,test", "line 7: word is 'test', but an earl"),
    ("profile_questions", "爱好,", "兴趣,", "line 8: question is '兴趣', but an earl"),
    ("profile_questions", "profession,occ", "profession,pet_occ", "line 3: attribut"),
    ("institution_words", "school,school", "school,cafe", "line 2: kind is 'cafe', bu"),
    (
        "segment_thresholds",
        "morning_hour,5",
        "morning_hour,early",
        "value is 'early', but it must be a number",
    ),
    ("rfm_segments", "5,4,", "5,5,", "line 3: frequency_score is '5', but an earlier"),
    (
        "rfm_segments",
        "5,4,",
        "6,4,",
        "line 3: recency_score is '6', but .* from 1 to 5",
    ),
    (
        "rfm_groups",
        "2,3,1,needs",
        "2,3,2,needs",
        "line 13: monetary_level is '2', but an earlier",
    ),
    ("rfm_groups", "3,1,1,", "0,1,1,", "line 10: recency_level is '0', but .* 1 to 3"),
    (
        "rfm_groups",
        "1,1,1,inactive,Inactive,沉睡客户\n",
        "",
        "has no line for recency_level 1, frequency_level 1, monetary_level 1, but "
        "each of the 27 triples",
    ),
    (
        "segment_thresholds",
        "rfm_group_low_share,0.33",
        "rfm_group_low_share,0.66",
        "value is '0.66', but rfm_group_high_share must be more than",
    ),
    (
        "segment_thresholds",
        "rfm_group_high_share,0.66",
        "rfm_group_high_share,66",
        "value is '66', but .* a share at most 1",
    ),
    (
        "audience_thresholds",
        "second_purchase_first_days,14",
        "second_purchase_first_days,85",
        "line 4: value is '84', but second_purchase_last_days must be at least",
    ),
    (
        "audience_thresholds",
        "vip_top_share,0.05",
        "vip_top_share,0.001",
        r"line 2: value is '0\.001', but no tier of value_tiers\.csv ends within",
    ),
]


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """The faults of a home that has these tables of its own."""

    def find(**tables: str) -> list[str]:
        folder = tmp_path / "settings"
        folder.mkdir(exist_ok=True)
        for name, text in tables.items():
            (folder / f"{name}.csv").write_text(text)
        return settings_faults(SHOP, tmp_path)

    return find


def test_the_shipped_tables_have_no_fault(faults: Faults) -> None:
    assert faults() == []


@pytest.mark.parametrize(("table", "right", "wrong", "told"), WRONG)
def test_a_broken_rule_is_told_with_its_file_line_and_column(
    faults: Faults, table: str, right: str, wrong: str, told: str
) -> None:
    text = SHIPPED[f"{table}.csv"]
    assert right in text
    found = faults(**{table: text.replace(right, wrong, 1)})
    assert [fault for fault in found if re.search(told, fault)], found


def test_a_fault_says_where_what_and_what_to_do(faults: Faults, tmp_path: Path) -> None:
    wrong = SHIPPED["campaigns.csv"].replace(",0.10,", ",1.5,")
    assert faults(campaigns=wrong) == [
        f"{tmp_path}/settings/campaigns.csv, line 2: holdout_share is '1.5' (3 other "
        "lines too), but it must be a share from 0 up to, but not including, 1. Mend "
        "it there"
    ]


def test_a_threshold_without_its_name_is_told_and_missing(faults: Faults) -> None:
    nameless = SHIPPED["lifecycle_stages.csv"].replace("lost_days,", ",")
    missing, empty = faults(lifecycle_stages=nameless)
    assert "has no line for lost_days, but every threshold must be set" in missing
    assert "line 6: name is empty, but it must have a value" in empty


def test_a_campaign_that_does_not_run_needs_no_channel(faults: Faults) -> None:
    more = "asleep,win_back,Asleep,休眠,9,0.1,30,0,false\n"
    assert faults(campaigns=SHIPPED["campaigns.csv"] + more) == []


def test_a_suppression_is_never_quoted(faults: Faults) -> None:
    (told,) = faults(suppressions="kind,value,reason\na@example.com,email,asked\n")
    assert "line 2: kind is something else, but it must be one of email, phone" in told
    assert "example.com" not in told


def test_every_table_without_a_tier_is_told(faults: Faults) -> None:
    (told,) = faults(value_tiers="value_tier,top_share,name_en,name_zh\n")
    assert "has no line for a tier that ends at 1" in told


def test_tiers_that_differ_in_capitals_alone_are_told(faults: Faults) -> None:
    header = SHIPPED["loyalty_tiers.csv"]
    (told,) = faults(loyalty_tiers=header + "Silver,100,,\nGold,900,,\ngold,800,,\n")
    assert "line 3: tier is 'Gold'" in told
    assert "another tier differs from it in capitals alone" in told
    assert faults(loyalty_tiers=header + "Gold,900,,\nSilver,100,,\n") == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sets(st.sampled_from(CELLS), min_size=1))
def test_the_pairs_of_scores_that_have_no_segment_are_the_missing_ones(
    faults: Faults, kept: set[tuple[str, str]]
) -> None:
    lines = [f"{recency},{frequency},a,A,甲\n" for recency, frequency in sorted(kept)]
    told = faults(
        rfm_segments=SHIPPED["rfm_segments.csv"].split("\n")[0] + "\n" + "".join(lines)
    )
    missing = [cell for cell in CELLS if cell not in kept]
    assert len(told) == bool(missing)
    if missing:
        named = re.findall(
            "recency_score ([1-5]) with frequency_score ([1-5])", told[0]
        )
        assert set(named) <= set(missing)
        others = re.search(r"\((\d+) other", told[0])
        assert (int(others[1]) if others else 0) == len(missing) - 1


def test_every_test_of_dbt_on_the_settings_is_a_rule_of_the_nights_start() -> None:
    text = (PROJECT / "models" / "_settings__seeds.yml").read_text()
    tables = yaml.safe_load(text)["seeds"]
    tests = [
        test
        for table in tables
        for tested in (table, *table["columns"])
        for test in tested.get("data_tests", [])
    ]
    assert len(list(rules_of_dbt())) == len(tests)
    for test in tests:
        if isinstance(test, dict) and "holds" in test:
            assert test["holds"]["description"]


def test_every_rule_is_of_a_column_that_there_is() -> None:
    for rule in (*RULES, *rules_of_dbt()):
        assert rule.column in column_types()[rule.table]


def test_the_audiences_are_those_that_dbt_unites() -> None:
    union = PROJECT / "models" / "audiences" / "int_candidates_unioned.sql"
    assert audience_names() == sorted(re.findall("'([a-z_]+)'", union.read_text()))
