"""The portal families: each gives addresses and markup to what a draft holds, as its real model does."""

from __future__ import annotations

from . import drupal, liferay, nukeviet, php, sharepoint, spa, webforms, wordpress
from .common import Family

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        liferay.FAMILY,
        sharepoint.FAMILY,
        webforms.FAMILY,
        nukeviet.FAMILY,
        drupal.FAMILY,
        wordpress.FAMILY,
        php.FAMILY,
        spa.FAMILY,
    )
}
