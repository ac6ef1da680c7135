"""Other names of indicators, and what a file leaves to be asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0019_jobs'),
        ('regions', '0007_who_issues'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='reading',
            field=models.JSONField(default=dict, help_text='文件没有写明、须由人回答的，和按别名读取的名称', verbose_name='读表的疑问'),
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='别名')),
                ('unit', models.CharField(blank=True, max_length=30, verbose_name='计量单位')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='登记时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='indicators.indicator', verbose_name='指标')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='regions.region', verbose_name='地区')),
            ],
            options={
                'verbose_name': '别名',
                'verbose_name_plural': '别名',
                'ordering': ['region', 'name', 'unit'],
            },
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.UniqueConstraint(fields=('region', 'name', 'unit'), name='alias_once_in_a_region'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.UniqueConstraint(condition=models.Q(('region', None)), fields=('name', 'unit'), name='alias_once_in_the_catalogue'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='alias_has_a_name'),
        ),
    ]
