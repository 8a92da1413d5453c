from django.db import models


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A copy is its recipient's; SECAS sees all of them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.all() if user.is_analyst else self.filter(user=user)

    def unsent(self):
        return self.filter(sent_at=None)
