from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.classification import Classification
from notifications.queries import DeliveryQuerySet, MessageQuerySet
from proposals.models import Move, Proposal


class Message(models.Model):
    """One notice, written with the act that causes it. Each copy is a ``Delivery``. ``key`` names what it is about
    where that is not a move, so that nothing is told twice."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="messages", null=True, blank=True)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="messages", null=True, blank=True)
    audience = models.CharField(max_length=20)
    key = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_message_per_move_and_audience", fields=["move", "audience"]),
            models.UniqueConstraint(name="one_message_per_key", fields=["key"], condition=~Q(key="")),
        ]

    def __str__(self):
        return self.subject


class Delivery(models.Model):
    """One person's copy; ``because`` says why they get it. Its stable Message-ID makes two sendings one mail."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deliveries")
    because = models.CharField(max_length=80)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-message__at", "-pk"]
        constraints = [models.UniqueConstraint(name="one_copy_per_person", fields=["message", "user"])]
        indexes = [models.Index(name="delivery_unsent", fields=["message"], condition=Q(sent_at=None))]

    def __str__(self):
        return f"{self.message} to {self.user}"
