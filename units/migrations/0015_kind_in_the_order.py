"""The index of units in their order knows their kinds: a page of those that get slips is found by it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0014_find_units_so_called"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="unit", name="unit_in_order"),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["root_id", "name", "id"], include=("closed_on", "kind"), name="unit_in_order"),
        ),
    ]
