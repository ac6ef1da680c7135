"""Revisions name their decision alone; the database refuses to change what is decided."""

import uuid
from django.db import migrations, models

# Table → (trigger, when an update is refused): what is closed, confirmed or set by a
# person stays as it was; new states are new rows.
PROPOSED = " OR ".join(
    f'OLD."{name}" {{differs}} NEW."{name}"'
    for name in (
        *("kind", "region_id", "subject", "title", "before", "after", "reason"),
        *("document", "number", "dated", "by_id", "at"),
    )
)
WHEN = {
    "indicators_proposal": ("proposal_stays", f"OLD.state <> 'waiting' OR {PROPOSED}"),
    "indicators_decision": ("decision_stays", "1 = 1"),
    "indicators_target": ("revised_target_stays", "OLD.revision > 0"),
    "indicators_baselinerevision": ("revised_baseline_stays", "OLD.revision > 0"),
    "indicators_milestonestatus": ("milestone_status_stays", "1 = 1"),
}
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def refuse(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, (name, condition) in WHEN.items():
        when = condition.format(differs=DIFFERS[vendor])
        if vendor == "sqlite":
            body = "BEGIN SELECT RAISE(ABORT, 'what is decided stays'); END"
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when} {body}"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({when}) EXECUTE FUNCTION refuse_history_update()"
            )


def allow(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    for table, (name, _condition) in WHEN.items():
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on else ""))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0011_revisions_rest_on_decisions")]

    operations = [
        migrations.RemoveField(
            model_name='target',
            name='adopted_on',
        ),
        migrations.RemoveField(
            model_name='target',
            name='document',
        ),
        migrations.RemoveField(
            model_name='target',
            name='reason',
        ),
        migrations.AlterField(
            model_name='milestonestatus',
            name='token',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('revision', 0), ('decision__isnull', False), _connector='OR'), name='target_revision_has_its_decision'),
        ),
        migrations.RunPython(refuse, allow),
    ]
