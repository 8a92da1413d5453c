// What was saved while it was typed is no longer unsaved: the guard on leaving (js/writing.js) is told so.
"use strict";

(() => {
  const form = document.getElementById("intake");
  if (!form) return;
  let sent = new Map();

  form.addEventListener("htmx:beforeRequest", () => {
    const fields = [...form.elements].filter((field) => field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio])"));
    sent = new Map(fields.map((field) => [field, field.value]));
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "intake-saved" || event.target.querySelector(".intake-refused")) return;
    for (const [field, value] of sent) field.defaultValue = value;
  });
})();
