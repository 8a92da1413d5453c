"""Many operations of a migration as one, so that the models are rendered once."""

from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.fields import AddField, AlterField
from django.db.migrations.operations.models import AddConstraint, AddIndex, CreateModel, RemoveConstraint
from pgtrigger.migrations import AddTrigger

# What a table has already when it is made in its final shape.
CONTAINED = (AddField, AddConstraint, AddIndex)
KNOWN = (CreateModel, AlterField, AddTrigger, RemoveConstraint, *CONTAINED)


class RenderedOnce(Operation):
    """Operations of which none needs to see what the one before it left, run on the models as all of them leave them.

    Django renders every model that it knows before and after each operation, which takes most of the time of making a
    new database (tried: 13 s of 15). Here the models are rendered once. A new table is created with its later fields,
    constraints and indexes; triggers come last, since one may speak of a table that is made later in the list.
    ValueError for a kind of operation of which this has not been tried.
    """

    category = OperationCategory.ALTERATION
    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[Operation]):
        self.operations = operations
        self.made = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
        for operation in operations:
            if not isinstance(operation, KNOWN):
                raise ValueError(f"{operation.describe()} has to stand by itself.")

    def deconstruct(self):
        return self.__class__.__name__, [self.operations], {}

    def describe(self) -> str:
        return f"{len(self.operations)} operations at once"

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)
        # All are rendered anew, none is left half done by an operation before: a function that follows need not again.
        state.is_delayed = False
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self._ordered():
            if isinstance(operation, CreateModel):
                to_state.apps.get_model(app_label, operation.name)._meta.triggers = []
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self._ordered()):
            # They go from the table as it still is: they may be about a field, or the table, that is not there before.
            towards = from_state if isinstance(operation, (AddConstraint, AddTrigger)) else to_state
            operation.database_backwards(app_label, schema_editor, from_state, towards)

    def _ordered(self) -> list[Operation]:
        """Tables, then what changes those that were there, then triggers."""
        needed = [operation for operation in self.operations if not self._is_contained(operation)]
        return sorted(needed, key=lambda op: (not isinstance(op, CreateModel), isinstance(op, AddTrigger)))

    def _is_contained(self, operation: Operation) -> bool:
        return isinstance(operation, CONTAINED) and operation.model_name.lower() in self.made
