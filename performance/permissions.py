"""Who may import, enter and correct: the performance team all results, an owner those of the indicators they own."""

from common.access import SIGNED_IN, Access
from common.verdict import ALLOWED, Verdict
from council.choices import Role
from council.models import User
from council.permissions import authority
from performance.choices import SetByHand
from performance.formulas import references_in
from performance.models import AuditFinding, Indicator, StatutoryReturn

OFFICERS = frozenset({Role.PERFORMANCE_OFFICER})
AUDITORS = frozenset({Role.AUDITOR})
ASSESSORS = OFFICERS | AUDITORS

ACCESS = {
    "performance": Access(get=SIGNED_IN),
    "indicators": Access(get=SIGNED_IN),
    "indicators_csv": Access(get=SIGNED_IN),
    "indicators_xlsx": Access(get=SIGNED_IN),
    "indicator": Access(get=SIGNED_IN),
    "indicator_csv": Access(get=SIGNED_IN),
    "rating_set": Access(get=OFFICERS, post=OFFICERS),
    "direction_set": Access(get=SIGNED_IN, post=SIGNED_IN),
    "result_withhold": Access(get=OFFICERS, post=OFFICERS),
    "change_record": Access(get=SIGNED_IN, post=SIGNED_IN),
    "indicator_mark": Access(get=OFFICERS, post=OFFICERS),
    "warning_dismiss": Access(get=SIGNED_IN, post=SIGNED_IN),
    "warnings": Access(get=OFFICERS),
    "warnings_csv": Access(get=OFFICERS),
    "enter_result": Access(get=SIGNED_IN, post=SIGNED_IN),
    "indicator_new": Access(get=OFFICERS, post=OFFICERS),
    "indicator_edit": Access(get=OFFICERS, post=OFFICERS),
    "indicator_targets": Access(get=OFFICERS, post=OFFICERS),
    "indicator_formula": Access(get=OFFICERS, post=OFFICERS),
    "indicator_breakdown": Access(get=SIGNED_IN, post=SIGNED_IN),
    "enter_results": Access(get=OFFICERS, post=OFFICERS),
    "verify_results": Access(get=OFFICERS, post=OFFICERS),
    "send_back_result": Access(get=OFFICERS, post=OFFICERS),
    "results_due": Access(get=SIGNED_IN),
    "results_due_csv": Access(get=SIGNED_IN),
    "remind_owners": Access(post=OFFICERS),
    "data_quality": Access(get=SIGNED_IN),
    "data_quality_csv": Access(get=SIGNED_IN),
    "data_quality_xlsx": Access(get=SIGNED_IN),
    "indicator_quality": Access(get=SIGNED_IN),
    "indicator_assess": Access(get=ASSESSORS, post=ASSESSORS),
    "indicator_finding": Access(get=AUDITORS, post=AUDITORS),
    "indicator_assess_all": Access(get=ASSESSORS, post=ASSESSORS),
    "findings": Access(get=SIGNED_IN),
    "findings_csv": Access(get=SIGNED_IN),
    "finding": Access(get=SIGNED_IN, post=SIGNED_IN),
    "returns": Access(get=SIGNED_IN),
    "returns_csv": Access(get=SIGNED_IN),
    "returns_xlsx": Access(get=SIGNED_IN),
    "return_new": Access(get=OFFICERS, post=OFFICERS),
    "statutory_return": Access(get=SIGNED_IN),
    "return_edit": Access(get=SIGNED_IN, post=SIGNED_IN),
    "return_status": Access(post=SIGNED_IN),
    "return_submit": Access(get=SIGNED_IN, post=SIGNED_IN),
    "scorecards": Access(get=SIGNED_IN),
    "my_scorecard": Access(get=SIGNED_IN),
    "scorecard_new": Access(get=OFFICERS, post=OFFICERS),
    "scorecard": Access(get=SIGNED_IN),
    "scorecard_export": Access(get=SIGNED_IN),
    "scorecard_edit": Access(get=OFFICERS, post=OFFICERS),
    "scorecard_arrange": Access(post=OFFICERS),
    "scorecard_add": Access(get=OFFICERS, post=OFFICERS),
    "scorecard_retire": Access(post=OFFICERS),
    "import_results": Access(get=OFFICERS, post=OFFICERS),
    "import_blank": Access(get=OFFICERS),
    "import_preview": Access(get=OFFICERS),
    "import_outcome": Access(get=OFFICERS),
    "confirm_import": Access(post=OFFICERS),
    "discard_import": Access(post=OFFICERS),
    "undo_import": Access(get=OFFICERS, post=OFFICERS),
    "export_table": Access(get=OFFICERS),
}


