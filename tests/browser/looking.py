"""What a test asks of an open page: colours beside each other, and where Tab leads."""

import re

FOCUSABLE = "a[href], summary, button, input, select, [tabindex='0']"
BEHIND = """
const behind = one => {
    while (one && getComputedStyle(one).backgroundColor === 'rgba(0, 0, 0, 0)') one = one.parentElement;
    return getComputedStyle(one || document.body).backgroundColor;
};
"""
TEXT = f"""() => {{ {BEHIND}
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {{
        const one = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim()) continue;
        if (one.closest('script, style, svg title, svg desc, :disabled')) continue;
        if (one.closest('.scenes svg')) continue;  // letters on coloured tokens, not on the page
        const style = getComputedStyle(one);
        const ink = one.namespaceURI.endsWith('svg') ? style.fill : style.color;
        found.add(ink + '|' + behind(one));
    }}
    return [...found];
}}"""
# Edges of bars and controls, what a slider is filled with, lines and dots of intervals.
GRAPHICS = f"""() => {{ {BEHIND}
    const found = new Set();
    const each = (selector, colour) => document.querySelectorAll(selector).forEach(one => {{
        const seen = colour(getComputedStyle(one));
        if (one.checkVisibility()) found.add(selector + '|' + seen + '|' + behind(one.parentElement));
    }});
    const edge = style => style.borderTopStyle === 'none' ? style.backgroundColor : style.borderTopColor;
    each('.bars .bar', edge);
    each('main button:not(:disabled)', edge);
    each('main input[type=number]', edge);
    each('main input[type=range]', style => style.accentColor);
    each('.interval .reach', style => style.stroke);
    each('.interval circle', style => style.fill);
    return [...found];
}}"""
FOCUSED = f"""() => {{ {BEHIND}
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const labels = [...(one.labels || [])].map(label => label.innerText).join(' ');
    return {{
        place: one.dataset.place || '', kind: one.type || one.tagName, seen: one.matches(':focus-visible'),
        name: (one.getAttribute('aria-label') || labels || one.innerText || '').trim(),
        line: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        pair: style.outlineColor + '|' + behind(one.parentElement),
        there: box.bottom > 0 && box.top < innerHeight,
    }};
}}"""


def luminance(colour):
    """Relative luminance of "rgb(r, g, b)", as WCAG 2 has it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(pair):
    """Of "rgb(...)|rgb(...)", as WCAG 2 has it: from 1 to 21."""
    light, dark = sorted(map(luminance, pair.split("|")[-2:]), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def stops(page):
    """Press Tab once for each control that is there: (how many are there, what has the focus after each press)."""
    count = page.evaluate(
        """selector => {
            let number = 0;
            document.querySelectorAll(selector).forEach(one => {
                if (one.matches(':disabled')) return;
                if (one.checkVisibility() || one.classList.contains('skip')) one.dataset.place = number++;
            });
            return number;
        }""",
        FOCUSABLE,
    )
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return count, found


def check_keyboard(page):
    """Every control in its order, each with a name, a line around it that stands out, and on the screen."""
    count, found = stops(page)
    assert [one["place"] for one in found] == [str(number) for number in range(count)]
    for one in found:
        assert one["name"], one
        assert one["there"], one
        assert one["seen"], one
        assert one["line"] >= 2, one
        assert contrast(one["pair"]) >= 3.0, one
    return found
