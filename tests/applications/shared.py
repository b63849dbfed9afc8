"""What several tests of applications say: an address, what a signature types, a refusal in its words."""

import pytest
from django.urls import reverse

from common.errors import DomainError
from tests.pressing import pressed


def refused(call, **arguments):
    with pytest.raises(DomainError) as refusal:
        call(**arguments)
    return str(refusal.value)


def page(name, *arguments):
    return reverse(f"applications:{name}", args=arguments)


def signing(person, sha256, **more):
    return {"typed_name": person.name, "consent": "on", "sha256": sha256, **more}


def cosigning(person, sha256):
    return pressed("sign", **signing(person, sha256))


def shown_hash(response):
    return response.context["sha256"] if "sha256" in response.context else response.context["record"].sha256
