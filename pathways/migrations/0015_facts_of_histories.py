"""What a line of the history of a placement or of an offering is about stands in columns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pathways', '0014_hand_ins_are_kept'),
        ('people', '0007_no_accounts_elsewhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='offeringevent',
            name='days',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='offeringevent',
            name='days_stayed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='offeringevent',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pathways.offeringversion'),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='attested',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='category',
            field=models.CharField(blank=True, choices=[('family', 'Family'), ('military', 'Military'), ('jury', 'Jury duty'), ('study', 'Study'), ('other', 'Other')], max_length=10),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('completed', 'Completed'), ('resigned', 'Resigned'), ('role_change', 'Role change'), ('moved', 'Moved'), ('leave', 'Leave'), ('ended', 'Ended')], max_length=12),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='first_day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='last_day',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='left',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='protected',
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placementevent',
            name='school',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('completed', 'Completed'), ('resigned', 'Resigned'), ('role_change', 'Role change'), ('moved', 'Moved'), ('leave', 'Leave'), ('ended', 'Ended')], max_length=12),
        ),
    ]
