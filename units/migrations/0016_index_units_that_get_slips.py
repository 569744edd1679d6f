"""Units that get slips have indexes of their own, so that neither a page nor a count looks at the kind of every unit."""

from django.db import migrations, models

GET_SLIPS = ~models.Q(kind__in=["alliance", "council"])


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0015_kind_in_the_order"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="unit", name="unit_in_order"),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["root_id", "name", "id"], include=("closed_on",), name="unit_in_order"),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                fields=["root_id", "name", "id"],
                include=("closed_on",),
                condition=GET_SLIPS,
                name="unit_of_slips_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["root_id", "closed_on"], condition=GET_SLIPS, name="unit_of_slips"),
        ),
    ]
