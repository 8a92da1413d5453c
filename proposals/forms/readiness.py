from proposals.forms.base import Form, words


class AcceptForm(Form):
    why = words("Why this may go ahead all the same", "Say why this may go ahead although something is open.", rows=4)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["why"].help_text = "The paper states what is missing, with this reason."
