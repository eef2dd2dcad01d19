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
  const lookBad = () => bar.toggleAttribute("data-bad", Boolean(bar.querySelector(".pv-bad")));
  button.hidden = false;
  button.addEventListener("click", () => fold(!bar.hasAttribute("data-folded")));
  fold(Boolean(remembered("folded")));
  lookBad();

  const keepOpen = (details) => {
    const wanted = remembered("open") || {};
    if (details.dataset.keep in wanted) details.open = wanted[details.dataset.keep];
  };
  bar.querySelectorAll("[data-keep]").forEach(keepOpen);
  bar.addEventListener("toggle", ({ target }) => {
    if (target.dataset.keep) remember("open", { ...remembered("open"), [target.dataset.keep]: target.open });
  }, true);
  bar.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest(".pv-menu[open]");
    if (!open) return;
    open.open = false;
    open.firstElementChild.focus();
  });

  // a page that comes again stands where it stood, with the same parts open
  const parts = () => [...document.querySelectorAll("details")].filter((each) => !bar.contains(each));
  const nameOf = (details) => (details.querySelector("summary") || details).textContent.trim();
  const keepPlace = () => remember("place", {
    path: location.pathname, x: scrollX, y: scrollY, open: parts().map((each) => [nameOf(each), each.open]),
  });
  const restorePlace = () => {
    const place = remembered("place");
    remember("place", null);
    if (!place || place.path !== location.pathname) return;
    const there = parts();
    for (const [name, open] of place.open) {
      const at = there.findIndex((each) => nameOf(each) === name);
      if (at >= 0) there.splice(at, 1)[0].open = open;
    }
    const back = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    back();
    addEventListener("load", back, { once: true });
  };
  document.addEventListener("DOMContentLoaded", restorePlace);

  const restyle = (href) => {
    const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
    const old = sheets.find((each) => each.getAttribute("href") === bar.dataset.style);
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", () => old.remove());
    old.after(link);
    bar.dataset.style = href;
  };
  const renew = (part, fresh) => {
    fresh.querySelectorAll("[data-keep]").forEach(keepOpen);
    if (!part.isEqualNode(fresh)) part.replaceChildren(...[...fresh.childNodes].map((each) => document.importNode(each, true)));
  };
  const update = (fresh) => {
    if (fresh.dataset.page !== bar.dataset.page) {
      keepPlace();
      location.reload();
      return;
    }
    if (fresh.dataset.style !== bar.dataset.style) restyle(fresh.dataset.style);
    for (const part of bar.querySelectorAll("[data-live]")) {
      renew(part, fresh.querySelector(`[data-live="${part.dataset.live}"]`));
    }
    lookBad();
  };
  // as a document: the pages' policy lets no text become HTML
  const ask = () => {
    const request = new XMLHttpRequest();
    request.open("GET", `/.preview/bar?path=${encodeURIComponent(location.pathname)}`);
    request.responseType = "document";
    request.addEventListener("load", () => update(request.response.getElementById("preview-bar")));
    request.send();
  };

  // only what is seen listens: a browser keeps few lines to one place
  let line = null;
  const listen = () => {
    if (line || document.hidden) return;
    line = new EventSource(`/.preview/changes?path=${encodeURIComponent(location.pathname)}`);
    line.addEventListener("open", ask);
    line.addEventListener("message", ask);
  };
  const rest = () => {
    if (line) line.close();
    line = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
})();
