// The forms of the preview. Without it they still save; with it rows, pictures and the page beside keep up.
(() => {
  "use strict";
  const main = () => document.getElementById("ed-main");
  const form = () => document.getElementById("ed-form");
  const status = document.getElementById("ed-status");
  const say = (text) => { status.textContent = text; };
  let rowNumber = 0;
  let isDirty = false;
  let isSending = false;

  // --- rows: added, moved, removed
  const RENAMED = ["id", "name", "for", "aria-describedby", "aria-labelledby", "data-rows"];
  const rename = (root, number) => {
    for (const element of root.querySelectorAll("*")) {
      for (const attribute of RENAMED) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(/([.-])new(?=$|[.@_-]|\s)/, `$1new${number}`));
      }
      if (element.content) rename(element.content, number);
    }
  };
  const addRow = (list) => {
    rowNumber += 1;
    const row = list.parentElement.querySelector(":scope > template[data-new-row]").content.cloneNode(true);
    rename(row, rowNumber);
    const element = row.querySelector("[data-row]");
    list.append(element);
    prepare(element);
    return element;
  };
  const focusIn = (row) => row.querySelector("input:not([type=hidden]):not([type=file]), select, textarea").focus();
  const moveRow = (row, step) => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other || !other.matches("[data-row]")) return;
    if (step < 0) other.before(row);
    else other.after(row);
    const place = [...row.parentElement.querySelectorAll(":scope > [data-row]")].indexOf(row) + 1;
    say(`${place}`);
    isDirty = true;
  };
  const removeRow = (row) => {
    const next = row.nextElementSibling || row.previousElementSibling;
    const add = row.closest("fieldset").querySelector("[data-add]");
    row.remove();
    (next && next.matches("[data-row]") ? next.querySelector("[data-remove]") : add).focus();
    isDirty = true;
  };

  // --- files: sent at once, kept aside until the form is saved
  const token = () => form().elements.token.value;
  const urlOf = (name) => {
    const upload = [...form().querySelectorAll("input[name=upload]")].find((item) => item.dataset.name === name);
    if (upload) return `/.edit/uploaded/${upload.value}/${encodeURIComponent(name)}`;
    return name ? `/.edit/file/${form().dataset.folder}/${encodeURIComponent(name)}` : "";
  };
  const showPicture = (box) => {
    const picture = box.querySelector("[data-picture]");
    if (!picture) return;
    const url = urlOf(box.querySelector("select").value);
    picture.hidden = !url;
    if (url && picture.getAttribute("src") !== url) picture.src = url;
    const retouch = box.querySelector("[data-retouch]");
    if (retouch) retouch.hidden = !url;
  };
  const showProblem = (element, text) => {
    element.textContent = text;
    element.hidden = !text;
  };
  const send = (url, body, onDone, onFailure) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-Edit-Token", token());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.addEventListener("load", () => {
      const answer = request.response || {};
      if (request.status === 200) onDone(answer);
      else onFailure(answer.problem || request.statusText);
    });
    request.addEventListener("error", () => onFailure(request.statusText || "—"));
    request.send(body);
  };
  const remember = (answer) => {
    let upload = [...form().querySelectorAll("input[name=upload]")].find((item) => item.dataset.name === answer.name);
    if (!upload) {
      upload = document.createElement("input");
      upload.type = "hidden";
      upload.name = "upload";
      form().prepend(upload);
    }
    upload.value = answer.token;
    upload.dataset.name = answer.name;
    isDirty = true;
  };
  const choose = (box, name) => {
    for (const select of document.querySelectorAll("[data-file] select")) {
      if (select.closest("[data-file]").dataset.accepts !== box.dataset.accepts) continue;
      if (![...select.options].some((option) => option.value === name)) select.add(new Option(name, name));
    }
    box.querySelector("select").value = name;
    showPicture(box);
  };
  const sendFile = (box, file) => {
    const problem = box.querySelector("[data-upload-problem]");
    showProblem(problem, "");
    // files of other windows may have the same names
    const query = new URLSearchParams({ folder: form().dataset.folder, name: file.name, accepts: box.dataset.accepts, form: performance.timeOrigin });
    send(`/.edit/upload?${query}`, file, (answer) => {
      remember(answer);
      choose(box, answer.name);
      say(answer.note || answer.name);
      const words = box.closest(".ed-row, fieldset, dialog");
      const alt = words && [...words.querySelectorAll("input, textarea")].find((item) => /(\.alt@|ed-picture-alt)/.test(item.name || item.id));
      if (alt && !alt.value) alt.focus();
    }, (text) => showProblem(problem, text));
  };
  const dropOn = (list, files) => {
    for (const file of files) {
      const empty = [...list.querySelectorAll(":scope > [data-row]")].find((row) => [...row.querySelectorAll("select, input:not([type=hidden]):not([type=file]), textarea")].every((item) => !item.value));
      sendFile((empty || addRow(list)).querySelector("[data-file]"), file);
    }
  };

  // --- turning, cropping, blurring
  let retouched = null;
  const cropSides = () => ["left", "top", "right", "bottom"].map((side) => Number(document.getElementById(`ed-crop-${side}`).value));
  const showFrame = () => {
    const [left, top, right, bottom] = cropSides();
    Object.assign(document.querySelector("[data-crop-frame]").style, { left: `${left}%`, top: `${top}%`, right: `${right}%`, bottom: `${bottom}%` });
  };
  const resetFrame = () => {
    document.querySelectorAll("[data-side]").forEach((range) => { range.value = 0; });
    showFrame();
  };
  const stage = () => document.querySelector("[data-stage]");
  const openRetouch = (box) => {
    retouched = box;
    stage().src = urlOf(box.querySelector("select").value);
    showProblem(document.querySelector("[data-retouch-problem]"), "");
    resetFrame();
    document.getElementById("ed-retouch").showModal();
  };
  const retouch = (change) => {
    const name = retouched.querySelector("select").value;
    const upload = [...form().querySelectorAll("input[name=upload]")].find((item) => item.dataset.name === name);
    const query = new URLSearchParams({ folder: form().dataset.folder, name, upload: upload ? upload.value : "", ...change });
    send(`/.edit/picture?${query}`, "", (answer) => {
      remember(answer);
      stage().src = urlOf(name);
      resetFrame();
      showPicture(retouched);
      say(answer.name);
    }, (text) => showProblem(document.querySelector("[data-retouch-problem]"), text));
  };

  // --- the text
  const insert = (area, text) => {
    area.focus();
    // the only way in which a browser can undo it
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const lineStart = (area) => area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const prefixLines = (area, prefix) => {
    const end = area.selectionEnd;
    area.setSelectionRange(lineStart(area), end);
    const lines = area.value.slice(area.selectionStart, end).split("\n");
    insert(area, lines.map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : prefix + line)).join("\n"));
  };
  const surround = (area, mark) => insert(area, mark + area.value.slice(area.selectionStart, area.selectionEnd) + mark);
  const cells = (line) => line.split("\t").map((cell) => cell.trim().replaceAll("|", "\\|"));
  const tableOf = (text) => {
    // a cell with a line end has quotes around it
    const plain = text.replace(/(^|\t)"((?:[^"]|"")*)"(?=\t|\r?\n|$)/gm, (_, before, cell) => before + cell.replaceAll('""', '"').replace(/\s*\n\s*/g, " "));
    const lines = plain.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
    if (lines.length < 2 || !lines.every((line) => line.includes("\t"))) return "";
    const rows = lines.map(cells);
    const width = Math.max(...rows.map((row) => row.length));
    const [head, ...rest] = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
    return `\n${[head, `| ${Array(width).fill("---").join(" | ")} |`, ...rest].join("\n")}\n`;
  };
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/g;
  const count = () => {
    const area = document.getElementById("f-body");
    const output = document.querySelector("[data-words]");
    if (!area || !output) return;
    const text = area.value.replace(/\]\([^)]*\)/g, "]");
    const number = (text.match(HAN) || []).length + (text.replace(HAN, " ").match(/[\p{L}\p{N}]+/gu) || []).length;
    output.textContent = output.dataset.words.replace("#", number);
  };
  const insertFrom = (dialog) => {
    const area = document.getElementById("f-body");
    if (dialog.returnValue !== "insert") return;
    const selected = area.value.slice(area.selectionStart, area.selectionEnd);
    if (dialog.id === "ed-link") {
      const target = dialog.querySelector("[data-link]").value.trim();
      const option = [...dialog.querySelectorAll("option")].find((item) => item.value === target);
      if (target) insert(area, `[${selected || (option ? target.replace(/^\S+ (?=\S)/, "") : target)}](${option ? option.dataset.path : target})`);
    } else if (dialog.id === "ed-picture") {
      const name = dialog.querySelector("[data-insert-picture]").value;
      const alt = dialog.querySelector("[data-insert-alt]").value.trim();
      if (name) insert(area, `\n![${alt.replace(/[[\]]/g, "")}](${name})\n`);
    }
  };

  // --- saving without losing one's place
  const replaceForm = (fresh, url) => {
    const next = fresh.getElementById("ed-main");
    if (!next) {
      location.assign(url);
      return;
    }
    const { id, selectionStart, selectionEnd, scrollTop } = document.activeElement || {};
    const y = scrollY;
    isDirty = false;
    main().replaceWith(document.importNode(next, true));
    document.title = fresh.title;
    history.replaceState(null, "", url);
    const live = fresh.querySelector(".ed-live");
    if (live && !document.querySelector(".ed-live")) main().after(document.importNode(live, true));
    prepare(main());
    say((fresh.getElementById("ed-status") || {}).textContent || "");
    const summary = document.getElementById("ed-summary");
    if (summary && summary.classList.contains("ed-note--bad")) {
      summary.focus();
      summary.scrollIntoView();
      isDirty = true;
    } else {
      scrollTo(0, y);
      const again = id && document.getElementById(id);
      if (!again) return;
      again.focus({ preventScroll: true });
      // only what is typed into has a place in its text
      if (Number.isInteger(selectionStart)) again.setSelectionRange(selectionStart, selectionEnd);
      again.scrollTop = scrollTop;
    }
  };
  // the answer replaces the form, so nothing can be typed before it is here
  const setSending = (value) => {
    isSending = value;
    form().querySelectorAll("input, textarea").forEach((item) => { item.readOnly = value; });
  };
  const sendForm = (method, body, onDone) => {
    setSending(true);
    const request = new XMLHttpRequest();
    // not its property: buttons have the name "action"
    request.open(method, form().getAttribute("action"));
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.responseType = "document";
    request.addEventListener("load", () => {
      setSending(false);
      onDone(request);
    });
    request.addEventListener("error", () => {
      setSending(false);
      say(form().dataset.failed);
    });
    request.send(body);
  };
  const save = (submitter, isAgain) => {
    const data = new URLSearchParams(new FormData(form()));
    if (submitter && submitter.name) data.set(submitter.name, submitter.value);
    sendForm("POST", data, (request) => {
      const { status: code, response, responseURL } = request;
      if (code < 400 && response) replaceForm(response, responseURL);
      else if (code === 403 && !isAgain) renewToken(() => save(submitter, true));
      // what was typed stays
      else say(((response && response.querySelector("[role=alert]")) || {}).textContent || form().dataset.failed);
    });
  };
  // the preview was restarted: its pages have another token now
  const renewToken = (onDone) => sendForm("GET", null, ({ response }) => {
    const fresh = response && response.getElementById("ed-form");
    if (!fresh) {
      say(form().dataset.failed);
      return;
    }
    form().elements.token.value = fresh.querySelector("[name=token]").value;
    onDone();
  });

  const prepare = (root) => {
    root.querySelectorAll(".ed-row__tools, .ed-add, .ed-tools, .ed-file__tools").forEach((item) => { item.hidden = false; });
    root.querySelectorAll("[data-file]").forEach(showPicture);
    count();
  };

  // --- events, of the document: the form is replaced after each save
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const row = button.closest("[data-row]");
    const area = document.getElementById("f-body");
    if (button.dataset.move) {
      moveRow(row, Number(button.dataset.move));
      button.focus();
    } else if ("remove" in button.dataset) removeRow(row);
    else if ("add" in button.dataset) focusIn(addRow(button.closest("fieldset").querySelector("[data-rows]")));
    else if ("retouch" in button.dataset) openRetouch(button.closest("[data-file]"));
    else if (button.dataset.turn) retouch({ turn: button.dataset.turn });
    else if (button.dataset.apply) retouch({ [button.dataset.apply]: cropSides().join(",") });
    else if (button.dataset.prefix) prefixLines(area, button.dataset.prefix);
    else if (button.dataset.around) surround(area, button.dataset.around);
    else if (button.dataset.table) insert(area, `\n${button.dataset.table}`);
    else if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
  });
  document.addEventListener("close", ({ target }) => insertFrom(target), true);
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-upload]") && target.files.length) {
      sendFile(target.closest("[data-file]"), target.files[0]);
      target.value = "";
    } else if (target.matches("[data-file] select")) showPicture(target.closest("[data-file]"));
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest("#ed-form")) isDirty = true;
    if (target.id === "f-body") count();
    if (target.matches("[data-side]")) showFrame();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "ed-form") {
      if (event.target.method === "post") isDirty = false;
      return;
    }
    event.preventDefault();
    if (!isSending) save(event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && form()) {
      event.preventDefault();
      form().requestSubmit(form().querySelector(".ed-save"));
    } else if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && event.target.closest("[data-row]")) {
      event.preventDefault();
      const row = event.target.closest("[data-row]");
      moveRow(row, event.key === "ArrowUp" ? -1 : 1);
      event.target.focus();
    }
  });
  document.addEventListener("paste", (event) => {
    if (event.target.id !== "f-body") return;
    const table = tableOf(event.clipboardData.getData("text/plain"));
    if (!table) return;
    event.preventDefault();
    insert(event.target, table);
  });
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    if (!event.target.matches("[data-handle]")) return;
    dragged = event.target.closest("[data-row]");
    dragged.toggleAttribute("data-dragged", true);
    event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.removeAttribute("data-dragged");
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    const row = dragged && event.target.closest("[data-row]");
    if (row && row.parentElement === dragged.parentElement) {
      event.preventDefault();
      const { top, height } = row.getBoundingClientRect();
      if (event.clientY < top + height / 2) row.before(dragged);
      else row.after(dragged);
      isDirty = true;
    }
    if (event.dataTransfer.types.includes("Files") && event.target.closest("[data-rows], [data-file]")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const list = event.target.closest("[data-rows]");
    const box = event.target.closest("[data-file]");
    if (!event.dataTransfer.files.length || !(list || box)) return;
    event.preventDefault();
    if (box) sendFile(box, event.dataTransfer.files[0]);
    else dropOn(list, event.dataTransfer.files);
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
  if (main()) prepare(main());
})();
