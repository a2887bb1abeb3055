"""The reference page is what the code says: every data set, column and value."""

from pathlib import Path

import pytest

from inspections.exports.__main__ import page
from inspections.exports.datasets import DATASETS, Dataset


def test_the_page_is_printed_from_the_tables() -> None:
    assert Path("docs/reference/exports.md").read_text("utf-8") == page()


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_every_column_has_one_name_one_title_and_a_meaning(dataset: Dataset) -> None:
    columns = dataset.all_columns(True)
    assert len({one.key for one in columns}) == len({one.title for one in columns}) == len(columns)
    assert not [one.key for one in columns if not one.meaning.endswith("。") or len(one.meaning) < 4]
