"""Counts of each plan beside its verdicts, and the history of verdicts, which the
database refuses to change. `manage.py assess` fills the counts."""

import django.db.models.deletion
import indicators.models.fields
from django.conf import settings
from django.db import migrations, models


TABLE = "indicators_verdictchange"
TRIGGER = {
    "sqlite": f"""CREATE TRIGGER verdict_changes_stay BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    "postgresql": f"""CREATE TRIGGER verdict_changes_stay BEFORE UPDATE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_history_update()""",
}


def refuse(apps, schema_editor):
    schema_editor.execute(TRIGGER[schema_editor.connection.vendor])


def allow(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute("DROP TRIGGER verdict_changes_stay" + (f" ON {TABLE}" if on else ""))


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0021_other_figures'),
        ('regions', '0007_who_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='ahead',
            field=models.CharField(blank=True, max_length=15, verbose_name='趋势研判'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='due',
            field=models.CharField(blank=True, max_length=15, verbose_name='到期目标'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='due_year',
            field=indicators.models.fields.YearField(blank=True, null=True, verbose_name='最近到期年'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='last_year',
            field=indicators.models.fields.YearField(blank=True, null=True, verbose_name='最后目标年'),
        ),
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('both', '全部人员'), ('own', '本地区人员'), ('others', '其他地区人员')], max_length=10, verbose_name='供谁查看')),
                ('as_of', indicators.models.fields.YearField(verbose_name='评价年度')),
                ('has_table', models.BooleanField(verbose_name='有指标表')),
                ('tile_closed_met', models.PositiveSmallIntegerField(default=0, verbose_name='已到期完成')),
                ('tile_closed_not_met', models.PositiveSmallIntegerField(default=0, verbose_name='已到期未完成')),
                ('tile_done', models.PositiveSmallIntegerField(default=0, verbose_name='已完成或持续达标')),
                ('tile_moving', models.PositiveSmallIntegerField(default=0, verbose_name='快于或达到序时进度')),
                ('tile_stale', models.PositiveSmallIntegerField(default=0, verbose_name='尚好但数据偏旧')),
                ('tile_watch', models.PositiveSmallIntegerField(default=0, verbose_name='需关注')),
                ('tile_bad', models.PositiveSmallIntegerField(default=0, verbose_name='滞后或未达要求')),
                ('tile_none', models.PositiveSmallIntegerField(default=0, verbose_name='暂无法评价')),
                ('tile_not_applicable', models.PositiveSmallIntegerField(default=0, verbose_name='不适用')),
                ('due_year', indicators.models.fields.YearField(blank=True, null=True, verbose_name='最近到期年')),
                ('due_met', models.PositiveSmallIntegerField(default=0, verbose_name='达标')),
                ('due_not_met', models.PositiveSmallIntegerField(default=0, verbose_name='未达标')),
                ('due_awaiting', models.PositiveSmallIntegerField(default=0, verbose_name='待数据')),
                ('due_unverifiable', models.PositiveSmallIntegerField(default=0, verbose_name='不可判定')),
                ('due_none', models.PositiveSmallIntegerField(default=0, verbose_name='该年无目标')),
                ('due_not_applicable', models.PositiveSmallIntegerField(default=0, verbose_name='不适用')),
                ('last_year', indicators.models.fields.YearField(blank=True, null=True, verbose_name='最后目标年')),
                ('ahead_likely', models.PositiveSmallIntegerField(default=0, verbose_name='能够完成')),
                ('ahead_hard', models.PositiveSmallIntegerField(default=0, verbose_name='有难度')),
                ('ahead_unlikely', models.PositiveSmallIntegerField(default=0, verbose_name='难以完成')),
                ('ahead_unknown', models.PositiveSmallIntegerField(default=0, verbose_name='无法预计')),
                ('ahead_over', models.PositiveSmallIntegerField(default=0, verbose_name='已到期')),
                ('ahead_none', models.PositiveSmallIntegerField(default=0, verbose_name='该年无目标')),
                ('ahead_not_applicable', models.PositiveSmallIntegerField(default=0, verbose_name='不适用')),
                ('before_good', models.PositiveSmallIntegerField(default=0, verbose_name='上年好')),
                ('before_watch', models.PositiveSmallIntegerField(default=0, verbose_name='上年需关注')),
                ('before_bad', models.PositiveSmallIntegerField(default=0, verbose_name='上年滞后')),
                ('before_none', models.PositiveSmallIntegerField(default=0, verbose_name='上年暂无法评价')),
                ('better', models.PositiveSmallIntegerField(default=0, verbose_name='较上年好转')),
                ('worse', models.PositiveSmallIntegerField(default=0, verbose_name='较上年变差')),
                ('demo', models.PositiveSmallIntegerField(default=0, verbose_name='用到演示数据')),
                ('latest_year', indicators.models.fields.YearField(blank=True, null=True, verbose_name='最新年份')),
                ('tallies', models.JSONField(default=list, verbose_name='各评价的项数')),
                ('years', models.JSONField(default=dict, verbose_name='各数据年份的项数')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='summaries', to='indicators.plan', verbose_name='规划')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '规划统计',
                'verbose_name_plural': '规划统计',
                'constraints': [models.UniqueConstraint(fields=('plan', 'audience'), name='one_summary_per_audience'), models.UniqueConstraint(condition=models.Q(('audience__in', ['both', 'own'])), fields=('plan',), name='one_summary_for_own'), models.UniqueConstraint(condition=models.Q(('audience__in', ['both', 'others'])), fields=('plan',), name='one_summary_for_others')],
            },
        ),
        migrations.CreateModel(
            name='VerdictChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('both', '全部人员'), ('own', '本地区人员'), ('others', '其他地区人员')], max_length=10, verbose_name='供谁查看')),
                ('as_of', indicators.models.fields.YearField(verbose_name='评价年度')),
                ('from_code', models.CharField(max_length=20, verbose_name='原评价')),
                ('from_reason', models.CharField(blank=True, max_length=40, verbose_name='原评价的原因')),
                ('to_code', models.CharField(blank=True, max_length=20, verbose_name='现评价')),
                ('to_reason', models.CharField(blank=True, max_length=40, verbose_name='现评价的原因')),
                ('step', models.SmallIntegerField(choices=[(-1, '变差'), (0, '其他变动'), (1, '好转')], verbose_name='方向')),
                ('cause', models.CharField(choices=[('plan', '规划内容变化'), ('target', '目标值修订'), ('baseline', '基期值或计量单位更正'), ('doubt', '待确认事项已确认'), ('definition', '口径变更'), ('revised_value', '以往数值更正'), ('new_value', '新增数值'), ('reference', '参照地区数值变化'), ('demo', '演示数据变化'), ('rule', '评价方法变化'), ('year', '评价年度更替')], max_length=20, verbose_name='变动原因')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdict_changes', to='indicators.planindicator', verbose_name='规划指标')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '评价变动',
                'verbose_name_plural': '评价变动',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['region', '-at'], name='verdict_change_by_region')],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['both', 'own', 'others'])), name='verdict_change_audience_known'), models.CheckConstraint(condition=models.Q(('cause__in', ['plan', 'target', 'baseline', 'doubt', 'definition', 'revised_value', 'new_value', 'reference', 'demo', 'rule', 'year'])), name='verdict_change_cause_known')],
            },
        ),
        migrations.RunPython(refuse, allow),
    ]
