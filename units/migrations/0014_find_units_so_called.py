"""An index of folded names: what is called as somebody typed is found among very many."""

import emulation_portal.core.folding
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0013_open_under_open"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(emulation_portal.core.folding.Folded("name"), name="unit_so_called"),
        ),
    ]
