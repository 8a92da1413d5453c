// Writing made easier: an editor for rich texts and a count for short ones. Every page works without this file.
"use strict";

(() => {
  // How long a text is, beside its limit

  const count = (field) => {
    const most = Number(field.dataset.count);
    const says = document.createElement("p");
    says.className = "count-words";
    says.setAttribute("aria-hidden", "true");
    field.after(says);
    const show = () => {
      const length = field.value.trim().length;
      says.hidden = length < most / 2 && !("countAlways" in field.dataset);
      says.textContent = length > most ? `${length - most} too many` : `${most - length} left`;
      says.classList.toggle("count-over", length > most);
    };
    field.addEventListener("input", show);
    show();
  };

  // The editor over a rich text

  const GROUPS = ["headings", "lists", "nodes -blockType -lists", "marks", "link", "table", "history"];

  const extensions = (kit) => [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.Dropcursor, kit.Gapcursor, kit.History,
    kit.Heading.configure({ levels: [3, 4, 5] }),
    kit.BulletList, kit.OrderedList.configure({ enableListAttributes: false }), kit.ListItem, kit.Blockquote,
    kit.Bold, kit.Italic, kit.Subscript, kit.Superscript,
    kit.Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto"] }),
    kit.Table, kit.TableRow, kit.TableHeader, kit.TableCell,
    kit.Menu.configure({ groups: GROUPS.map((group) => ({ group })) }),
  ];

  const isEmpty = (html) => /^<(\w+)><\/\1>$/.test(html);

  // What the text area tells assistive technology, the editor has to tell in its place.
  const describe = (textarea, editable) => {
    const label = textarea.labels?.[0];
    if (label) {
      label.id ||= `${textarea.id}_label`;
      editable["aria-labelledby"] = label.id;
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (textarea.hasAttribute(name)) editable[name] = textarea.getAttribute(name);
    }
    return editable;
  };

  const NAMES = { "heading 3": "Heading", "heading 4": "Smaller heading", "heading 5": "Smallest heading" };

  // One stop for the Tab key; the arrows walk along the buttons.
  const toolbar = (bar, editor, name) => {
    const buttons = () => [...bar.querySelectorAll("button:not(.hidden)")];
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", name);
    const renew = () => {
      const all = buttons();
      const stop = all.find((button) => button.tabIndex === 0 && button.dataset.visited) ?? all[0];
      for (const button of bar.querySelectorAll("button")) {
        const label = NAMES[button.title];
        if (label) { button.title = label; button.setAttribute("aria-label", label); }
        button.tabIndex = button === stop ? 0 : -1;
        button.setAttribute("aria-pressed", String(button.classList.contains("active")));
        button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
      }
    };
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const all = buttons();
      const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      for (const button of all) delete button.dataset.visited;
      next.dataset.visited = "yes";
      renew();
      next.focus();
      event.preventDefault();
    });
    editor.on("transaction", renew);
    renew();
  };

  const makeEditor = async (textarea) => {
    const kit = await import(textarea.dataset.prose);
    const frame = document.createElement("div");
    frame.className = "prose-editor";
    textarea.before(frame);
    frame.append(textarea);
    let last = textarea.value;
    const editor = new kit.Editor({
      element: frame,
      extensions: extensions(kit),
      content: textarea.value,
      injectCSS: false,
      editorProps: { attributes: describe(textarea, { id: `${textarea.id}_editor`, role: "textbox", "aria-multiline": "true", class: "prose" }) },
      onUpdate: () => {
        const html = editor.getHTML();
        textarea.value = last = isEmpty(html) ? "" : html;
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
      },
    });
    const name = `Formatting: ${textarea.labels?.[0]?.innerText ?? ""}`;
    editor.on("create", () => toolbar(frame.querySelector(".prose-menubar"), editor, name));
    // A text brought back from a draft comes in by the text area.
    textarea.addEventListener("input", () => {
      if (textarea.value !== last) editor.commands.setContent((last = textarea.value));
    });
    // Links of the error summary and clicks on the label lead to the text area, which is hidden now.
    textarea.focus = () => editor.commands.focus();
    for (const label of textarea.labels) label.addEventListener("click", () => editor.commands.focus());
  };

  const setUp = (root) => {
    root.querySelectorAll?.("[data-count]:not([data-counted])").forEach((field) => { field.dataset.counted = "yes"; count(field); });
    root.querySelectorAll?.("textarea[data-prose]:not([data-made])").forEach((textarea) => { textarea.dataset.made = "yes"; makeEditor(textarea); });
  };

  setUp(document);
  document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
})();
