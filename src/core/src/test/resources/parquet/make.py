"""Parquet files as others write them, for DataSetTest: `python make.py`, with pyarrow 25.0.1.

The same five sentences, packed and laid out in the ways that writers choose; labels are numbers whose names stand in the
note that Hugging Face's datasets leaves.
"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
TEXTS = ["Monday comes after Sunday.", "Grüße an alle, 你好 🙂", "Two\nlines, \"quoted\"", "Monday again.", "The last one."]
LABELS = [0, 1, 1, 0, -1]
NOTE = json.dumps({"info": {"features": {
    "text": {"dtype": "string", "_type": "Value"},
    "label": {"names": ["day", "other"], "_type": "ClassLabel"},
}}})


def table(labels: list) -> pa.Table:
    """The sentences between columns that nobody asks for."""
    return pa.table({
        "scores": pa.array([[0.5], [], None, [1.0, 2.0], [3.0]], pa.list_(pa.float32())),
        "text": pa.array(TEXTS),
        "label": labels,
    }).replace_schema_metadata({"huggingface": NOTE})


numbers = table(pa.array(LABELS, pa.int64()))
for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
    pq.write_table(numbers, HERE / f"{codec}.parquet", compression=codec, row_group_size=3)
pq.write_table(numbers, HERE / "pages-v2.parquet", compression="zstd", data_page_version="2.0", use_dictionary=False)
pq.write_table(numbers, HERE / "brotli.parquet", compression="brotli")
words = table(pa.array(["day", None, "other", "day", ""]).dictionary_encode())
pq.write_table(words, HERE / "words.parquet", compression="snappy")
