from people.services import imports
from people.services.accounts import add_person, correct_names, reactivate
from people.services.addresses import take_address, write_address
from people.services.closing import deactivate
from people.services.hats import agree_to_hat, direct, lose_hat, refuse_hat, wear_hat
from people.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite_delegate,
    take_back_invitation,
)
from people.services.merging import begin_merge, say_apart
from people.services.posts import add_post, correct_post, end_post
from people.services.profiles import change_names
from people.services.requests import (
    ask_for_post,
    confirm_request,
    decline_request,
    take_back_request,
)
from people.services.schools import (
    add_school,
    change_school,
    correct_membership,
    join_network,
    leave_network,
)
from people.services.signers import (
    appoint_acting_signer,
    delegate,
    end_acting_signer,
    end_delegation,
    end_own_delegation,
)
from people.services.told import tell
from people.services.welcomes import welcome

__all__ = [
    "accept_invitation",
    "add_person",
    "add_post",
    "add_school",
    "agree_to_hat",
    "appoint_acting_signer",
    "ask_for_post",
    "begin_merge",
    "change_names",
    "change_school",
    "confirm_request",
    "correct_membership",
    "correct_names",
    "correct_post",
    "deactivate",
    "decline_invitation",
    "decline_request",
    "delegate",
    "direct",
    "end_acting_signer",
    "end_delegation",
    "end_own_delegation",
    "end_post",
    "imports",
    "invite_delegate",
    "join_network",
    "leave_network",
    "lose_hat",
    "reactivate",
    "refuse_hat",
    "say_apart",
    "take_address",
    "take_back_invitation",
    "take_back_request",
    "tell",
    "wear_hat",
    "welcome",
    "write_address",
]
