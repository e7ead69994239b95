"""Plans as councils wrote them before they came here: headings in bold, tables as each document lays them out.

The years in their headings are those of the plan that they are brought into.
"""

import docx


def a_document(*blocks):
    """A Word file of paragraphs (text), bold ones (**text**), list items (* text), headings (# text) and tables (rows)."""
    word = docx.Document()
    for block in blocks:
        if isinstance(block, list):
            add_table(word, block)
        elif block.startswith("# "):
            word.add_heading(block[2:], 1)
        elif block.startswith("* "):
            word.add_paragraph(block[2:], style="List Bullet")
        elif block.startswith("**"):
            word.add_paragraph().add_run(block.strip("*")).bold = True
        else:
            word.add_paragraph(block)
    return word


def add_table(word, rows):
    """Rows of cells; a row of one cell is merged over all columns, as heading rows are."""
    width = max(len(row) for row in rows)
    table = word.add_table(rows=0, cols=width)
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text


def york_2019():
    heads = [
        "CP Theme", "Reference ID", "Action", "Project Type", "Priority level", "Completed by date", "Accountable officer",
    ]  # fmt: skip
    return a_document(
        "Service Area: Children's Specialist Services",
        "**Section 1 – About the Service**",
        "We look after children who need a social worker.",
        [["Staff FTEs", "Net Revenue Budget"], ["203.60", "£20.59m"]],
        [["Customers", "Key Partners"], ["Children and their carers", "The Fostering Network"]],
        "**Challenging areas of performance**",
        "* Inspection is constant.",
        "* Placements cost more each year.",
        "**2. – Key Achievements**",
        [["Service Objective", "Action", "Completed (Year)"], ["Better support", "Reviewed the money", "2018/19"]],
        "**Table 4.1 – Actions and Performance Indicators**",
        "Service Objective: Keep children safe",
        [heads, ["BSCYP", "CSS001", "Develop the workforce", "Major", "Must", "March 2020", "Head of Fostering"]],
        "Milestones / Deliverables:",
        "Reviews are commissioned",
        "**Table 4.2 – Risk Management**",
        [["Reference ID", "Risk", "Rating (RAG)"], ["KCR 9", "Partners leave", "A"]],
    )


def stockton_2008():
    return a_document(
        "**Service Improvement Plan (abridged)**",
        "# Service Improvement Plan – Resources 2008/09 – 2010/11",
        [
            ["Theme: Operational Effectiveness"],
            ["Development Priority: RES01 Build leadership capacity"],
            ["Key actions", "By when", "Outcomes and Success Criteria"],
            ["Run a leadership programme", "30.9.09", "Better survey results"],
            ["Review the senior structure", "31.7.08 and 31.1.09 (assuming trial continues)", ""],
        ],
        "# Service Improvement Plan – Resources 2008/09 – 2010/11",
        [
            ["Theme: Operational Effectiveness"],
            ["Development Priority: RES06 Reduce sickness absence"],
            ["Key actions", "By when", "Outcomes and Success Criteria"],
            ["Record absence in schools", "31.12.08", ""],
        ],
    )


def salford_2002():
    return a_document(
        "**6. KEY SERVICE OBJECTIVES FOR THE STRATEGY AND REGENERATION DIVISION**",
        "Section: 6.1 Economic Development Section",
        "Key service objective: 1. Secure inward investment",
        "* 65 potential inward investor enquiries received",
        "* 1000 jobs created",
    )


def south_cambs_2009():
    return a_document(
        "**COUNCIL ACTIONS IMPLEMENTATION PLAN**",
        "Team: Partnerships Team",
        [
            ["Council Action", "Actions", "Supporting Information", "Completion by Month", "Responsible Officer"],
            ["Run events in 20 villages", "1. Recruit an officer\n2. Book the halls", "£12,000 - £15,000", "July 2009", "Post A"],
        ],
        "**Operational Plan**",
        [
            ["Supporting objective", "Performance indicator or SMART milestone", "2019/20", "2020/21", "2021/22", "Lead officer"],
            ["Good arrangements", "Staff who know the values", "Set baseline", "Baseline +2.5%", "Baseline +5%", "Post B"],
        ],
    )  # fmt: skip


def york_2008():
    return a_document(
        "**Section 3: Critical Success Factors (CSFs)**",
        [["CSFs for 2019/20", "Why a CSF?"], ["CSF1: Respond to the spending review", "It sets the budget"]],
        "**Direction statements**",
        "* Promoting cohesive communities",
        "* Listening to residents",
        "**Customer based improvements: measures**",
        [
            ["Measure", "Current", "2019/20 Target", "2020/21 Target", "2021/22 Target"],
            ["Satisfaction of colleagues", "Not currently measured", "To be defined", "To be defined", "To be defined"],
        ],
        "**Customer based improvements: actions**",
        [["Improvement action", "Deadline"], ["Measure satisfaction better", "Ongoing throughout 08/09"]],
    )
