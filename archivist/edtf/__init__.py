"""Reads Extended Date/Time Format, levels 0-2, Library of Congress, 4 February 2019.

    >>> from archivist import edtf
    >>> when = edtf.parse("2024-10")
    >>> str(when), when.level, when.precision
    ('2024-10', 0, 'month')
    >>> str(when.earliest()), str(when.latest())
    ('2024-10-01', '2024-10-31')
    >>> when.to_xsd()
    ('2024-10', 'gYearMonth')
    >>> edtf.parse("2023-02-29")
    Traceback (most recent call last):
    archivist.edtf.faults.EdtfError: '2023-02-29' is not EDTF: at character 9 found '29', \
expected a day from 01 to 28, as 2023-02 has

No dependency, nothing of the package. `parse` gives a `Date`, `DateTime`, `Season`, `Year`,
`Interval` or `Set`, all of them `Edtf`.
"""

from archivist.edtf.dates import Date, DateTime
from archivist.edtf.days import Day
from archivist.edtf.faults import EdtfError
from archivist.edtf.grammar import is_valid, parse
from archivist.edtf.qualifiers import Qualifiers
from archivist.edtf.seasons import Season
from archivist.edtf.spans import Bound, Interval, Range, Set
from archivist.edtf.values import Edtf
from archivist.edtf.years import Year

__all__ = [
    "Bound",
    "Date",
    "DateTime",
    "Day",
    "Edtf",
    "EdtfError",
    "Interval",
    "Qualifiers",
    "Range",
    "Season",
    "Set",
    "Year",
    "is_valid",
    "parse",
]
