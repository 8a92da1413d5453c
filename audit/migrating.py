"""Making many tables in one step of a migration."""

from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import AddConstraint, AddIndex, CreateModel
from pgtrigger.migrations import AddTrigger

# What a table made in its final shape has already.
CONTAINED = (AddField, AddConstraint, AddIndex)


class TablesAtOnce(Operation):
    """The operations that make new tables, run with each table in its final shape.

    Django renders every model that it knows before and after each operation, which takes most of the time of making a
    new database (tried: 13 s of 15). Nothing exists between these operations that anybody could need, so here the
    models are rendered once, each table is created with its later fields, constraints and indexes, and the triggers are
    put on it. Only for tables that the same list creates; raises ValueError for anything else.
    """

    category = OperationCategory.ADDITION
    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[Operation]):
        self.operations = operations
        made = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
        for operation in operations:
            if not isinstance(operation, (CreateModel, AddTrigger, *CONTAINED)):
                raise ValueError(f"{operation.describe()} does not belong to the making of a table.")
            if not isinstance(operation, CreateModel) and operation.model_name.lower() not in made:
                raise ValueError(f"{operation.describe()}, but that table is made elsewhere.")

    def deconstruct(self):
        return self.__class__.__name__, [self.operations], {}

    def describe(self) -> str:
        return f"Make {len(self._of(CreateModel))} tables"

    def _of(self, kind: type) -> list[Operation]:
        return [operation for operation in self.operations if isinstance(operation, kind)]

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self._of(CreateModel):
            # Triggers come when all tables are there: one may speak of a table that is made later.
            to_state.apps.get_model(app_label, operation.name)._meta.triggers = []
            operation.database_forwards(app_label, schema_editor, from_state, to_state)
        for operation in self._of(AddTrigger):
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self._of(CreateModel)):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)
