"""Lists as CSV files for spreadsheets, defused; and the register as one: what the page shows, all of its pages."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from audit import clock

COLUMNS = ("Reference", "Title", "Stage", "In this stage since", "Path", "Urgent", "What happens next")
COLUMNS += ("Proposer", "Lead Analyst", "Raised", "Address")
# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
UTF8_MARK = "\ufeff"


class _Line:
    """What csv writes to: a file that gives each line back."""

    def write(self, line: str) -> str:
        return line


def defused(value) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def register_csv(rows: Iterable[dict], site: str) -> StreamingHttpResponse:
    """``rows`` as the register's table has them; ``site`` stands before each address."""
    return csv_file("modification-register", COLUMNS, (_cells(row, site) for row in rows))


def csv_file(name: str, columns: Iterable[str], rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """The ``rows`` under their columns, each cell defused; the file is called by ``name`` and today's date."""
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.csv"'
    return response


def _lines(columns: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield UTF8_MARK + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def _cells(row: dict, site: str) -> tuple:
    return (
        row["reference"],
        row["title"],
        row["stage"],
        row["stage_since"],
        row["path_words"],
        "Urgent" if row["urgent"] else "",
        row["waiting_words"],
        row["proposer_words"],
        row["lead_analyst_words"],
        row["raised_on"],
        f"{site}{row['url']}",
    )
