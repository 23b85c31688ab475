"""`./maille worker`: background work, one thing at a time, and the daily chores."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker

from maille.config import server
from maille.config.schedule import Clock


class Command(BaseCommand):
    help = "Fait le travail de fond (imports, e-mails, ménage quotidien) ; à laisser tourner à côté de serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Fait ce qui attend, puis s'arrête.")
        parser.add_argument("--interval", type=float, default=1.0, help="Secondes entre deux regards sur la file (1).")

    def handle(self, *args: Any, **options: Any) -> None:
        if pending := server.pending_migrations():
            raise CommandError(
                f"La base a {len(pending)} étape{'s' if len(pending) > 1 else ''} de retard : ./maille migrate d'abord."
            )
        task_finished.connect(self.tell)
        worker, clock = self.make_worker(), Clock()
        worker.configure_signals()
        while True:
            worker.run()
            for name in clock.tick(timezone.now()):
                self.stdout.write(f"Ménage : {name}")
            self.stdout.flush()
            if options["once"] or not worker.running:
                return
            time.sleep(options["interval"])

    def make_worker(self) -> Worker:
        """A worker that empties the queue, then gives the hand back."""
        return Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def tell(self, sender: Any, task_result: Any, **more: Any) -> None:
        """One line per piece of work done."""
        self.stdout.write(f"{task_result.task.name} : {task_result.status.label}")
