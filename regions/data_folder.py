"""The folder of what the program keeps: database, key, uploads. Its owner's alone.

Others on the machine read none of it (等保 8.1.4.10 剩余信息保护, 8.1.4.8 数据保密性).
Where the system knows no such rights (Windows), the folder's own are left as they are.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from filelock import FileLock, Timeout

DATABASE, KEY, LOCK = "healthplan.sqlite3", "secret_key", "quickstart.lock"
OTHERS = 0o077


def make(folder: Path) -> None:
    """Make the folder, and close what stands open in it to others."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    close(folder)
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", KEY):
        close(folder / name)


def close(path: Path) -> None:
    """Take a path's rights from everybody but its owner; nothing where it is not."""
    # Another owner's folder is closed by that owner.
    with suppress(FileNotFoundError, PermissionError):
        mode = path.stat().st_mode
        if os.name == "posix" and mode & OTHERS:
            path.chmod(mode & ~OTHERS & 0o777)


def make_database(folder: Path) -> None:
    """Make the SQLite file, empty and closed to others: its journals take its rights.

    SQLite would make it readable for all.
    """
    make(folder)
    with suppress(FileExistsError):
        mode = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        os.close(os.open(folder / DATABASE, mode, 0o600))


def key(folder: Path) -> str:
    """Return the key kept in the folder, made once however many start at once.

    Raises ImproperlyConfigured for an empty file: all sessions would share nothing.
    """
    make(folder)
    path = folder / KEY
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=folder)  # for its owner only
        with open(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another start was first
            os.link(name, path)
        os.unlink(name)
    if found := path.read_text("ascii", "replace").strip():
        return found
    raise ImproperlyConfigured(
        f"密钥文件 {path} 是空的：请从备份恢复；没有备份的，删除它后重新启动，"
        "所有人须重新登录。"
    )


def preparing(folder: Path) -> FileLock:
    """Return the lock that one start holds while it prepares the folder."""
    make(folder)
    return FileLock(folder / LOCK, timeout=0)


Busy = Timeout  # what entering the lock raises while another start prepares
