// A preview to be read until a day: after it, the page says so and nothing else.
(() => {
  "use strict";
  const cover = document.getElementById("preview-expired");
  const look = () => {
    if (Date.now() < Date.parse(cover.dataset.after)) return;
    for (const each of document.body.children) each.inert = each !== cover;
    document.documentElement.dataset.expired = "on";
    cover.hidden = false;
  };
  look();
  setInterval(look, 60000);
})();
