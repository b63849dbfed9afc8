from people.services.hats import lose_hat, wear_hat
from people.services.profiles import change_names
from people.services.signers import appoint_acting_signer, delegate, end_delegation

__all__ = [
    "appoint_acting_signer",
    "change_names",
    "delegate",
    "end_delegation",
    "lose_hat",
    "wear_hat",
]
