r"""Reading lists of learners and companies from spreadsheets, as people really send them.

A CSV file goes in, model values come out: any usual delimiter, encoding, heading and way of
writing a date, in French or English. What cannot be read for certain is refused with every
problem of the file at once, never guessed; nothing is half-read.

>>> from mobiflow.imports import plan_import, read_learners
>>> text = "Identifiant;Prénom;Nom;Né(e) le\nl-1;Léa;Martin;23/05/2009\n"
>>> table = read_learners(text.encode())
>>> table.rows[0].name, table.rows[0].born
('Léa Martin', datetime.date(2009, 5, 23))
>>> [learner.id for learner in plan_import({}, table).new]
['l-1']
"""

from mobiflow.imports.cells import CellProblem
from mobiflow.imports.dates import DateOrder
from mobiflow.imports.plan import Difference, ImportPlan, plan_import
from mobiflow.imports.tables import Table, read_companies, read_learners

__all__ = [
    "CellProblem",
    "DateOrder",
    "Difference",
    "ImportPlan",
    "Table",
    "plan_import",
    "read_companies",
    "read_learners",
]
