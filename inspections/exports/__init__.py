"""Exports: a data set within somebody's scope as a file, with a manifest that says what it is.

datasets.py lists what can be taken out and asked.py by what it is narrowed; columns.py says what a column is;
text_files.py, workbook.py with sheet.py and parquet.py write the formats; spool.py makes each file once and keeps it for a
day, long ones in a process of their own (writing.py), which is why this file imports nothing. The same head of the ledger
and the same filters give the same bytes (XLSX: but for its sheet 说明). Source: design.md §7.
"""
