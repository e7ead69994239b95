"""The form that takes a spreadsheet of rows of plans."""

from django import forms

from serviceplans.bulk import TABLES


class RowsUploadForm(forms.Form):
    """A spreadsheet, and what it holds. Its size is checked before this form is; what is wrong in it is said by what reads it."""

    file = forms.FileField(
        label="Spreadsheet",
        help_text="An Excel workbook (.xlsx), CSV or OpenDocument sheet with the columns that this page describes.",
        allow_empty_file=True,
        error_messages={"required": "Choose the spreadsheet that holds the rows"},
    )
    table = forms.ChoiceField(
        label="What it holds",
        choices=[("", "Tell by its headings"), *((name, name.capitalize()) for name in TABLES)],
        required=False,
    )
