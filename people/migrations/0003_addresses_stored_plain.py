import re

import django.db.models.functions.text
from django.db import migrations, models

import common.addresses

STORED = r"^[!-?A-~]+@[!-?A-~]+$"


def plain(text):
    """The rule of this migration's day, kept here so that it stays what it was."""
    local, _, domain = text.strip().rpartition("@")
    try:
        found = f"{local}@{domain}" if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""
    return found.lower() if re.fullmatch(STORED, found) else ""


def store_plain(apps, schema_editor):
    """Addresses as they are compared from now on. One that only looks like a plain one is no address any more: its
    account is closed, for nobody knows who made it, and what was typed stays in the list of email addresses."""
    User, EmailAddress = apps.get_model("people", "User"), apps.get_model("account", "EmailAddress")
    taken, aside = {}, []
    for user in User.objects.order_by("pk"):
        found = plain(user.email)
        if found and found not in taken:
            taken[found] = user.pk
            if found != user.email:
                User.objects.filter(pk=user.pk).update(
                    email=found, search_name=user.search_name.replace(user.email, found)
                )
            continue
        aside.append(user.pk)
        EmailAddress.objects.get_or_create(user_id=user.pk, email=user.email)
        name = f"set-aside-{user.pk}@address.invalid"
        User.objects.filter(pk=user.pk).update(
            email=name, is_active=False, search_name=user.search_name.replace(user.email, name)
        )
    owners = set(EmailAddress.objects.filter(verified=True).values_list("email", flat=True))
    for address in EmailAddress.objects.order_by("pk"):
        found = plain(address.email)
        twin = EmailAddress.objects.filter(user_id=address.user_id, email=found).exclude(pk=address.pk)
        if found == address.email:
            continue
        if found and not (address.verified and found in owners) and not twin.exists():
            EmailAddress.objects.filter(pk=address.pk).update(email=found)
        else:
            EmailAddress.objects.filter(pk=address.pk).update(verified=False)
    if aside:
        numbers = ", ".join(map(str, aside))
        print(f"\n    Closed, because the address only looked like a plain one: account {numbers}.", end="")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_constraints_in_words"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunPython(store_plain, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=common.addresses.Address(max_length=254),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email", django.db.models.functions.text.Lower("email")),
                    ("email__regex", "^[!-?A-~]+@[!-?A-~]+$"),
                ),
                name="address_is_stored_plain",
                violation_error_message="Before the @, an email address here has only plain letters (a to z), "
                "digits and signs.",
            ),
        ),
    ]
