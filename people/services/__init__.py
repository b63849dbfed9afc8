from people.services import imports
from people.services.accounts import deactivate, reactivate
from people.services.addresses import take_address
from people.services.hats import lose_hat, wear_hat
from people.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite_delegate,
    take_back_invitation,
)
from people.services.posts import end_post
from people.services.profiles import change_names
from people.services.signers import (
    appoint_acting_signer,
    delegate,
    end_acting_signer,
    end_delegation,
    end_own_delegation,
)

__all__ = [
    "accept_invitation",
    "appoint_acting_signer",
    "change_names",
    "deactivate",
    "decline_invitation",
    "delegate",
    "end_acting_signer",
    "end_delegation",
    "end_own_delegation",
    "end_post",
    "imports",
    "invite_delegate",
    "lose_hat",
    "reactivate",
    "take_address",
    "take_back_invitation",
    "wear_hat",
]
