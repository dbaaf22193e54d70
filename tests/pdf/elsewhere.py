"""Make the PDF and the picture of an edition in a process of its own and print their SHA-256.

What it needs to know of the edition it is told on stdin.

Run by test_pdf_editions.py in a copy of the code and under another environment, as another machine would have them.
"""

import hashlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "pathfinder.settings"

if __name__ == "__main__":
    import django

    django.setup()
    from reports import rendering
    from reports.models import Edition

    job = json.load(sys.stdin)
    # Not saved, and the first of its country: nothing has to be read of a database.
    edition = Edition(**job["edition"] | {"published_at": datetime.fromisoformat(job["edition"]["published_at"])})
    for language in job["languages"]:
        made = [rendering.make_pdf(edition, language), rendering.picture_rendering(edition, language, "x").make()]
        print(language, *(hashlib.sha256(content).hexdigest() for content in made))  # noqa: T201
