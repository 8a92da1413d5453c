from accounts.queries import people
from audit import clock
from proposals.forms.base import Form, choose, day, line, pick, words
from proposals.forms.texts import CLASSES
from subcommittees.models import Action, AgendaItem


class UndertakeForm(Form):
    """``items``: those of the meeting that the person may see; ``sitting``: the terms of its day, whose people are
    offered first as owners."""

    text = words("What is to be done", "Write what is to be done.", rows=3)
    owner = choose("Who undertook it", people(), empty="Somebody who is not in the directory")
    owner_name = line("Name, where not in the directory", limit=120)
    due_on = day("Due on")
    item = choose("Arose under", AgendaItem.objects.none(), empty="No item of its own")
    classification = pick("Classification", CLASSES, missing="Choose a classification.", initial=CLASSES[0][0])

    def __init__(self, *args, items, sitting, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people()
        self.fields["owner"].choices = _owners(sitting)
        self.fields["item"].queryset = items


def _owners(sitting) -> list:
    own = {person.pk for term in sitting for person in (term.user, term.alternate) if person}
    groups = {True: [], False: []}
    for person in people():
        groups[person.pk in own].append((person.pk, str(person)))
    found = [(label, groups[here]) for here, label in ((True, "Of the body"), (False, "Others")) if groups[here]]
    return [("", "Somebody who is not in the directory"), *found]


class CloseForm(Form):
    outcome = words("What became of it", "Say what became of it.", rows=3)
    on = day("Closed on", initial=clock.today)


class ReopenForm(Form):
    because = line("Why it is opened again", "Say why it is opened again.", limit=300)


class ChangeForm(Form):
    text = words("What is to be done", "Write what is to be done.", rows=3)
    owner = choose("Who undertook it", people(), empty="Somebody who is not in the directory")
    owner_name = line("Name, where not in the directory", limit=120)
    due_on = day("Due on")
    because = line("Why it is changed", "Say why it is changed.", limit=300)

    def __init__(self, *args, action: Action, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people()
        self.initial = {name: getattr(action, name) for name in ("text", "owner_name", "due_on")}
        self.initial["owner"] = action.owner_id
