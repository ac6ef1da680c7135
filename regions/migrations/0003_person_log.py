"""The log of what was done to accounts; the database refuses to rewrite it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "regions_personlog"
TRIGGERS = {
    "sqlite": [
        f"""CREATE TRIGGER person_log_is_append_only BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_person_log_update() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'the log is append-only'
        USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql""",
        f"""CREATE TRIGGER person_log_is_append_only BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_person_log_update()""",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER person_log_is_append_only"],
    "postgresql": [
        f"DROP TRIGGER person_log_is_append_only ON {TABLE}",
        "DROP FUNCTION refuse_person_log_update()",
    ],
}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_level_is_that_of_the_code")]
    operations = [
        migrations.CreateModel(
            name='PersonLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', '新建账号'), ('edited', '修改资料'), ('given', '增加权限'), ('taken', '取消权限'), ('password', '重设密码'), ('stopped', '停用账号'), ('restarted', '恢复账号')], max_length=10, verbose_name='事项')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='内容')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='log', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '人员变动记录',
                'verbose_name_plural': '人员变动记录',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['created', 'edited', 'given', 'taken', 'password', 'stopped', 'restarted'])), name='person_log_kind_known')],
            },
        ),
        migrations.RunPython(run(TRIGGERS), run(UNDO)),
    ]
