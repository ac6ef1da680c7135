"""Base figures get a history; the database itself refuses updates of it."""

import django.db.models.deletion
import indicators.models.fields
from django.conf import settings
from django.db import migrations, models


TABLE = "indicators_basefigurechange"
TRIGGERS = {
    "sqlite": [
        f"""CREATE TRIGGER base_history_is_append_only BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"""
    ],
    # the function is that of 0002
    "postgresql": [
        f"""CREATE TRIGGER base_history_is_append_only BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_history_update()"""
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER base_history_is_append_only"],
    "postgresql": [f"DROP TRIGGER base_history_is_append_only ON {TABLE}"],
}


def run(statements):
    def apply(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0007_batches_say_why'),
        ('regions', '0004_api_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BaseFigureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', indicators.models.fields.YearField(verbose_name='年份')),
                ('kind', models.CharField(choices=[('resident', '常住人口'), ('resident_mean', '年平均常住人口'), ('registered', '户籍人口'), ('births', '活产数'), ('urban', '城镇常住人口'), ('elderly', '65岁及以上常住人口')], max_length=20, verbose_name='基础数据')),
                ('old_value', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='原值')),
                ('new_value', models.PositiveBigIntegerField(verbose_name='新值')),
                ('old_source', models.CharField(blank=True, max_length=300, verbose_name='原来源')),
                ('new_source', models.CharField(max_length=300, verbose_name='新来源')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='原因')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '基础数据变更历史',
                'verbose_name_plural': '基础数据变更历史',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['region', 'year', 'kind', '-at'], name='base_change_by_figure')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['resident', 'resident_mean', 'registered', 'births', 'urban', 'elderly'])), name='base_change_kind_known'), models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='base_change_year_sane')],
            },
        ),
        migrations.RunPython(run(TRIGGERS), run(UNDO)),
    ]
