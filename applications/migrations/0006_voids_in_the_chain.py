"""Voids become links of the chain of signatures: those there are follow its last link, in the order they were said.
The end of the chain gets a seal."""

import hashlib
import hmac
import json
from datetime import UTC

import common.guards
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


def moment(at):
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def mac_over(evidence, previous):
    facts = {"evidence": evidence, "previous": previous}
    words = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(settings.SIGNATURE_KEY.encode(), words, hashlib.sha256).hexdigest()


def link(apps, schema_editor):
    head = apps.get_model("applications", "SignatureChain").objects.select_for_update().filter(pk=1).first()
    if head is None:
        return
    voids = apps.get_model("applications", "SignatureVoid").objects.select_related("signature")
    for void in voids.order_by("at", "pk"):
        void.serial, void.previous_mac = head.count + 1, head.head
        evidence = {
            "void": void.signature.mac,
            "reason": void.reason,
            "at": moment(void.at),
            "by": void.by_id,
            "serial": void.serial,
        }
        void.mac = mac_over(evidence, void.previous_mac)
        head.count, head.head = void.serial, void.mac
        void.save(update_fields=["serial", "previous_mac", "mac"])
    head.seal = mac_over({"count": head.count}, head.head)
    head.save(update_fields=["count", "head", "seal"])


class Migration(migrations.Migration):

    dependencies = [("applications", "0005_guards_without_a_door")]

    operations = [
        # They stay as they are, but for this one time.
        common.guards.RemoveGuard(model_name="signaturevoid", name="voids_stay"),
        migrations.AddField("signaturevoid", "serial", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("signaturevoid", "previous_mac", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("signaturevoid", "mac", models.CharField(max_length=64, null=True)),
        migrations.AddField("signaturechain", "seal", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.RunPython(link, migrations.RunPython.noop),
        migrations.AlterField("signaturevoid", "serial", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("signaturevoid", "previous_mac", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("signaturevoid", "mac", models.CharField(max_length=64, unique=True)),
        common.guards.AddGuard(
            model_name='signaturevoid',
            trigger=pgtrigger.compiler.Trigger(name='voids_stay', sql=common.guards.GuardSql(func="RAISE EXCEPTION '% of %: rows of this table stay as they are', TG_OP, TG_TABLE_NAME;", hash='1982080465d40c1dc4a6effd80bc41184f585aec', operation='UPDATE OR DELETE', pgid='pgtrigger_voids_stay_a97a9', table='applications_signaturevoid', when='BEFORE')),
        ),
    ]
