"""Questions nobody has answered are stored; a target's confirmation becomes an answer.

What a revision decided are its words: their reading may be answered later, so that
the database now refuses to change the words alone.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

AGAINST = {"up": ("<", "<="), "down": (">", ">=")}
MIRROR = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
QUESTION = "指标{better}，目标的方向却相反，请确认。"
BETTER = {"up": "越高越好", "down": "越低越好"}
AS_PRINTED = "按原文读法"
DECIDED = (
    *("plan_indicator_id", "year", "issuer_id", "raw", "in_table", "source_ref"),
    *("revision", "decision_id"),
)
WORDS = " OR ".join(f'OLD."{name}" {{differs}} NEW."{name}"' for name in DECIDED)
# Table → (trigger, when an update is refused).
STAYS = {
    "indicators_target": ("revised_target_stays", f"OLD.revision > 0 AND ({WORDS})"),
    "indicators_doubt": ("doubt_answer_stays", "OLD.answered_at IS NOT NULL"),
}
BEFORE = {"indicators_target": ("revised_target_stays", "OLD.revision > 0")}
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def is_against(target):
    op = target.op
    if target.kind == "reference" and target.change is not None and target.change < 0:
        op = MIRROR.get(op, op)
    concept = target.plan_indicator.indicator
    judged = target.kind in ("value", "coverage", "reference")
    return bool(concept and judged and op in AGAINST.get(concept.direction, ()))


def ask_about_directions(apps, schema_editor):
    """Each target against its direction is a doubt: answered where it was confirmed,
    open where it was not, and therefore not judged."""
    doubts = apps.get_model("indicators", "Doubt").objects
    targets = apps.get_model("indicators", "Target").objects
    now = timezone.now()
    for target in targets.select_related("plan_indicator__indicator", "decision"):
        if not target.confirmed and not is_against(target):
            continue
        concept = target.plan_indicator.indicator
        better = BETTER.get(concept.direction if concept else "", "优劣方向待定")
        answered = {"answer": AS_PRINTED, "answered_at": now}
        if target.decision_id:
            answered["answered_by_id"] = target.decision.by_id
        doubts.create(
            plan_indicator_id=target.plan_indicator_id,
            target=target,
            field="direction",
            raw=target.raw,
            question=QUESTION.format(better=better),
            asked_by="revising" if target.revision else "loading",
            **(answered if target.confirmed else {}),
        )


def confirm_as_answered(apps, schema_editor):
    targets = apps.get_model("indicators", "Target").objects
    doubts = apps.get_model("indicators", "Doubt").objects
    answered = doubts.filter(field="direction", answered_at__isnull=False)
    targets.filter(pk__in=answered.values("target")).update(confirmed=True)


def drop(schema_editor, table, name):
    on = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on else ""))


def put(schema_editor, triggers):
    vendor = schema_editor.connection.vendor
    for table, (name, condition) in triggers.items():
        drop(schema_editor, table, name)
        when = condition.format(differs=DIFFERS[vendor])
        if vendor == "sqlite":
            body = "BEGIN SELECT RAISE(ABORT, 'what is decided stays'); END"
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when} {body}"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({when}) EXECUTE FUNCTION refuse_history_update()"
            )


def keep_words(apps, schema_editor):
    put(schema_editor, STAYS)


def keep_all(apps, schema_editor):
    for table, (name, _condition) in STAYS.items():
        drop(schema_editor, table, name)


def keep_all_again(apps, schema_editor):
    put(schema_editor, BEFORE)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0012_what_is_decided_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_all_again),
        migrations.AddField(
            model_name='target',
            name='read_as',
            field=models.CharField(blank=True, help_text='答复待确认的问题时另定的读法；空则按原文', max_length=300, verbose_name='读作'),
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('target', '目标值'), ('baseline', '基期值'), ('unit', '计量单位'), ('direction', '优劣方向')], max_length=10, verbose_name='存疑之处')),
                ('raw', models.CharField(blank=True, max_length=300, verbose_name='原文')),
                ('question', models.TextField(verbose_name='待确认的问题')),
                ('readings', models.JSONField(default=list, verbose_name='可能的读法')),
                ('asked_by', models.CharField(choices=[('loading', '导入规划'), ('checks', '导入时的检查'), ('catalogue', '指标目录变更'), ('revising', '修订'), ('person', '重新答复')], max_length=10, verbose_name='提出')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('read_as', models.CharField(blank=True, max_length=300, verbose_name='读作')),
                ('note', models.TextField(blank=True, verbose_name='依据')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人')),
                ('plan_indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='indicators.planindicator', verbose_name='规划指标')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='indicators.target', verbose_name='目标值')),
            ],
            options={
                'verbose_name': '待确认',
                'verbose_name_plural': '待确认',
                'ordering': ['plan_indicator', 'pk'],
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['plan_indicator'], name='doubt_open_by_row')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='doubt_answered_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('field__in', ['baseline', 'unit']), ('target', None)), models.Q(('field__in', ['target', 'direction']), ('target__isnull', False)), _connector='OR'), name='doubt_on_what_it_names'), models.CheckConstraint(condition=models.Q(('asked_by__in', ['loading', 'checks', 'catalogue', 'revising', 'person'])), name='doubt_asker_known'), models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='doubt_asks_something'), models.UniqueConstraint(condition=models.Q(('answered_at', None), ('target__isnull', False)), fields=('target', 'field', 'question'), name='doubt_open_once_per_target'), models.UniqueConstraint(condition=models.Q(('answered_at', None), ('target', None)), fields=('plan_indicator', 'field', 'question'), name='doubt_open_once_per_row')],
            },
        ),
        migrations.RunPython(ask_about_directions, confirm_as_answered),
        migrations.RemoveField(
            model_name='target',
            name='confirmed',
        ),
        migrations.RunPython(keep_words, keep_all),
    ]
