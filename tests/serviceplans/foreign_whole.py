"""York 2008 and Salford 2002 as their councils laid them out in Word, whole: their headings, tables and numbers, our sentences.

``dressed`` gives a file what real ones have besides: content controls, merged cells, a text box, notes, a header.
"""

from copy import deepcopy
from io import BytesIO

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.serviceplans.foreign import a_document

MEASURES = [
    ["Measure", "Current", "2019/20", "2020/21", "2021/22"],
    ["", "", "Target", "Target", "Target"],
]


def york_2008():
    return a_document(
        "**Service Plan Template for 2019/20 (covering April 2019 – March 2022)**",
        [
            ["Service Plan for:", "Policy, Improvement & Equalities Team"],
            ["Directorate:", "Chief Executive's"],
            ["Workplans:", "Policy, Improvement & Equalities Teams"],
            ["Director:", "Director of People and Improvement"],
            ["Signed off", "Date"],
            ["EMAP:", "City Strategy"],
        ],
        "**Section 1: The service**",
        "**Service Description**",
        "The team helps members and senior officers under three headings:",
        "* Policy Development",
        "* Equalities",
        "**Service Objectives**",
        "* Clients trust us to do more than they expect.",
        "* Key projects go through cycles of improvement.",
        "**Section 2: The Drivers**",
        [
            ["Driver type", "How might this affect our service", "Sources"],
            ["A new performance framework replaces CPA", "The team leads on the transition", "CSR07"],
            ["Corporate drivers"],
            [
                "The Corporate Strategy, with 10 service priorities",
                "The team co-ordinates it",
                "Corporate Strategy 2007-2011",
            ],
            ["Directorate drivers"],
            ["Strategic alignment with limited resources", "The team helps to write the business plan", "OEP"],
        ],
        "**Section 3: Critical Success Factors (CSFs)**",
        [
            ["CSFs for 2019/20", "Why a CSF?"],
            ["CSF1: Answer the spending review", "It decides the budget"],
            ["CSF2: Embed the strategy", "Without it nothing lasts"],
        ],
        "**Section 4: Links to corporate strategy**",
        [
            ["Priority", "Contribution"],
            ["Vision", "Much of the corporate vision depends on the team"],
            ["Strong Leadership (leaders at all levels)", "Lead the framework\nKeep the golden thread"],
        ],
        "**Direction statements**",
        "* Communities that are cohesive",
        "**Plans and strategies that PIET leads**",
        "* By way of the equality strategy",
        "**Section 5: Balanced Scorecard of outcomes and measures**",
        "**Customer based improvements**",
        [
            ["Customer Measures (to be reviewed during 08/09)"],
            *MEASURES,
            ["Service specific measures"],
            [
                "Internal customer satisfaction",
                "Not currently measured",
                "To be defined",
                "To be defined",
                "To be defined",
            ],
            ["Customer Actions"],
            ["Improvement action", "Deadline", "", "", ""],
            ["Measure satisfaction better", "Ongoing throughout 08/09", "", "", ""],
        ],
        "**Process based improvements**",
        [
            ["Process Measures"],
            *MEASURES,
            ["Corporate measures"],
            ["CPA rating", "3 star", "3 star", "N/a", "N/a"],
            ["Service specific measures"],
            ["% of actions on time", "Not measured", "80%", "85%", "90%"],
        ],
        [["Improvement action", "Deadline"], ["Approve the updated OEP", "June 2008"]],
        "**Resource management improvements**",
        [
            ["Measure", "Current", "2019/20 Target", "2020/21 Target", "20021/22 Target"],
            ["Budget Spend", "+0.4%", "<100%", "<100%", "<100%"],
        ],
        [["Improvement action", "Deadline"], ["Agree workplans", "By April 08"]],
        "**Section 7: Resources**",
        "The team has to be restructured.",
        "**Budget**",
        [["Budget", "2018/19 £'000", "2019/20 £'000"], ["Employees", "424", ""], ["Less Income", "(533)", ""]],
        "**Section 7: Monitoring and reporting arrangements**",
        "The panels hear of it in September and December.",
    )


