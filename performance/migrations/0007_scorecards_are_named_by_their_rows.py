from django.db import migrations, models

_ALIKE = {"customers": "customer", "directorate": "process", "workforce": "resource", "finance": "resource"}


def _plain(text):
    return "".join(character for character in text.casefold() if character.isalnum())


def put_on_scorecards(apps, editor):
    """Put each indicator on the scorecards that its words name; what names none was never shown anywhere."""
    indicators = apps.get_model("performance", "Indicator").objects.exclude(scorecards="").order_by("pk")
    cards = list(apps.get_model("performance", "Scorecard").objects.order_by("pk"))
    row_model = apps.get_model("performance", "ScorecardRow")
    for name in ("title", "key"):
        known = {}
        for card in cards:
            known.setdefault(_plain(getattr(card, name)), []).append(card)
        for indicator in indicators:
            for text in indicator.scorecards.split(";"):
                found = known.get(_plain(text), []) if text.strip() else []
                if len(found) == 1:
                    _add(row_model, found[0], indicator)


def _add(row_model, card, indicator):
    rows = row_model.objects.filter(scorecard=card)
    groups = list(card.groups.order_by("position"))
    if not groups or rows.filter(indicator=indicator).exists():
        return
    names = {group.name.casefold(): group for group in groups}
    group = names.get(indicator.group) or names.get(_ALIKE.get(indicator.group)) or groups[-1]
    after = list(rows.order_by("position"))
    inside = [row.position for row in after if row.group_id == group.pk]
    # At the end of its group: after its last row, or where the rows of the groups before it end.
    before = [row.position for row in after if row.group.position <= group.position]
    place = max(inside or before, default=-1) + 1
    rows.filter(position__gte=place).update(position=models.F("position") + 1)
    row_model.objects.create(scorecard=card, group=group, indicator=indicator, position=place)


def name_scorecards(apps, editor):
    """Backwards: the titles of the scorecards that each indicator is on, as words."""
    for indicator in apps.get_model("performance", "Indicator").objects.all():
        titles = indicator.scorecard_rows.order_by("scorecard__title").values_list("scorecard__title", flat=True)
        indicator.scorecards = ";".join(titles)[:500]
        indicator.save(update_fields=["scorecards"])


class Migration(migrations.Migration):
    dependencies = [("performance", "0006_retired_scorecards")]

    operations = [migrations.RunPython(put_on_scorecards, name_scorecards)]
