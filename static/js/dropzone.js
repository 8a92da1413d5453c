// Files by drop as well as by choice. The plain file input stays the one thing that is sent.
"use strict";

(() => {
  const size = (bytes) => {
    if (bytes < 1024) return `${bytes} bytes`;
    if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  };

  const element = (tag, className, words) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = words;
    return made;
  };

  const setUp = (zone) => {
    const input = zone.querySelector("input[type=file]");
    const list = zone.querySelector("[data-drop-list]");
    const refused = zone.querySelector("[data-drop-refused]");
    const most = Number(zone.dataset.maxBytes) || Infinity;
    let chosen = [];

    const show = () => {
      list.hidden = chosen.length === 0;
      list.replaceChildren(...chosen.map((file) => {
        const row = element("li", "", "");
        const remove = element("button", "btn btn-quiet", "Remove");
        remove.type = "button";
        remove.append(element("span", "visually-hidden", ` ${file.name}`));
        remove.addEventListener("click", () => { keep(chosen.filter((other) => other !== file)); input.focus(); });
        row.append(element("span", "drop-name", file.name), element("span", "note", size(file.size)), remove);
        return row;
      }));
    };

    const keep = (files) => {
      chosen = files;
      const carrier = new DataTransfer();
      files.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      show();
    };

    const add = (files) => {
      const fits = files.filter((file) => file.size <= most);
      const large = files.filter((file) => file.size > most);
      const isNew = (file) => !chosen.some((other) => other.name === file.name && other.size === file.size);
      refused.replaceChildren(...large.map((file) =>
        element("p", "", `${file.name} is ${size(file.size)}; at most ${size(most)} can be sent. It was left out, the others are kept.`)));
      keep([...chosen, ...fits.filter(isNew)]);
    };

    input.addEventListener("change", () => add([...input.files]));
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("dropzone-over"); });
    zone.addEventListener("dragleave", (event) => { if (!zone.contains(event.relatedTarget)) zone.classList.remove("dropzone-over"); });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("dropzone-over");
      add([...event.dataTransfer.files]);
    });
    zone.classList.add("dropzone-live");
    zone.querySelector("[data-drop-hint]").hidden = false;
  };

  const setUpWithin = (root) => root.querySelectorAll?.("[data-dropzone]:not(.dropzone-live)").forEach(setUp);
  setUpWithin(document);
  document.addEventListener("htmx:load", (event) => setUpWithin(event.detail.elt));
})();
