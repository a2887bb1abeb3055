"""Exports: a data set within somebody's scope as a file, with a manifest that says what it is.

Owns: the public names. datasets.py lists what can be taken out, columns.py says what a column is, text_files.py and
workbook.py write the formats, spool.py makes each file once and keeps it for a day. The same head of the ledger and the
same filters give the same bytes (XLSX: but for its sheet 说明). Source: design.md §7.
"""

from inspections.exports.asked import Filters as Filters
from inspections.exports.asked import NotExported as NotExported
from inspections.exports.datasets import DATASETS as DATASETS
from inspections.exports.formats import FORMATS as FORMATS
from inspections.exports.manifest import Manifest as Manifest
from inspections.exports.run import Broken as Broken
from inspections.exports.run import Run as Run
from inspections.exports.spool import Spool as Spool
from inspections.exports.taking import Wanted as Wanted
