"""What the pages of table 4.1 post, for tests to post it too."""

from serviceplans.models import ActionVersion

PLAN = "/plans/css/2019-20/"
PART = PLAN + "edit/actions/"
NEW = PART + "action/new/"


def typed_action(objective, /, *milestones, **fields):
    """An action as its page posts it; each milestone is a dictionary."""
    posted = {"counter": "0", "objective": objective.pk, "text": "Find foster families"}
    posted |= {"milestones-TOTAL_FORMS": len(milestones), "milestones-INITIAL_FORMS": 0}
    for number, row in enumerate(milestones):
        posted |= {f"milestones-{number}-{key}": value for key, value in row.items() if value is not None}
    return posted | fields


def written(reference):
    return ActionVersion.objects.get(action__reference=reference)
