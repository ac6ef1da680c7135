"""Every kind of target is stored: undated ones, and what a change is counted in."""

from importlib import import_module

import django.db.models.deletion
import indicators.models.fields
from django.db import migrations, models

doubts = import_module("indicators.migrations.0013_doubts")


def keep_trigger(apps, schema_editor):
    """Put back the trigger that SQLite loses when it makes the table anew."""
    doubts.put(schema_editor, doubts.STAYS)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0013_doubts'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_trigger),
        migrations.AlterModelOptions(
            name='target',
            options={'ordering': ['plan_indicator', models.OrderBy(models.F('year'), nulls_last=True), 'issuer', 'revision'], 'verbose_name': '目标值', 'verbose_name_plural': '目标值'},
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='target_kind_known',
        ),
        migrations.AddField(
            model_name='indicator',
            name='flow',
            field=models.BooleanField(default=False, help_text='数值是当年新增的量，累计目标逐年相加', verbose_name='当年量'),
        ),
        migrations.AddField(
            model_name='target',
            name='change_high',
            field=indicators.models.fields.FigureField(blank=True, decimal_places=8, max_digits=20, null=True, verbose_name='变化量上端'),
        ),
        migrations.AddField(
            model_name='target',
            name='change_unit',
            field=models.CharField(blank=True, choices=[('percent', '%'), ('points', '百分点'), ('own', '本行单位')], max_length=7, verbose_name='变化量的单位'),
        ),
        migrations.AddField(
            model_name='target',
            name='notes',
            field=models.TextField(blank=True, verbose_name='数字旁的注'),
        ),
        migrations.AddField(
            model_name='target',
            name='replaces',
            field=models.OneToOneField(blank=True, help_text='依修订文件确定年份的，原来未注明年份的目标不再适用', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='indicators.target', verbose_name='所替代的未注明年份的目标'),
        ),
        migrations.AddField(
            model_name='target',
            name='scope',
            field=models.CharField(blank=True, max_length=300, verbose_name='范围'),
        ),
        migrations.AlterField(
            model_name='target',
            name='year',
            field=indicators.models.fields.YearField(blank=True, null=True, verbose_name='年份'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('year', None)), fields=('plan_indicator', 'issuer', 'revision'), name='target_undated_once_per_issuer_revision'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('revision__gt', 0), ('year__isnull', False)), _connector='OR'), name='target_replacing_an_undated_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('change_unit__in', ['', 'percent', 'points', 'own'])), name='target_change_unit_known'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('value', 'range', 'relative', 'points', 'absolute', 'multiply', 'annual', 'cumulative', 'keep', 'slow', 'reference', 'direction', 'coverage', 'text', 'none', 'compound'))), name='target_kind_known'),
        ),
        migrations.RunPython(keep_trigger, migrations.RunPython.noop),
    ]
