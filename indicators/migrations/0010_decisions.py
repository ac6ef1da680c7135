"""Proposals, decisions, baselines that were replaced; plans are retired, milestones keep
their states."""

import django.db.models.deletion
import django.utils.timezone
import indicators.models.fields
import indicators.models.milestones
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0009_verdicts_as_told'),
        ('regions', '0004_api_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BaselineRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='修订次数')),
                ('raw', models.CharField(blank=True, max_length=60, verbose_name='原文')),
                ('op', models.CharField(blank=True, choices=[('>=', '>='), ('<=', '<='), ('>', '>'), ('<', '<'), ('=', '='), ('~', '~')], max_length=2, verbose_name='比较符')),
                ('value', indicators.models.fields.FigureField(blank=True, decimal_places=8, max_digits=20, null=True, verbose_name='数值')),
                ('year', indicators.models.fields.YearField(blank=True, null=True, verbose_name='年份')),
            ],
            options={
                'verbose_name': '基期值修订',
                'verbose_name_plural': '基期值修订',
                'ordering': ['plan_indicator', '-revision'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(max_length=200, verbose_name='文件名')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('date', models.DateField(blank=True, null=True, verbose_name='文件日期')),
                ('reason', models.TextField(blank=True, verbose_name='原因')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='复核时间')),
            ],
            options={
                'verbose_name': '修订依据',
                'verbose_name_plural': '修订依据',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('history', '历年数据导入'), ('target', '目标值修订'), ('baseline', '基期值修订'), ('retirement', '规划停用')], max_length=20, verbose_name='事项')),
                ('subject', models.CharField(max_length=200, verbose_name='对象')),
                ('title', models.CharField(max_length=300, verbose_name='名称')),
                ('before', models.JSONField(default=dict, verbose_name='原值')),
                ('after', models.JSONField(default=dict, verbose_name='新值')),
                ('reason', models.TextField(blank=True, verbose_name='原因')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='文件名')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='文号')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='文件日期')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                ('expires_on', models.DateField(verbose_name='有效期至')),
                ('state', models.CharField(choices=[('waiting', '待复核'), ('confirmed', '已复核'), ('withdrawn', '已撤回'), ('returned', '已退回'), ('expired', '已过期')], default='waiting', max_length=10, verbose_name='状态')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='复核、撤回或退回时间')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='退回原因')),
            ],
            options={
                'verbose_name': '复核事项',
                'verbose_name_plural': '复核事项',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='milestonestatus',
            options={'ordering': ['-pk'], 'verbose_name': '定性目标完成情况', 'verbose_name_plural': '定性目标完成情况'},
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='target_revision_names_its_document',
        ),
        migrations.RemoveConstraint(
            model_name='milestonestatus',
            name='milestone_status_known',
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='认定时间'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='content_type',
            field=models.CharField(blank=True, max_length=100, verbose_name='格式'),
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='file',
            field=models.FileField(blank=True, max_length=200, upload_to=indicators.models.milestones.evidence_path, verbose_name='佐证文件'),
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='name',
            field=models.CharField(blank=True, max_length=200, verbose_name='文件名'),
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='摘要'),
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='size',
            field=models.PositiveIntegerField(default=0, verbose_name='大小'),
        ),
        migrations.AddField(
            model_name='milestonestatus',
            name='token',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True, verbose_name='编号'),
        ),
        migrations.AddField(
            model_name='plan',
            name='retired_on',
            field=models.DateField(blank=True, null=True, verbose_name='停用日期'),
        ),
        migrations.AlterField(
            model_name='milestonestatus',
            name='state',
            field=models.CharField(choices=[('met', '完成'), ('mostly', '基本完成'), ('under_way', '推进中'), ('not_met', '未完成'), ('pending', '未到期'), ('unverifiable', '不可判定')], max_length=15, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='milestonestatus',
            name='target',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statuses', to='indicators.target', verbose_name='目标'),
        ),
        migrations.AlterField(
            model_name='planindicator',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='indicators.plan', verbose_name='规划'),
        ),
        migrations.AlterField(
            model_name='target',
            name='plan_indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='indicators.planindicator', verbose_name='规划指标'),
        ),
        migrations.AddConstraint(
            model_name='milestonestatus',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['met', 'mostly', 'under_way', 'not_met', 'pending', 'unverifiable'])), name='milestone_status_known'),
        ),
        migrations.AddField(
            model_name='baselinerevision',
            name='plan_indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='baselines', to='indicators.planindicator', verbose_name='规划指标'),
        ),
        migrations.AddField(
            model_name='decision',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
        ),
        migrations.AddField(
            model_name='decision',
            name='second',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人'),
        ),
        migrations.AddField(
            model_name='baselinerevision',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='baselines', to='indicators.decision', verbose_name='修订依据'),
        ),
        migrations.AddField(
            model_name='plan',
            name='retirement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.decision', verbose_name='停用依据'),
        ),
        migrations.AddField(
            model_name='target',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='indicators.decision', verbose_name='修订依据'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('retired_on', None), ('retirement', None)), models.Q(('retired_on__isnull', False), ('retirement__isnull', False)), _connector='OR'), name='plan_retired_by_a_decision'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核、撤回或退回人'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='regions.region', verbose_name='地区'),
        ),
        migrations.AddField(
            model_name='decision',
            name='proposal',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='indicators.proposal', verbose_name='复核事项'),
        ),
        migrations.AddConstraint(
            model_name='baselinerevision',
            constraint=models.UniqueConstraint(fields=('plan_indicator', 'revision'), name='baseline_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='baselinerevision',
            constraint=models.CheckConstraint(condition=models.Q(('revision', 0), ('decision__isnull', False), _connector='OR'), name='baseline_revision_has_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='baselinerevision',
            constraint=models.CheckConstraint(condition=models.Q(('op__in', ['', '>=', '<=', '>', '<', '=', '~'])), name='baseline_revision_op_known'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['state', 'region'], name='proposal_by_state'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['kind', 'subject'], name='proposal_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('kind', 'subject'), name='proposal_waits_once_per_subject'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['history', 'target', 'baseline', 'retirement'])), name='proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'confirmed', 'withdrawn', 'returned', 'expired'])), name='proposal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('closed_by__isnull', False), models.Q(('closed_by', models.F('by')), _negated=True)), _connector='OR'), name='proposal_confirmed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='proposal_returned_says_why'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='decision_names_its_document'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('proposal', None), models.Q(('by__isnull', False), ('second__isnull', False), models.Q(('by', models.F('second')), _negated=True)), _connector='OR'), name='decision_of_two_people'),
        ),
    ]
