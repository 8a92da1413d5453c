from django.db import models


class Kind(models.TextChoices):
    """What people are asked on (domain §1). Comments on a Draft Proposal are none of these: they answer no questions.
    Who may answer each kind, and for how long it is open at least, ``consultations.course.kinds`` says."""

    REQUIREMENTS = "requirements", "Comment on business requirements"
    INFORMATION = "rfi", "Request for Information"
    REFINEMENT = "refinement", "Refinement Consultation"
    REPORT = "mrc", "Modification Report Consultation"
    CODE_WIDE = "code_wide", "Consultation on the SEC"
