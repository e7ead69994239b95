"""Stockton's and South Cambridgeshire's documents as they come in Word: bold headings, merged cells, lists in cells, tables
that go on over the page with their headings again, or without them. The words are our own.
"""

import docx


def stockton_2008():
    word = docx.Document()
    bold(word, "Service Improvement Plan (abridged)")
    bold(word, "Resources")
    bold(word, "2008/09 – 2010/11")
    heads = ["Key actions", "By when", "Outcomes and Success Criteria"]
    running = "Service Improvement Plan (abridged) – Resources 2008/09 - 20010/11"
    word.add_heading(running, 2)
    grid(
        word, ["Theme: Organisational & Operational Effectiveness – People Development and Learning"],
        ["Development Priority: RES01 Build organisational, leadership and management capacity."], heads,
        ["Run a leadership programme", "30.9.09", "Better survey results"],
        ["Look again at the senior structure", "30.6.08", "Senior posts filled\nTurnover below the average"],
        # The page ends here: the headings stand again.
        heads,
        ["Repeat the 360 degree appraisal", "30.9.08", ""],
    )  # fmt: skip
    word.add_heading(running, 2)
    table = grid(
        word, ["Theme: Organisational & Operational Effectiveness – Focus on Residents and Customers"],
        ["Development Priority: RES07 Successful roll-out of the Access to Services Programme"], heads,
        ["Evaluate the trial", "31.7.08 and 31.1.09 (assuming trial continues)", ""],
        ["Open the Thornaby centre", "31.3.09", ""],
    )  # fmt: skip
    listed(table.rows[3].cells[2], "Easier access to services", "Over 30% of staff through the NVQ scheme")
    word.add_heading(running, 2)
    bold(word, "Theme: Organisational & Operational Effectiveness - People Development and Learning")
    bold(word, "Development priority: RES15 Organisational Development – Corporate Health")
    word.add_heading("Outcomes and success criteria", 3)
    word.add_paragraph("Every service is committed to the same objectives.")
    word.add_heading("SICKNESS ABSENCE", 4)
    word.add_paragraph("Bring absence down, measured via ex-BVPI12, by at least 0.5 days lost per FTE.")
    word.add_heading("DIVERSITY", 4)
    word.add_paragraph("Equality Impact Assessment")
    word.add_paragraph("Assess the services that there are: 50% in 2008/9 and 50% in 2009/10.", style="List Bullet")
    word.add_heading(running, 2)
    word.add_heading("Action plan for Resources 2008/9 to 2010/11", 3)
    grid(
        word, ["Development priority: RES16 Achieve actions set out in the Single Equality Scheme"],
        ["Community Strategy theme and other links: Healthier Communities & Adults, Organisational Effectiveness"],
        ["Outcomes and success criteria: Policies and practices are fair"],
        ["Key Actions to implement the Development Priority", "By when", "Who is responsible"],
        ["Evaluate new posts (GAP)", "Ongoing", "Head of Human Resources"],
        ["Check hearing loops (DAP)", "Annually (April)", "All Heads of Service"],
        ["Help people from BME communities into groups (such as the BME", "Ongoing up to March 2010", "All Heads of Service"],
    )  # fmt: skip
    word.add_heading(running, 2)
    # The table goes on without its headings, and the last action's words go on in its first row.
    grid(
        word, ["Network). (RAP)", "", ""],
        ["Train staff at all levels (RAP)", "Phased over 3 years up to March 2010", ""],
        ["Write a strategy to recruit", "March 2009", "Head of Human Resources"],
    )  # fmt: skip
    return word