def salford_2002():
    return a_document(
        "**DRAFT CHIEF EXECUTIVE'S DIRECTORATE**",
        "**SERVICE PLAN 2002/03**",
        "**1. INTRODUCTION**",
        "1.1 The plan names the key service objectives.",
        "1.2 It is a summary; these belong to it:",
        "* The Directorate's List of Priorities",
        "* Service Level Agreements",
        "**2. BACKGROUND**",
        "**Strategic Capacity**",
        "2.1 Much is asked of Councils:",
        "* to look outward",
        "**4. CITY COUNCIL PLEDGES**",
        "4.1 The Directorate leads on these:",
        [["Number", "Pledge"], ["Pledge 1", "Better Education for all"], ["Pledge 4", "A Safer Salford"]],
        "**6. KEY SERVICE OBJECTIVES FOR THE STRATEGY AND REGENERATION DIVISION**",
        "Over 26000 jobs were created in Salford.",
        "**6.1 Economic Development Section**",
        "**1. To Encourage Investment in the City**",
        "* 65 Potential inward investor enquiries received",
        "* 1000 Jobs created",
        "**2. Support Business Development**",
        "* Generate 650 Business Enquiries",
        "**6.2 Community Safety Section**",
        "**Crime Reduction**",
        "To reduce crime with its Section 17 duty.",
        "* Work to the Best Value Performance Indicators",
        "**7. KEY SERVICE OBJECTIVES FOR THE PERSONNEL AND PERFORMANCE DIVISION**",
        "7.1 The Division supports the pledges.",
        "1. Promote a culture that encourages all employees",
        "* Appraisal for Chief Officers by 1st July, 2002",
        "7.5 Department – Continuous Improvement",
        "a) More effective arrangements",
        "**8. RESOURCES**",
        "Appendix A sums up the xxxxxxx of the Directorate.",
        "**10. CONCLUSION**",
        "10.1 The plan sets out its context.",
    )


def by_styles(word):
    """As a converter of plain text makes it: every bold line a heading in a style, lists and tables alike."""
    for paragraph in word.paragraphs:
        if paragraph.runs and all(run.bold for run in paragraph.runs):
            paragraph.style = word.styles[
                "Heading 1" if paragraph.text[:1].isdigit() or "Section" in paragraph.text else "Heading 2"
            ]
            paragraph.runs[0].bold = None
    return word


def numbered_by_word(word):
    """Headings that Word numbers: bold lines of a numbered list."""
    for paragraph in word.paragraphs:
        if paragraph.runs and all(run.bold for run in paragraph.runs):
            paragraph.style = word.styles["List Number"]
    return word


def dressed(word):
    """With content controls round a paragraph, a row and a cell; cells merged down; a text box; a nested table; a header."""
    word.paragraphs[-1]._p.addnext(parse_xml(BOXED))
    _wrap(word.paragraphs[len(word.paragraphs) // 2]._p)
    for table in (table for table in word.tables if len(table.rows) > 1 and len(table.rows[-1]._tr.tc_lst) > 1):
        last = table.rows[-1]
        inner = last.cells[1].add_table(rows=1, cols=2)
        inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "Nested one", "Nested two"
        below = table.add_row()
        last.cells[0].merge(below.cells[0])
        below.cells[1].text = "Under a cell that goes on"
        _wrap(last._tr)
        _wrap(table.rows[0].cells[-1]._tc)
    word.sections[0].header.paragraphs[0].text = "Restricted until September"
    word.sections[0].footer.paragraphs[0].text = "Page 1 of 9"
    return word


def split_tables(word):
    """Each table of more than three rows in two, the second with the headings again, as at the end of a page."""
    for table in word.tables:
        if len(table.rows) > 3 and len(table.rows[0]._tr.tc_lst) > 2:
            second = deepcopy(table._tbl)
            for row in list(table._tbl.tr_lst)[2:]:
                table._tbl.remove(row)
            for row in list(second.tr_lst)[1:2]:
                second.remove(row)
            table._tbl.addnext(second)
            table._tbl.addnext(OxmlElement("w:p"))
    return word


def reopened(word):
    made = BytesIO()
    word.save(made)
    return docx.Document(BytesIO(made.getvalue()))


def _wrap(element):
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.addprevious(control)
    control.append(content)
    content.append(element)


SPACES = nsdecls("w", "wp", "a") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
INSIDE = "<w:txbxContent><w:p><w:r><w:t>Said in a box</w:t></w:r></w:p></w:txbxContent>"
BOXED = (
    f"<w:p {SPACES}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wp:docPr id='7' name='Box'/>"
    f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{INSIDE}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{INSIDE}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
BODY_TEXT, LINE_END = qn("w:t"), qn("w:br")
