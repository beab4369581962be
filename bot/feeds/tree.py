"""Trees of elements from markup of strangers: no entities, nothing fetched, broken markup mended.

The only importer of lxml. Its elements have the methods of the standard library's, whose type
stands for them here.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element


def html_tree(data: bytes) -> Element | None:
    """The root of a page; None for what holds no element."""
    return _root(data, "HTMLParser", no_network=True, remove_comments=True, remove_pis=True)


def xml_tree(data: bytes) -> Element | None:
    """The root of a document; None for what holds no element."""
    return _root(
        data,
        "XMLParser",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )


def _root(data: bytes, parser: str, **options: bool) -> Element | None:
    # The workers read; the bot itself starts quicker, and smaller, without.
    from lxml import etree

    try:
        root: Element | None = etree.fromstring(data, getattr(etree, parser)(**options))
    except etree.XMLSyntaxError:
        return None
    return root