def south_cambs_2009():
    word = docx.Document()
    bold(word, "SERVICE PLAN FOR PARTNERSHIPS AND POLICY AND PERFORMANCE TEAMS")
    bold(word, "2009/10 TO 2011/12")
    bold(word, "SERVICE PLAN OVERVIEW")
    bold(word, "1. Key Functions and Responsibilities")
    word.add_paragraph("The two teams help Cabinet and managers.")
    word.add_paragraph("The Partnerships Team is responsible for:")
    bullets(word, "The Sustainable Community Strategy", "The Local Area Agreement")
    bold(word, "2. Context")
    bold(word, "a) External Drivers")
    table = grid(word, ["Political", "Economic"], ["Social", "Technological"])
    for cell, items in zip(
        (cell for row in table.rows for cell in row.cells),
        (["The CAA", "A wider Equalities duty"], ["Recession: more crime"], ["Housing costs"], ["ICT for performance"]),
        strict=True,
    ):
        listed(cell, *items, keep=True)
    bold(word, "b) Key Partners")
    word.add_paragraph("The teams work with these partners -")
    bullets(word, "IDeA and Improvement East", "Cambridgeshire scrutiny network")
    bold(word, "c) Strengths and Weaknesses")
    table = grid(word, ["Strengths", "Weaknesses"], ["Opportunities", "Threats"])
    for cell, item in zip(
        (c for r in table.rows for c in r.cells), ("Skills", "CGI outcomes", "LAA", "Funding ends"), strict=True
    ):
        listed(cell, item, keep=True)
    bold(word, "10. Risk Overview")
    word.add_paragraph("a) Targets are missed leading to a poor assessment resulting in a review")
    heads = ["Council Action", "Actions", "Supporting Information", "Completion by Month", "Responsible Officer"]
    bold(word, "COUNCIL ACTIONS IMPLEMENTATION PLAN: Partnerships Team")
    word.add_paragraph("(To be used to set out plans to deliver the 33 Council Actions)")
    table = grid(
        word,
        heads,
        ["Events in 20 villages a year by 2010", "", "", "", "Partnerships Manager /\nCommunity Liaison Officer"],
    )
    listed(
        table.rows[1].cells[1],
        "Recruit an officer",
        "Map village events",
        "Attend at least 20 events",
        style="List Number",
    )
    said(
        table.rows[1].cells[2], "Additional Resources Required: Half-time cost (£24,000 per annum)", "Outputs: Advice at events",
        "Outcomes: Services are known", "Risks: The post is not funded",
        "Other services affected: New Communities, at their events.",
    )  # fmt: skip
    listed(table.rows[1].cells[3], "April 2009", "May 2009", "Ongoing throughout the year", style="List Number")
    bold(word, "COUNCIL ACTIONS IMPLEMENTATION PLAN: Policy and Performance Team")
    grid(
        word, heads,
        [
            "User groups of residents (A1)", "1. Report to EMT (Jan 09)\n2. Hold meetings (Sept 09)",
            "Additional Resources Required: £5,000\nOutputs: Three groups\nOutcomes: Better services\nRisks: Few come\n"
            "Other services affected: unknown at this stage", "Oct 09", "Policy and Performance Manager",
        ],
    )  # fmt: skip
    bold(word, "OPERATIONAL PLAN: Policy and Performance Team")
    word.add_paragraph("Relevant Council Aim/s: (A) A listening council")
    word.add_paragraph("Relevant Council Approach/es: (iv) Community cohesion")
    word.add_paragraph("Service Objective: Support the council's objectives")
    operational(
        word,
        [
            "Good arrangements",
            "% of staff who know the values",
            "Set baseline",
            "Baseline +2.5%",
            "Baseline + 5%",
            "Post B",
        ],
        ["", "Annual review of aims", "July 09", "July 10", "July 11", "Post B"],
    )
    bold(word, "IMPROVEMENT PLAN: Policy and Performance Team")
    bold(word, "Service Objective:")
    word.add_paragraph("Support the council's objectives through planning")
    grid(
        word,
        ["Improvement or Change Objective", *heads[1:]],
        [
            "Publish the strategy",
            "1. Draft it (Jan-Feb 09)\n2. Approve it (March – April 09)",
            "Additional Resources Required: None\nOutputs: Corporate Strategy\nRisks: None significant",
            "May 2009",
            "Policy Manager",
        ],
        ["Promote equality and diversity"],
        [
            "Comply with the law",
            "Carry out the plan",
            "Risks: Challenge",
            "As soon as possible – date to be given",
            "E&D Officer",
        ],
    )
    return word


def operational(word, *rows):
    """A heading of two rows: the years stand under one cell that spans them, the others beside both rows."""
    table = grid(word, ["Supporting Objective", "Performance Indicator or SMART Milestone", "", "", "", "Lead Officer"],
                 ["", "", "2019/20", "2020/21", "2021/22", ""], *rows)  # fmt: skip
    first = table.rows[0].cells
    first[2].merge(first[4]).text = "PI target or deadline (month) for action"


def bold(word, text):
    word.add_paragraph().add_run(text).bold = True


def bullets(word, *items):
    for item in items:
        word.add_paragraph(item, style="List Bullet")


def grid(word, *rows):
    """A table; a row of one cell spans all columns."""
    width = max(len(row) for row in rows)
    table = word.add_table(rows=0, cols=width)
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1 and width > 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            said(cell, *text.split("\n"))
    return table


def said(cell, *lines):
    """Each line a paragraph of the cell."""
    cell.text = lines[0] if lines else ""
    for line in lines[1:]:
        cell.add_paragraph(line)


def listed(cell, *items, style="List Bullet", keep=False):
    """Items as a list of the cell's own; ``keep``: below what it says already."""
    if not keep:
        cell._tc.remove(cell.paragraphs[0]._p)
    for item in items:
        cell.add_paragraph(item, style=style)
