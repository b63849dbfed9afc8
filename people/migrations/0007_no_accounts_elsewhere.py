"""Nobody ever signed in here with an account of another service; the empty tables for that go."""

from django.db import migrations

TABLES = ("socialtoken", "socialaccount", "socialapp_sites", "socialapp")
GO = "".join(f"DROP TABLE IF EXISTS socialaccount_{table} CASCADE;" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_invitations")]
    operations = [
        migrations.RunSQL(
            GO + "DELETE FROM django_migrations WHERE app = 'socialaccount'", migrations.RunSQL.noop
        )
    ]
