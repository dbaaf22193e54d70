# Everything a person or a machine does with this repository. It needs Python 3.11 or newer and make.

APPS = accounts countries events library pathfinder priorities reports
# Where a mistake in types would publish or hide something.
TYPED = $(wildcard $(APPS:=/*workflow.py) $(APPS:=/*/workflow.py) $(APPS:=/permissions.py) reports/snapshot.py reports/changes.py)
# Commands that look at code and not at data.
MANAGE = LAPTOP=1 DATABASE_URL=sqlite://:memory: .venv/bin/python manage.py
# As in production.
MANAGE_STRICT = LAPTOP=0 SECRET_KEY=$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	DATABASE_URL=sqlite://:memory: .venv/bin/python manage.py
ARGS =

help: ## this list
	@awk -F ':.* ## ' '/^[a-z-]+:.* ## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

serve: ## the portal on http://127.0.0.1:8000, from a bare clone (PORT=8001 changes the port)
	@bash deploy/serve.sh

test: ## the whole suite on SQLite and again on PostgreSQL, from a bare clone (ARGS="-k seed" narrows it)
	@bash deploy/test.sh $(ARGS)

test-quick: tools ## the suite on SQLite, without the browser and other slow tests
	.venv/bin/python -m pytest -n logical -m "not browser and not verapdf and not slow" $(ARGS)

check: tools ## lint, format, templates, types, migrations, settings of production, translations, HTML of all pages
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/djlint --quiet --lint --check templates
	LAPTOP=1 .venv/bin/mypy $(TYPED)
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE_STRICT) check --deploy --fail-level WARNING
	bash deploy/parts.sh check
	bash deploy/translations.sh
	bash deploy/html/check.sh

bench: tools ## figures of weight and speed, beside a floor measured in the same run (benchmarks/README.md)
	@.venv/bin/python -m benchmarks.pages
	@echo; .venv/bin/python -m benchmarks.first_paint

fix: tools ## what of `check` a machine can mend; takes new texts into locale/
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	.venv/bin/djlint --quiet --reformat templates
	$(MANAGE) makemessages --all --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var --ignore tests

requirements: tools ## pins again what pyproject.toml asks for (ARGS=--upgrade: the newest of it)
	bash deploy/requirements.sh $(ARGS)

tools: ## what tests and checks need, in .venv
	@bash deploy/environment.sh dev

.PHONY: help serve test test-quick check bench fix requirements tools