def may_import(user: User) -> Verdict:
    """Only the performance team imports files."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can import results.")


def may_build(user: User) -> Verdict:
    """Only the performance team makes and changes scorecards."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer can change scorecards.")


def may_enter(user: User, indicator: Indicator) -> Verdict:
    """The holder of the indicator's owner post (or a deputy), and the performance team."""
    answers = may_answer_for(user, indicator)
    if not answers or not indicator.formula.strip():
        return answers
    inputs = ", ".join(reference.text for reference in references_in(indicator.formula)) or "others"
    return Verdict(f"{indicator.reference} is calculated from {inputs}, so its results are not entered by hand.")


def may_set_formula(user: User) -> Verdict:
    """Only the performance team says how an indicator is calculated."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer sets a formula.")


def may_define(user: User) -> Verdict:
    """Only the performance team changes what an indicator is, and what its targets are."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer changes an indicator's definition or its targets.")


def may_verify(user: User) -> Verdict:
    """Only the performance team checks what owners entered."""
    if authority(user).has(Role.PERFORMANCE_OFFICER):
        return ALLOWED
    return Verdict("Only a performance officer verifies results.")


def may_answer_for(user: User, indicator: Indicator) -> Verdict:
    """As ``may_enter``, for what is said of an indicator that is calculated as well."""
    who = authority(user)
    if who.has(Role.PERFORMANCE_OFFICER) or (indicator.owner_post_id and indicator.owner_post_id in who.post_ids):
        return (
            Verdict(f"{indicator.reference} is retired, so it takes no more results.") if indicator.retired else ALLOWED
        )
    owner = indicator.owner or "its owner"
    return Verdict(f"Results of {indicator.reference} are entered by {owner} or by the performance team.")


def may_mark(user: User) -> Verdict:
    """Only the performance team marks an indicator as beyond our control, and withholds figures."""
    return ALLOWED if authority(user).has(*OFFICERS) else Verdict("Only a performance officer marks an indicator.")


def may_set_by_hand(user: User, indicator: Indicator, what: str) -> Verdict:
    """A direction as ``may_answer_for``; a rating only the performance team: nobody rates their own work."""
    if what == SetByHand.DIRECTION:
        return may_answer_for(user, indicator)
    return ALLOWED if authority(user).has(*OFFICERS) else Verdict("Only a performance officer sets a rating by hand.")


def may_see_figures(user: User, indicator: Indicator) -> Verdict:
    """Whether this person is shown figures of the indicator that are withheld from others."""
    who = authority(user)
    if who.has(*ASSESSORS) or (indicator.owner_post_id and indicator.owner_post_id in who.post_ids):
        return ALLOWED
    return Verdict("Withheld figures are shown to their owner, the performance team and internal audit only.")


def acting_post(user: User, indicator: Indicator | None = None) -> str:
    """The title of the post for which this person acts here."""
    who = authority(user)
    owned = who.post_for(indicator.owner_post_id) if indicator else None
    post = owned or who.post_in_role(Role.PERFORMANCE_OFFICER) or who.main_post
    return post.title if post else ""


def may_assess(user: User) -> Verdict:
    """Data quality is judged by the performance team and by internal audit."""
    if authority(user).has(*ASSESSORS):
        return ALLOWED
    return Verdict("Data quality is assessed by performance officers and internal auditors.")


def may_raise_finding(user: User) -> Verdict:
    return ALLOWED if authority(user).has(*AUDITORS) else Verdict("Only an internal auditor records a finding.")


def may_answer(user: User, finding: AuditFinding) -> Verdict:
    """The owner of the indicator, or the performance team; once."""
    who, owner = authority(user), finding.indicator.owner_post_id
    if not (who.has(*OFFICERS) or (owner and owner in who.post_ids)):
        return Verdict("A finding is answered by the indicator's owner or by the performance team.")
    return Verdict("This finding has been answered.", conflict=True) if finding.answered_on else ALLOWED


def may_add_return(user: User) -> Verdict:
    return ALLOWED if authority(user).has(*OFFICERS) else Verdict("Only a performance officer adds a return.")


def may_keep_return(user: User, one: StatutoryReturn) -> Verdict:
    """The performance team keeps and submits every return; an owner their own."""
    who = authority(user)
    if who.has(*OFFICERS) or (one.owner_post_id and one.owner_post_id in who.post_ids):
        return ALLOWED
    return Verdict(f"This return is kept by {one.owner or 'its owner'} or by the performance team.")


def may_remind(user: User) -> Verdict:
    return ALLOWED if authority(user).has(*OFFICERS) else Verdict("Only a performance officer sends reminders.")
