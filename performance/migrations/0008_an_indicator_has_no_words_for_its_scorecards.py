from django.db import migrations


class Migration(migrations.Migration):
    # Apart from the rows that take their place: PostgreSQL changes no table with rows still to be checked.
    dependencies = [("performance", "0007_scorecards_are_named_by_their_rows")]

    operations = [migrations.RemoveField("indicator", "scorecards")]
