from people.models.posts import ActingSigner, Delegation, Hat, Post
from people.models.schools import School, SchoolMembership
from people.models.users import User

__all__ = ["ActingSigner", "Delegation", "Hat", "Post", "School", "SchoolMembership", "User"]
