"""What people and models write, as HTML that runs nothing."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, strategies as st

from app.channels.web.prose import SCHEMES, SHORT, TAGS, prose

ALLOWED = {"a": {"href", "rel"}, "ol": {"start"}}
PIECES = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!--", "-->", "<![CDATA["),
        *(
            "](javascript:alert(1))",
            "](data:text/html,x)",
            "](//evil.example)",
            "[a",
            "![a",
            "](",
            ")",
            "[x]: javascript:y",
        ),
        *("<http://a.example>", "<javascript:x>", "&lt;script&gt;", "&#106;avascript:", "`", "```html\n", "~~~\n"),
        *("[x]: javascript:y", "# ", "> ", "1. ", "- "),
        *("\n", "\n\n", "    ", "***", "__", "\\", '"', "'", "\0", "\u202e", "😀", "=\n---\n"),
    ]
)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration came through: {decl}")


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_nothing_but_harmless_tags_comes_out_of_anything(text: str) -> None:
    for tag, attributes in Tags(prose(text)).found:
        assert tag in TAGS
        assert set(attributes) <= ALLOWED.get(tag, set())
        href = attributes.get("href") or ""
        scheme, colon, _ = href.partition(":")
        assert not colon or scheme.lower() in SCHEMES or not scheme.isascii() or "/" in scheme or "%" in scheme, href


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb", "<p>a<br>\nb</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("2: every vial", "<p>2: every vial</p>\n"),
        ("**bold** and *slant*, `x < y`", "<p><strong>bold</strong> and <em>slant</em>, <code>x &lt; y</code></p>\n"),
        (
            "[a](https://a.example/?b=1&c=2)",
            '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener noreferrer nofollow">a</a></p>\n',
        ),
        ("# not a heading", "<p># not a heading</p>\n"),
        ("Not a heading\n===", "<p>Not a heading<br>\n===</p>\n"),
        ("<b>bold</b> & <script>x</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[1]: said in the meeting", "<p>[1]: said in the meeting</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("", ""),
    ],
)
def test_markdown_as_people_write_it(text: str, html: str) -> None:
    assert prose(text) == html


def test_no_picture_tells_another_server_who_reads() -> None:
    html = prose("![see](https://evil.example/pixel.png)")

    assert "<img" not in html
    assert [tag for tag, _ in Tags(html).found] == ["p", "a"]  # a link, which nobody follows unasked


@pytest.mark.no_cover
@pytest.mark.parametrize("piece", ["[", "*a_", "> ", "`", "](", "<", "![", "- ", "a\n", "\\", "&", "**"])
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.process_time()

    assert prose(text)
    assert time.process_time() - start < 4


def test_a_short_text_is_rendered_once_and_a_long_one_is_not_kept() -> None:
    assert prose("kept " * 3) is prose("kept " * 3)
    assert prose("long " * SHORT) is not prose("long " * SHORT)
