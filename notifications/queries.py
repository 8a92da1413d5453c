from django.db import models

from accounts.rules import is_analyst


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A message is read by those who got a copy; SECAS sees all of them."""
        copies = self.model._meta.get_field("deliveries").related_model.objects.visible_to(user)
        return self.filter(pk__in=copies.values("message_id")) if not is_analyst(user) else self.all()


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A copy is its recipient's; SECAS sees all of them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.all() if user.is_analyst else self.filter(user=user)

    def told(self, move, audience: str):
        """The copies that told of ``move``, of people who may still sign in."""
        return self.filter(message__move=move, message__audience=audience, user__is_active=True).order_by("pk")

    def unsent(self):
        return self.filter(sent_at=None)
