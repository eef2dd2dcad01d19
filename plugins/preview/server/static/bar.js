// The preview's bar: follows what is saved. Without it the bar still leads everywhere.
(() => {
  "use strict";
  const bar = document.getElementById("preview-bar");
  const button = document.getElementById("preview-fold");
  const label = button.textContent;
  const remember = (name, value) => sessionStorage.setItem(`preview.${name}`, JSON.stringify(value));
  const remembered = (name) => JSON.parse(sessionStorage.getItem(`preview.${name}`));

  const fold = (folded) => {
    bar.toggleAttribute("data-folded", folded);
    button.textContent = folded ? button.dataset.unfold : label;
    button.setAttribute("aria-expanded", String(!folded));
    remember("folded", folded);
  };
  const markErrors = () => bar.toggleAttribute("data-bad", Boolean(bar.querySelector(".pv-bad")));
  button.hidden = false;
  button.addEventListener("click", () => fold(!bar.hasAttribute("data-folded")));
  fold(Boolean(remembered("folded")));
  markErrors();

  const restoreOpen = (details) => {
    const wanted = remembered("open") || {};
    if (details.dataset.keep in wanted) details.open = wanted[details.dataset.keep];
  };
  bar.querySelectorAll("[data-keep]").forEach(restoreOpen);
  bar.addEventListener("toggle", ({ target }) => {
    if (target.dataset.keep) remember("open", { ...remembered("open"), [target.dataset.keep]: target.open });
  }, true);
  bar.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest(".pv-menu[open]");
    if (!open) return;
    open.open = false;
    open.firstElementChild.focus();
  });

  // a page that is loaded again is scrolled to where it was, with the same parts open
  const parts = () => [...document.querySelectorAll("details")].filter((part) => !bar.contains(part));
  const nameOf = (details) => (details.querySelector("summary") || details).textContent.trim();
  const rememberPlace = () => remember("place", {
    path: location.pathname, x: scrollX, y: scrollY, open: parts().map((part) => [nameOf(part), part.open]),
  });
  const restorePlace = () => {
    const place = remembered("place");
    remember("place", null);
    if (!place || place.path !== location.pathname) return;
    const remaining = parts();
    for (const [name, open] of place.open) {
      const index = remaining.findIndex((part) => nameOf(part) === name);
      if (index >= 0) remaining.splice(index, 1)[0].open = open;
    }
    const scrollBack = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    scrollBack();
    addEventListener("load", scrollBack, { once: true });
  };
  document.addEventListener("DOMContentLoaded", restorePlace);

  const restyle = (href) => {
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
    const old = sheets.find((sheet) => sheet.getAttribute("href") === bar.dataset.style);
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", () => old.remove());
    old.after(link);
    bar.dataset.style = href;
  };
  const replacePart = (part, fresh) => {
    fresh.querySelectorAll("[data-keep]").forEach(restoreOpen);
    if (!part.isEqualNode(fresh)) part.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  };
  const update = (fresh) => {
    if (fresh.dataset.page !== bar.dataset.page) {
      rememberPlace();
      location.reload();
      return;
    }
    if (fresh.dataset.style !== bar.dataset.style) restyle(fresh.dataset.style);
    for (const part of bar.querySelectorAll("[data-live]")) {
      replacePart(part, fresh.querySelector(`[data-live="${part.dataset.live}"]`));
    }
    markErrors();
  };
  // as a document: the pages' policy lets no text become HTML
  const fetchBar = () => {
    const request = new XMLHttpRequest();
    request.open("GET", `/.preview/bar?path=${encodeURIComponent(location.pathname)}`);
    request.responseType = "document";
    request.addEventListener("load", () => update(request.response.getElementById("preview-bar")));
    request.send();
  };

  // only a visible page listens: a browser opens few connections to one host
  let events = null;
  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource(`/.preview/changes?path=${encodeURIComponent(location.pathname)}`);
    events.addEventListener("open", fetchBar);
    events.addEventListener("message", fetchBar);
  };
  const stopListening = () => {
    if (events) events.close();
    events = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? stopListening() : listen()));
  addEventListener("pagehide", stopListening);
  addEventListener("pageshow", listen);
})();
