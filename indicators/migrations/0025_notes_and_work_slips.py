"""Why rows are behind, what comes next, 工作提示单, and what leaders settle."""

import django.db.models.deletion
import indicators.models.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0024_lead_departments'),
        ('regions', '0007_who_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='outgoing',
            name='kind',
            field=models.CharField(choices=[('workbook', 'Excel工作簿'), ('csv', 'CSV'), ('chart_csv', '图中数据'), ('chart_png', '图片'), ('onepage', '一页纸')], max_length=15, verbose_name='形式'),
        ),
        migrations.CreateModel(
            name='WorkSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('level', models.CharField(choices=[('prompt', '工作提示单'), ('supervise', '督办单')], max_length=10, verbose_name='单据')),
                ('year', indicators.models.fields.YearField(verbose_name='年度')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('origin', models.CharField(max_length=200, verbose_name='任务来源')),
                ('demand', models.CharField(max_length=500, verbose_name='要求')),
                ('due_on', models.DateField(verbose_name='完成时限')),
                ('state', models.CharField(choices=[('under_way', '办理中'), ('extended', '延期'), ('urged', '催办'), ('done', '办结')], default='under_way', max_length=10, verbose_name='办理情况')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('by', models.ForeignKey(blank=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.department', verbose_name='承办单位')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='indicators.plan', verbose_name='规划')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '工作提示单',
                'verbose_name_plural': '工作提示单',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SlipRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=60, verbose_name='评价')),
                ('value', models.CharField(max_length=60, verbose_name='现状')),
                ('asked', models.CharField(max_length=60, verbose_name='应达到')),
                ('distance', models.CharField(max_length=120, verbose_name='差距')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.planindicator', verbose_name='规划指标')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='indicators.workslip', verbose_name='工作提示单')),
            ],
            options={
                'verbose_name': '工作提示单的指标',
                'verbose_name_plural': '工作提示单的指标',
                'ordering': ['slip', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SlipEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('under_way', '办理中'), ('extended', '延期'), ('urged', '催办'), ('done', '办结')], max_length=10, verbose_name='办理情况')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='新的时限')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='indicators.workslip', verbose_name='工作提示单')),
            ],
            options={
                'verbose_name': '工作提示单的办理记录',
                'verbose_name_plural': '工作提示单的办理记录',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('text', models.CharField(max_length=60, verbose_name='事项')),
                ('departments', models.CharField(blank=True, max_length=60, verbose_name='涉及部门')),
                ('request', models.CharField(max_length=60, verbose_name='请求')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matters', to='indicators.plan', verbose_name='规划')),
            ],
            options={
                'verbose_name': '需市领导协调的事项',
                'verbose_name_plural': '需市领导协调的事项',
                'ordering': ['plan', 'order'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'order'), name='matter_order_once'), models.CheckConstraint(condition=models.Q(('order__gte', 1), ('order__lte', 3)), name='matters_are_three_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('request', ''), _negated=True)), name='matter_has_its_words')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', indicators.models.fields.YearField(verbose_name='年份')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('reason', models.CharField(max_length=500, verbose_name='原因')),
                ('measure', models.CharField(blank=True, max_length=500, verbose_name='措施')),
                ('deadline', models.CharField(blank=True, max_length=60, verbose_name='时限')),
                ('office', models.CharField(blank=True, max_length=60, verbose_name='责任科室')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='indicators.planindicator', verbose_name='规划指标')),
            ],
            options={
                'verbose_name': '原因和措施',
                'verbose_name_plural': '原因和措施',
                'ordering': ['-year', '-version'],
                'constraints': [models.UniqueConstraint(fields=('plan_indicator', 'year', 'version'), name='note_version_once'), models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='note_year_sane'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='note_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='workslip',
            constraint=models.UniqueConstraint(fields=('region', 'level', 'year', 'number'), name='slip_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='workslip',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['prompt', 'supervise'])), name='slip_level_known'),
        ),
        migrations.AddConstraint(
            model_name='workslip',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['under_way', 'extended', 'urged', 'done'])), name='slip_state_known'),
        ),
        migrations.AddConstraint(
            model_name='workslip',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2100)), name='slip_year_sane'),
        ),
        migrations.AddConstraint(
            model_name='sliprow',
            constraint=models.UniqueConstraint(fields=('slip', 'plan_indicator'), name='slip_row_once'),
        ),
        migrations.AddConstraint(
            model_name='slipevent',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['under_way', 'extended', 'urged', 'done'])), name='slip_event_state_known'),
        ),
        migrations.AddConstraint(
            model_name='slipevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'extended'), _negated=True), models.Q(models.Q(('text', ''), _negated=True), ('due_on__isnull', False)), _connector='OR'), name='slip_extended_with_reason_and_day'),
        ),
    ]
