"""What gunicorn serves. Production settings unless the environment names others."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
try:
    application = get_wsgi_application()
except SystemExit as refusal:
    # A setting is missing. gunicorn starts a worker again for ever unless it ends with 3, "failed to boot".
    sys.stderr.write(f"{refusal.code}\n")
    sys.exit(3)
