"""The whole public site as files that open from a USB stick (docs/decisions/0021-static-site.md)."""
