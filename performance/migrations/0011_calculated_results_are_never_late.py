from django.db import migrations


def forget(apps, schema_editor):
    """How calculated indicators stand is worked out anew: what was stored may call them late."""
    apps.get_model("performance", "IndicatorState").objects.exclude(indicator__formula="").delete()


class Migration(migrations.Migration):
    dependencies = [("performance", "0010_by_hand_and_withheld")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
