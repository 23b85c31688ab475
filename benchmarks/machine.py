"""What the figures were measured on; no name of any host."""

import os
import pathlib
import platform
import sqlite3
from typing import Any

import django


def describe() -> dict[str, Any]:
    """Cores, memory, versions, and how busy the machine was before anything began."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": memory_gib(),
        "processor": processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "django": django.get_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": round(os.getloadavg()[0], 2),
    }


def memory_gib() -> int:
    """Whole memory, rounded."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def processor() -> str:
    """The model of the processor, where the system tells it."""
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def database_version() -> str:
    """The version of the database in use."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.vendor} {cursor.fetchone()[0]}"
