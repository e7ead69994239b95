from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("performance", "0004_merge")]

    operations = [migrations.AddField("scorecard", "retired", models.BooleanField(default=False))]
