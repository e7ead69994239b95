"""What a template may ask of a plan: the code of each check of the health check, and what it looks for."""

CHECKS = {
    "part-missing": "A required part or field is empty",
    "narrative-too-long": "A field has more words than the template allows",
    "action-no-theme": "An action names no council plan theme",
    "action-no-project-type": "An action has no project type",
    "action-no-priority": "An action has no priority level",
    "action-no-date": "An action has no completed-by date, nor words for one",
    "action-no-officer": "An action has no accountable officer",
    "action-no-ground": "An action does not say why it belongs in the plan",
    "action-no-measure": "An action has no agreed measure",
    "action-no-quality-measure": "An action has measures, none of quality",
    "action-no-milestones": "A Must or Statutory action has no milestones",
    "action-operational": "An action is only Small or Business as usual",
    "action-officer-not-a-post": "An accountable officer matches no post of the council",
    "action-date-passed": "An action’s date has gone by before the plan’s year begins",
    "date-not-read": "No date can be read from the words of an action or milestone",
    "risk-no-mitigation": "A red or amber risk has no mitigating action",
    "risk-no-target": "A risk has no target rating, or no date for it",
    "no-equality-objective": "The plan has no equality objective",
    "not-reviewed": "A part was carried from last year’s plan, and nobody has reviewed it",
    "not-in-template": "The plan holds words that have no place in its template",
}
