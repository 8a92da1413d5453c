"""What the import contract cannot see: foreign keys named by a string, reverse relations, migrations' dependencies."""

from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from secmods.env import ROOT

LAYER = {
    "audit": 1,
    "jobs": 2,
    "accounts": 3,
    "bodies": 4,
    "proposals": 5,
    "subcommittees": 6,
    "consultations": 6,
    "legaltext": 6,
    "papers": 7,
    "notifications": 7,
    "secmods": 8,
}


def may_know(app: str, other: str) -> bool:
    """An app knows itself, the layers below it, and what is not ours."""
    return other not in LAYER or app == other or LAYER[other] < LAYER[app]


def relations():
    for model in apps.get_models():
        if model._meta.app_label not in LAYER:
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation and field.related_model:
                yield field, model._meta.app_label, field.related_model._meta.app_label


def test_the_rule_itself():
    assert may_know("papers", "proposals")
    assert may_know("papers", "auth")
    assert not may_know("proposals", "papers")
    assert not may_know("legaltext", "subcommittees")


def test_no_model_points_to_a_later_layer():
    walked = list(relations())
    assert [str(field) for field, app, other in walked if not may_know(app, other)] == []
    assert len(walked) >= 60
    assert {app for _, app, _ in walked} >= {"accounts", "bodies", "proposals", "subcommittees", "legaltext", "papers"}


def test_no_migration_depends_on_a_later_layer():
    migrations = MigrationLoader(None).disk_migrations
    walked = [(app, name, other) for (app, name), each in migrations.items() for other, _ in each.dependencies]
    ours = [(app, name, other) for app, name, other in walked if app in LAYER]
    assert [found for found in ours if not may_know(found[0], found[2])] == []
    assert len(ours) >= 15


def test_every_app_of_ours_is_a_layer():
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours <= set(LAYER)
    assert len(ours) >= 10
