"""Every change of this room: lock, check, change, record."""

from .breakdowns import break_down
from .by_hand import Choice, set_by_hand, take_back
from .definition import change_definition, define_indicator
from .formula import set_formula
from .grid import RowEntry, RowsRefused, enter_results
from .import_now import ImportDone, import_now
from .importing import mark_interrupted
from .imports import confirm, discard
from .marks import Marks, dismiss_warning, mark_indicator, record_change
from .quality import Judgement, answer_finding, assess, assess_all, raise_finding
from .reminders import Reminded, remind_owners
from .results import Entry, enter_result
from .returns import ReturnFacts, add_return, change_return, move_return, submit_return
from .scorecards import Details, arrange_scorecard, change_scorecard, create_scorecard, layout_of, retire_scorecard
from .targets import AgreedTarget, set_targets
from .undo import undo_import
from .verify import send_back, verify_results
from .withholding import withhold

__all__ = [
    "AgreedTarget",
    "Choice",
    "Details",
    "Entry",
    "ImportDone",
    "Judgement",
    "Marks",
    "Reminded",
    "ReturnFacts",
    "RowEntry",
    "RowsRefused",
    "add_return",
    "answer_finding",
    "arrange_scorecard",
    "assess",
    "assess_all",
    "break_down",
    "change_definition",
    "change_return",
    "change_scorecard",
    "confirm",
    "create_scorecard",
    "define_indicator",
    "discard",
    "dismiss_warning",
    "enter_result",
    "enter_results",
    "import_now",
    "layout_of",
    "mark_indicator",
    "mark_interrupted",
    "move_return",
    "raise_finding",
    "record_change",
    "remind_owners",
    "retire_scorecard",
    "send_back",
    "set_by_hand",
    "set_formula",
    "set_targets",
    "submit_return",
    "take_back",
    "undo_import",
    "verify_results",
    "withhold",
]
