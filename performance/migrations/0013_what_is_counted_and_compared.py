from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('performance', '0012_fewer_indexes_of_results'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='benchmark_group',
            field=models.CharField(blank=True, max_length=200, verbose_name='whom it is compared with'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='denominator',
            field=models.CharField(blank=True, max_length=300, verbose_name='what its denominator counts'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='numerator',
            field=models.CharField(blank=True, max_length=300, verbose_name='what its numerator counts'),
        ),
    ]
