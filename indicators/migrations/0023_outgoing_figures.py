"""出数台账: what left the system; the database refuses to change it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "indicators_outgoing"
TRIGGER = {
    "sqlite": f"""CREATE TRIGGER outgoing_stays BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    "postgresql": f"""CREATE TRIGGER outgoing_stays BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_history_update()""",
}


def refuse(apps, schema_editor):
    schema_editor.execute(TRIGGER[schema_editor.connection.vendor])


def allow(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute("DROP TRIGGER outgoing_stays" + (f" ON {TABLE}" if on else ""))


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0022_balances_and_verdict_changes'),
        ('regions', '0007_who_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Outgoing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('kind', models.CharField(choices=[('workbook', 'Excel工作簿'), ('csv', 'CSV'), ('chart_csv', '图中数据'), ('chart_png', '图片')], max_length=15, verbose_name='形式')),
                ('title', models.CharField(max_length=200, verbose_name='内容')),
                ('purpose', models.CharField(blank=True, max_length=60, verbose_name='用途/对象')),
                ('scope', models.JSONField(default=dict, verbose_name='范围')),
                ('number', models.PositiveIntegerField(verbose_name='数值个数')),
                ('digest', models.CharField(help_text='SHA-256', max_length=64, verbose_name='校验码')),
                ('figures', models.BinaryField(null=True, verbose_name='数值')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outgoings', to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '出数记录',
                'verbose_name_plural': '出数记录',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['region', '-at'], name='outgoing_by_region')],
            },
        ),
        migrations.RunPython(refuse, allow),
    ]
