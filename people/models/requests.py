"""Somebody who signed up alone says at which school they work; who signs for the school confirms it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from common.guards import said_once
from common.models import one_of
from common.states import choices
from people.models.posts import Post
from people.models.schools import School
from people.states import RequestState


class PostRequestQuerySet(models.QuerySet):
    def waiting(self) -> "PostRequestQuerySet":
        """Those nobody has answered."""
        return self.filter(state=RequestState.ASKED)


class PostRequest(models.Model):
    """A person asks to be known as working at a school. Decided once; whoever asks again makes another row."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="post_requests"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="post_requests")
    position = models.CharField(max_length=20, choices=Post.Position.choices, default=Post.Position.TEACHER)
    state = models.CharField(max_length=12, choices=choices(RequestState), default=str(RequestState.ASKED))
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PostRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            one_of("position", Post.Position, "asked_position_is_one_there_is"),
            one_of("state", RequestState, "request_state_is_one_there_is"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state=str(RequestState.ASKED)),
                name="one_open_request_of_a_person",
            ),
        ]
        triggers = [said_once("asked_at"), said_once("decided_at", "decided_by_id")]

    def __str__(self) -> str:
        return f"{self.person} at {self.school}"
