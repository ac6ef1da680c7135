"""Other offices' figures beside a value (另有数); their history is append-only."""

import django.db.models.deletion
import indicators.models.fields
from django.conf import settings
from django.db import migrations, models


TABLE = "indicators_otherchange"


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER others_are_append_only BEFORE UPDATE ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER others_are_append_only BEFORE UPDATE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_history_update()"
        )


def allow(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(
        "DROP TRIGGER others_are_append_only" + (f" ON {TABLE}" if on else "")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0020_aliases'),
        ('regions', '0007_who_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OtherChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('recorded', '登记'), ('edited', '修改'), ('removed', '删除')], max_length=10, verbose_name='事项')),
                ('before', models.JSONField(default=dict, help_text='字段名 → 值', verbose_name='原')),
                ('after', models.JSONField(default=dict, help_text='字段名 → 值', verbose_name='新')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '另有数变更',
                'verbose_name_plural': '另有数变更',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='OtherFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', indicators.models.fields.YearField(verbose_name='年份')),
                ('value', indicators.models.fields.FigureField(decimal_places=8, max_digits=20, verbose_name='另有数')),
                ('source', models.CharField(max_length=300, verbose_name='来源')),
                ('definition', models.CharField(blank=True, max_length=200, verbose_name='口径')),
                ('why', models.CharField(max_length=300, verbose_name='未采用原因')),
                ('removed', models.BooleanField(default=False, verbose_name='已删除')),
                ('stage', models.CharField(choices=[('draft', '未审定'), ('approved', '已审定'), ('reported', '已报送')], max_length=10, verbose_name='状态')),
                ('told', models.JSONField(default=dict, help_text='状态 → 字段名 → 值', verbose_name='各方此前所见')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
            ],
            options={
                'verbose_name': '另有数',
                'verbose_name_plural': '另有数',
                'ordering': ['region__code', 'indicator__code', '-year', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='formevent',
            name='form_event_kind_known',
        ),
        migrations.AlterField(
            model_name='formevent',
            name='kind',
            field=models.CharField(choices=[('opened', '下发'), ('submitted', '提交'), ('withdrawn', '撤回'), ('returned', '退回'), ('approved', '审定'), ('reported', '报送'), ('returned_above', '上级退回'), ('correcting', '发起更正'), ('locked', '锁定'), ('reopened', '解锁'), ('remark', '留言'), ('attached', '上传附件'), ('signed', '上传签批件'), ('reminded', '催报'), ('moved', '调整填报单位'), ('imported', '上传填报表'), ('other', '另有数')], max_length=20, verbose_name='事项'),
        ),
        migrations.AddConstraint(
            model_name='formevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opened', 'submitted', 'withdrawn', 'returned', 'approved', 'reported', 'returned_above', 'correcting', 'locked', 'reopened', 'remark', 'attached', 'signed', 'reminded', 'moved', 'imported', 'other'])), name='form_event_kind_known'),
        ),
        migrations.AddField(
            model_name='otherchange',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人'),
        ),
        migrations.AddField(
            model_name='otherfigure',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='others', to='indicators.importbatch', verbose_name='导入'),
        ),
        migrations.AddField(
            model_name='otherfigure',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='otherfigure',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='indicators.indicator', verbose_name='指标'),
        ),
        migrations.AddField(
            model_name='otherfigure',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='regions.region', verbose_name='地区'),
        ),
        migrations.AddField(
            model_name='otherchange',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='indicators.otherfigure', verbose_name='另有数'),
        ),
        migrations.AddIndex(
            model_name='otherfigure',
            index=models.Index(fields=['region', 'indicator', 'year'], name='other_by_cell'),
        ),
        migrations.AddConstraint(
            model_name='otherfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('why', ''), _negated=True)), name='other_says_whence_and_why'),
        ),
        migrations.AddConstraint(
            model_name='otherfigure',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'approved', 'reported'])), name='other_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='otherfigure',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='other_year_sane'),
        ),
        migrations.AddConstraint(
            model_name='otherchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['recorded', 'edited', 'removed'])), name='other_change_kind_known'),
        ),
        migrations.RunPython(refuse, allow),
    ]
