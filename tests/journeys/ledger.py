"""What people enter into pages, as the browser itself sees it: how often they click, what they choose and what they type."""

import re
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Page

# Of a form that is sent, each value that is another than the one with which the page came; and every real click.
WATCH = """
const named = field => (field.labels && field.labels.length ? field.labels[0].innerText : field.name).trim();
const entered = field => {
  if (["hidden", "submit", "button", "fieldset", "file"].includes(field.type)) return null;
  if (["radio", "checkbox"].includes(field.type))
    return field.checked !== field.defaultChecked && (field.checked || field.type === "checkbox")
      ? ["chosen", named(field), field.checked ? field.value : "", ""] : null;
  if (field.tagName === "SELECT") {
    const first = [...field.options].find(option => option.defaultSelected) || field.options[0];
    return first && field.value !== first.value ? ["chosen", named(field), field.selectedOptions[0].text, ""] : null;
  }
  return field.value !== field.defaultValue ? ["typed", named(field), field.value, field.defaultValue] : null;
};
document.addEventListener("submit", event => {
  const rows = [...event.target.elements].map(entered).filter(Boolean);
  window.__entered(location.pathname, rows);
}, true);
document.addEventListener("click", event => {
  if (event.isTrusted && event.target.closest("a, button, input, summary, select")) window.__clicked(location.pathname);
}, true);
"""
TRIVIAL = 3  # characters: a time of day, a number of members


def plain(text: str) -> str:
    """As it is compared: without case, punctuation and the number of spaces."""
    return " ".join(re.sub(r"[^\w\s-]", " ", text.casefold()).split())


def added(text: str, before: str) -> str:
    """What a person typed into a field that was filled already: what stands between what they left before and after."""
    start = 0
    while start < min(len(text), len(before)) and text[start] == before[start]:
        start += 1
    end = 0
    while end < min(len(text), len(before)) - start and text[-1 - end] == before[-1 - end]:
        end += 1
    return text[start : len(text) - end].strip()


@dataclass(frozen=True)
class Entry:
    stage: str
    who: str
    page: str
    field: str
    text: str


@dataclass
class Ledger:
    typed: list[Entry] = field(default_factory=list)
    chosen: list[Entry] = field(default_factory=list)
    clicks: Counter = field(default_factory=Counter)
    stages: list[str] = field(default_factory=list)

    def begin(self, stage: str) -> None:
        self.stages.append(stage)

    def watch(self, page: Page, who: str) -> Page:
        page.expose_binding("__entered", lambda source, path, rows: self._entered(who, path, rows))
        page.expose_binding("__clicked", lambda source, path: self.clicks.update([self.stages[-1]]))
        page.add_init_script(WATCH)
        return page

    def _entered(self, who: str, path: str, rows: list) -> None:
        for kind, label, text, before in rows:
            text = added(text, before) if kind == "typed" else text
            if text or kind == "chosen":
                (self.typed if kind == "typed" else self.chosen).append(
                    Entry(self.stages[-1], who, path, " ".join(label.split()), text)
                )

    def twice(self) -> dict[str, list[str]]:
        """Whatever was typed more than once, or within something else that was typed, with the fields."""
        rows = [(plain(entry.text), entry) for entry in self.typed if len(plain(entry.text)) > TRIVIAL]
        found = {}
        for place, (text, entry) in enumerate(rows):
            again = [other for n, (words, other) in enumerate(rows) if n != place and f" {text} " in f" {words} "]
            if again:
                found[entry.text] = sorted({f"{each.page} {each.field}" for each in [entry, *again]})
        return found

    def holding(self, fact: str) -> list[Entry]:
        """What was typed that is the fact, or has it among other words."""
        return [entry for entry in self.typed if f" {plain(fact)} " in f" {plain(entry.text)} "]

    def told(self) -> str:
        """Clicks, choices and typed values of each stage."""
        rows = [f"{'stage':34}{'clicks':>8}{'choices':>9}{'typed':>7}"]
        for stage in self.stages:
            counts = [sum(each.stage == stage for each in kind) for kind in (self.chosen, self.typed)]
            rows.append(f"{stage:34}{self.clicks[stage]:>8}{counts[0]:>9}{counts[1]:>7}")
        total = f"{'in all':34}{self.clicks.total():>8}{len(self.chosen):>9}{len(self.typed):>7}"
        return "\n".join([*rows, total])
