"""What everything else stands on: documents that are cited, and what the partnership shares with everybody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .dates import PartialDateField
from .frozen import FrozenModel


class NaturalKeyQuerySet(models.QuerySet):
    """Rows that fixtures and exports name by their key instead of by a number of this database."""

    def get_by_natural_key(self, *key: str) -> models.Model:
        """Return the row of that key; raise DoesNotExist where there is none."""
        return self.get(**dict(zip(self.model.NATURAL_KEY, key, strict=True)))


class PublishedQuerySet(NaturalKeyQuerySet):
    def published(self) -> "PublishedQuerySet":
        """What the public may see of what belongs to no country. The only such query there is."""
        return self.filter(is_published=True)


class Publishable(models.Model):
    """Something that belongs to no country: it is public when its switch says so."""

    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_("Switch it on when everybody may read it. Until then only staff do."),
    )

    class Meta:
        abstract = True


class Document(Publishable):
    """Something that can be cited: where a statement of this portal comes from."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Its short name in addresses."))
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    date = PartialDateField(_("date"), null=True, blank=True)
    date_note = models.CharField(
        _("note on the date"),
        max_length=200,
        blank=True,
        help_text=_("Where the date is not stated: how it is known."),
    )
    language = models.CharField(_("language"), max_length=12, help_text=_("The code of its language, such as en."))
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Where it can be read, if anywhere."))
    format = models.CharField(
        _("format"),
        max_length=40,
        blank=True,
        default="",
        db_default="",  # the code before this field writes rows without it
        help_text=_("Of the file at that address, such as PDF."),
    )
    size = models.PositiveBigIntegerField(
        _("size"), null=True, blank=True, help_text=_("Of the file at that address, in bytes.")
    )
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-date", "title"]

    def __str__(self) -> str:
        return self.title


class Sourced(models.Model):
    """A statement, with the document it comes from and where in it."""

    source = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("The document that says so. Nothing is recorded here without one."),
    )
    locator = models.CharField(
        _("where in the source"),
        max_length=200,
        help_text=_("The slide's heading, or the page: “Slide NEPAL”, “p. 12”."),
    )
    editor_note = models.TextField(
        _("editor's note"),
        blank=True,
        help_text=_("Where the source looks wrong or is unclear: say so here and leave its wording as it is."),
    )

    class Meta:
        abstract = True


class ToolkitItem(Sourced, Publishable):
    """A part of the toolkit for Pathfinder countries, which is published in editions."""

    class State(models.TextChoices):
        AVAILABLE = "available", _("available")
        ANNOUNCED = "announced", _("announced")

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    edition = models.PositiveSmallIntegerField(_("edition of the toolkit"))
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("Its place in its edition."))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="toolkit_items",
        verbose_name=_("document"),
        help_text=_("The part itself, once it can be read."),
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("toolkit item")
        verbose_name_plural = _("toolkit items")
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="library_toolkititem_one_place_each"),
            models.CheckConstraint(
                condition=Q(edition__gte=1),
                name="library_toolkititem_edition_from_1",
                violation_error_message=_("Editions of the toolkit are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LessonLearnt(Sourced, Publishable):
    """What the partnership learnt from all countries together."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    text = models.TextField(_("text"))

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson learnt")
        verbose_name_plural = _("lessons learnt")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text[:80]


class Initiative(Sourced, Publishable):
    """A network that businesses can join."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    tagline = models.CharField(_("in one line"), max_length=300, blank=True)
    host = models.CharField(_("secretariat"), max_length=200, blank=True, help_text=_("Who holds its secretariat."))
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("business network")
        verbose_name_plural = _("business networks")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class InitiativePoint(Sourced):
    """One thing a business network does, or one reason to join it."""

    class Kind(models.TextChoices):
        ABOUT = "about", _("what it is")
        WORK = "work", _("line of work")
        BENEFIT = "benefit", _("what joining brings")

    NATURAL_KEY = ("initiative__slug", "kind", "order")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="points", verbose_name=_("business network")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField(_("order"))
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    presenter_note = models.TextField(
        _("presenter's notes"), blank=True, help_text=_("What the speaker added to it, where the source says so.")
    )

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["kind", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "kind", "order"], name="library_initiativepoint_one_place_each"
            )
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:80]


class PageTextQuerySet(PublishedQuerySet):
    def public(self, slug: str) -> "PageText | None":
        """The text of that name, where it is published."""
        return self.published().filter(slug=slug).first()


class PageText(Publishable):
    """A text of the portal itself that the secretariat can edit: about, privacy, the disclaimer on maps."""

    NATURAL_KEY = ("slug",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=_("Plain text. An empty line begins a new paragraph."))

    objects = PageTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("page text")
        verbose_name_plural = _("page texts")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class AuditEntry(FrozenModel):
    """That a row was written, or something was done: one link of the audit chain. Written by audit.py alone.

    Its number is counted there, 1, 2, 3: a sequence of the database leaves gaps. `what` is the model's label, or the
    name of what was done, and `key` the row's or the account's number. `digest` is of the row's `fields` as the
    database had them. `by` is an account's number: no name, and no foreign key, so that nothing here depends on what
    becomes of the account. `chained` is of all the rest, `previous` of the entry before.
    """

    AUDITED = None

    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    key = models.BigIntegerField()
    fields = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    by = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, unique=True)
    chained = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["id"]
        default_permissions = ()
        indexes = [models.Index(fields=["what", "key"], name="library_auditentry_row")]
        constraints = [models.CheckConstraint(condition=Q(pk__gte=1), name="library_auditentry_counted_from_1")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.what} {self.key}"
