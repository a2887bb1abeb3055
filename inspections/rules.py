"""All rules together: the plain types and what amends them.

Owns: the whole vocabulary the ledger judges by. It stands apart from vocabulary.py because amendments fold the plain
types and so must come after them.
"""

from typing import Final

from inspections import adoptions, amendments, voids
from inspections.vocabulary import PLAIN, Vocabulary, rule

VOCABULARY: Final = Vocabulary(
    (
        *PLAIN,
        rule(amendments.Correction, amendments),
        rule(amendments.Void, voids),
        rule(adoptions.Adopt, adoptions),
    )
)
rule_of = VOCABULARY.rule_of
decode = VOCABULARY.decode
stored_entry = VOCABULARY.stored
