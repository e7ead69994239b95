from .actions import ActionForm, MilestoneFormSet, ObjectiveForm, UpdateForm
from .parts import fields_form, rows_formset
from .review import DecisionForm
from .signoff import CommentForm, ContributorForm, DismissForm

__all__ = [
    "ActionForm",
    "CommentForm",
    "ContributorForm",
    "DecisionForm",
    "DismissForm",
    "MilestoneFormSet",
    "ObjectiveForm",
    "UpdateForm",
    "fields_form",
    "rows_formset",
]
