"""Who answers for a row: departments get a role, a state, a source and dates.

What stood on the rows came from the plans' own files: 责任, 文件明确.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """Make what the plan's file prints a 责任 of the row, with the plan as its source."""
    rows = apps.get_model("indicators", "PlanIndicator")
    leads = apps.get_model("indicators", "LeadDepartment")
    pairs = rows.departments.through.objects.order_by("pk")
    pairs = pairs.select_related("planindicator__plan")
    leads.objects.bulk_create(
        leads(
            plan_indicator_id=pair.planindicator_id,
            department_id=pair.department_id,
            role="named",
            state="stated",
            source=source_of(pair.planindicator),
            printed=True,
            since=pair.planindicator.plan.issued_on,
        )
        for pair in pairs
    )


def source_of(row):
    """Return the place of the row in its plan, without the sentence quoted from it."""
    place = row.source_ref.partition("：“")[0].partition("\n")[0]
    return (place or f"《{row.plan.title}》")[:300]


def give_back(apps, schema_editor):
    """Put what stands now back on the rows, whatever its role."""
    leads = apps.get_model("indicators", "LeadDepartment")
    through = apps.get_model("indicators", "PlanIndicator").departments.through
    through.objects.bulk_create(
        through(planindicator_id=row, department_id=department)
        for row, department in leads.objects.filter(until=None)
        .exclude(state__in=["proposed", "objected"])
        .values_list("plan_indicator_id", "department_id")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0023_outgoing_figures'),
        ('regions', '0007_who_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LeadChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('assigned', '指定'), ('changed', '调整'), ('ended', '取消'), ('confirmed', '部门确认'), ('objected', '提出异议')], max_length=10, verbose_name='事项')),
                ('role', models.CharField(choices=[('lead', '牵头'), ('support', '配合'), ('named', '责任')], max_length=10, verbose_name='职责')),
                ('state', models.CharField(choices=[('proposed', '拟定'), ('confirmed', '部门已确认'), ('objected', '有异议'), ('stated', '文件明确')], max_length=10, verbose_name='状态')),
                ('text', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.department', verbose_name='部门')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indicators.planindicator', verbose_name='规划指标')),
            ],
            options={
                'verbose_name': '牵头、配合部门的变更',
                'verbose_name_plural': '牵头、配合部门的变更',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['assigned', 'changed', 'ended', 'confirmed', 'objected'])), name='lead_change_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='LeadDepartment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', '牵头'), ('support', '配合'), ('named', '责任')], max_length=10, verbose_name='职责')),
                ('state', models.CharField(choices=[('proposed', '拟定'), ('confirmed', '部门已确认'), ('objected', '有异议'), ('stated', '文件明确')], max_length=10, verbose_name='状态')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='依据')),
                ('printed', models.BooleanField(default=False, verbose_name='规划文件所列')),
                ('since', models.DateField(blank=True, null=True, verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('objection', models.CharField(blank=True, max_length=500, verbose_name='异议')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='regions.department', verbose_name='部门')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leads', to='indicators.planindicator', verbose_name='规划指标')),
            ],
            options={
                'verbose_name': '牵头、配合部门',
                'verbose_name_plural': '牵头、配合部门',
                'ordering': ['plan_indicator', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('plan_indicator', 'department'), name='lead_once_per_row_and_department'), models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'support', 'named'])), name='lead_role_known'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'objected', 'stated'])), name='lead_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stated'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='lead_stated_by_a_document'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'objected'), _negated=True), models.Q(('objection', ''), _negated=True), _connector='OR'), name='lead_objected_with_words')],
            },
        ),
        migrations.RunPython(carry_over, give_back),
        migrations.RemoveField(
            model_name='planindicator',
            name='departments',
        ),
    ]
