"""Refuse updates of the change history in the database itself."""

from django.db import migrations

TABLE = "indicators_observationchange"
TRIGGERS = {
    "sqlite": [
        f"""CREATE TRIGGER history_is_append_only BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_history_update() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'history is append-only'
        USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql""",
        f"""CREATE TRIGGER history_is_append_only BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_history_update()""",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER history_is_append_only"],
    "postgresql": [
        f"DROP TRIGGER history_is_append_only ON {TABLE}",
        "DROP FUNCTION refuse_history_update()",
    ],
}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunPython(run(TRIGGERS), run(UNDO))]
