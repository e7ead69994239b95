"""Make the demonstration's database ready: its tables, and its council where there is none or its files changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNCIL = "york-2019"
STAMP = ROOT / "var" / "loaded-council"


def digest_of(*folders: Path) -> str:
    """SHA-256 over the names and contents of every file in the folders."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def main() -> int:
    """Migrate, then load the council unless this database has it already; returns an exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    sys.path.insert(0, str(ROOT))
    import django
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    STAMP.parent.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    fixtures = digest_of(ROOT / "fixtures" / "reference", ROOT / "fixtures" / "councils" / COUNCIL)
    wanted = f"{connection.settings_dict['NAME']} {fixtures}\n"
    # The loader leaves alone what people did since; it is passed over only because it takes some seconds.
    if STAMP.exists() and STAMP.read_text() == wanted and get_user_model().objects.exists():
        return 0
    print(f"Loading the demonstration council ({COUNCIL}) ...", flush=True)
    connection.close()
    loaded = subprocess.run([sys.executable, "manage.py", "load_council", COUNCIL], cwd=ROOT)
    if loaded.returncode == 0:
        STAMP.write_text(wanted)
    return loaded.returncode


if __name__ == "__main__":
    sys.exit(main())
