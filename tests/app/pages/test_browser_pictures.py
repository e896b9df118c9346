"""The pictures at every width: nothing in them is smaller than can be read, cut off, or written over something else."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = range(320, 1921, 50)
GERMAN = "#example=leads_pile_up&language=de"
NAMES = {
    "#example=leads_pile_up": ("Goal", "Reach", "Follow-up", "Capacity", "Closing", "Today"),
    GERMAN: ("Ziel", "Reichweite", "Nachfassen", "Kapazität", "Abschluss", "Heute"),
}
"""Every bar of the bridge has its name."""
SMALLEST = 12
"""Pixels of a letter."""
TEXTS = """() => {
  const page = document.documentElement.clientWidth;
  const shown = (node) => node.getClientRects().length && node.textContent.trim();
  const faults = [];
  for (const card of document.querySelectorAll('.wl-doorcard, .wl-balance, .wl-bridge, .wl-timeline')) {
    if (!card.offsetParent) continue;
    const room = card.getBoundingClientRect();
    const texts = [...card.querySelectorAll('.wl-door p, .wl-door-direct, .wl-chart text')].filter(shown).map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const scale = node.getScreenCTM ? Math.hypot(node.getScreenCTM().a, node.getScreenCTM().b) : 1;
      return { words: node.textContent.trim(), size: parseFloat(getComputedStyle(node).fontSize) * scale,
               box: node.getScreenCTM ? node.getBoundingClientRect() : range.getBoundingClientRect() };
    });
    for (const { words, size, box } of texts) {
      if (size < SMALLEST - 0.01) faults.push(`${words}: ${size.toFixed(1)} px`);
      if (box.left < room.left - 1 || box.right > room.right + 1) faults.push(`${words}: cut off`);
    }
    texts.forEach((one, at) => texts.slice(at + 1).forEach((other) => {
      const a = one.box, b = other.box;
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        faults.push(`${one.words} | ${other.words}`);
    }));
  }
  if (document.documentElement.scrollWidth > page) faults.push('wider than the screen');
  return faults;
}""".replace("SMALLEST", str(SMALLEST))


@pytest.mark.parametrize(
    "query",
    ["#example=leads_pile_up", "#example=orders_without_salespeople", "#example=idle_sales_team&way=table", GERMAN],
    ids=["all six links", "self-service sales", "a table", "longer words"],
)
def test_pictures_can_be_read_at_every_width(visit, query):
    v = visit(query, {"width": 1440, "height": 1000}, new=query == GERMAN).settle()
    faults = {}
    for width in WIDTHS:
        v.page.set_viewport_size({"width": width, "height": 1000})
        v.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))")
        v.settle()
        found = v.page.evaluate(TEXTS)
        drawn = v.page.text_content(".wl-bridge .wl-chart")
        found += [f"{name} has no name" for name in NAMES.get(query, ()) if name not in drawn]
        if found:
            faults[width] = found
    assert faults == {}
