from django.db import migrations


def name_messages(apps, schema_editor):
    """A job that waits names the move or the one message whose copies it sends; now it names the messages."""
    Job, Message = apps.get_model("jobs", "Job"), apps.get_model("notifications", "Message")
    for job in Job.objects.filter(kind="send_notices").exclude(state="done").exclude(payload__has_key="message_ids"):
        of_move = Message.objects.filter(move=job.payload.get("move_id") or 0)
        named = [job.payload["message_id"]] if "message_id" in job.payload else list(of_move.values_list("pk", flat=True))
        job.payload = {"message_ids": named}
        job.save(update_fields=["payload"])


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("jobs", "0001_initial")]
    operations = [migrations.RunPython(name_messages, migrations.RunPython.noop, elidable=True)]
