from .actions import ActionForm, MilestoneFormSet, ObjectiveForm, UpdateForm
from .parts import fields_form, rows_formset
from .signoff import ApproveForm, CommentForm, ContributorForm, DismissForm, ReviewForm

__all__ = [
    "ActionForm",
    "ApproveForm",
    "CommentForm",
    "ContributorForm",
    "DismissForm",
    "MilestoneFormSet",
    "ObjectiveForm",
    "ReviewForm",
    "UpdateForm",
    "fields_form",
    "rows_formset",
]
