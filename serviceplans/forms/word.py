"""Forms of a plan's Word file: the file itself, and where what was not recognised belongs."""

from typing import Any

from django import forms

from serviceplans.word.placing import Piece, Target


class WordUploadForm(forms.Form):
    """A Word file. What is wrong with it is said by what reads it."""

    file = forms.FileField(
        label="Word file",
        help_text="A Word document (.docx): this plan as you downloaded and edited it, or a plan laid out like its template.",
        allow_empty_file=True,
        error_messages={"required": "Choose the Word file that holds the plan"},
    )


class PlacingForm(forms.Form):
    """A choice for each piece of the file that was not recognised; what nobody places is left out."""

    def __init__(self, pieces: list[Piece], targets: list[Target], placed: dict[str, str], posted: Any = None) -> None:
        super().__init__(posted)
        groups: dict[str, list[tuple[str, str]]] = {}
        for target in targets:
            groups.setdefault(target.part, []).append((target.key, target.label))
        choices = [("", "Leave it out"), *groups.items()]
        for piece in pieces:
            self.fields[piece.name] = forms.ChoiceField(
                label=piece.text,
                help_text=piece.where,
                choices=choices,
                required=False,
                initial=placed.get(piece.name, ""),
            )
