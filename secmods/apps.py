from django.apps import AppConfig


class SecmodsConfig(AppConfig):
    name = "secmods"

    def ready(self):
        from audit.actions import take_checkpoint
        from jobs import registry
        from secmods.demo import pack

        registry.register_sweep("checkpoint", take_checkpoint, seconds=3600)
        registry.register("demo_pack", pack.make, "Making the demo’s pack")
