"""Invented files that others would have written: for Panel 69 a PDF of the DCC, in two versions, and a Word file of the
Operations Group with a comment left in it; and a table that goes with a response."""

import io

Rows = tuple[tuple[str, ...], ...]
FIRST, PUT_RIGHT = "Three", "Four"  # how many incidents there were
STYLE = """
@page { size: A4; margin: 25mm }
body { font: 11pt/1.45 'Source Sans' }
h1 { font-size: 20pt }
h2 { font-size: 14pt }
section { break-before: page }
table { border-collapse: collapse }
th, td { border: 0.5pt solid #8b9691; padding: 1.5mm 3mm; text-align: left }
"""
REPORT = """<!doctype html>
<html lang="en-GB">
<head><title>Performance of the DCC in April 2019</title></head>
<body>
<h1>Performance of the DCC in April 2019</h1>
<h2>Summary</h2>
<p>Two of the three measures met their target. Alerts came late on two days, when a gateway was replaced.</p>
<table>
<thead><tr><th scope="col">Measure</th><th scope="col">Target</th><th scope="col">April</th></tr></thead>
<tbody>
<tr><th scope="row">Service Requests answered in time</th><td>99.0%</td><td>99.4%</td></tr>
<tr><th scope="row">Alerts delivered in time</th><td>99.0%</td><td>98.7%</td></tr>
<tr><th scope="row">Self-Service Interface available</th><td>99.5%</td><td>99.9%</td></tr>
</tbody>
</table>
<section>
<h2>Incidents</h2>
<p>[incidents] incidents of the highest category were opened, and each was closed within a day.</p>
<p>The longest kept installers from commissioning meters in the north for five hours.</p>
</section>
<section>
<h2>What comes next</h2>
<p>The gateways that are left will be replaced at night in June.</p>
</section>
</body>
</html>
"""
OUTAGES = (("When", "What", "How long"), ("15 June", "Gateway, north", "4 hours"), ("29 June", "Portal", "2 hours"))


def dcc_report(incidents: str = FIRST) -> bytes:
    from weasyprint import CSS

    from papers.render_pdf import Press

    press = Press({})
    style = CSS(string=STYLE, font_config=press.fonts)
    return press.write(press.lay_out(REPORT.replace("[incidents]", incidents), style), "dcc-report-april-2019")


def operations_report() -> bytes:
    document = _begun("Report of the Operations Group")
    document.add_paragraph("The group met on 4 June 2019 and discussed the change of supplier and planned outages.")
    document.add_heading("What was agreed", 2)
    for words in ("To ask the DCC for a calendar of outages.", "To return to installation figures in July."):
        document.add_paragraph(words, style="List Bullet")
    document.add_heading("Planned outages", 2)
    _add_table(document, OUTAGES)
    last = document.add_paragraph("The Panel is invited to note this report.")
    document.add_comment(last.runs, text="Is this all that we ask for?", author="Operations Group")
    return _written(document)


def a_table(title: str, rows: Rows) -> bytes:
    document = _begun(title)
    _add_table(document, rows)
    return _written(document)


def _begun(title: str):
    from docx import Document

    document = Document()
    document.core_properties.title = title
    document.core_properties.language = "en-GB"
    document.add_heading(title, 1)
    return document


def _add_table(document, rows: Rows) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words


def _written(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
